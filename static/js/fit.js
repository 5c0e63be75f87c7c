// On the beamer nothing may run over the edge, however long a name is: what does not fit becomes smaller.
//
// The stylesheet chooses a size by how many there are; this sees to the rest, after measuring.

const BOXES = `.slips:not(.settled) > .slip, .heading, .list, .after, .spotlight, .turn, .screen,
  [data-dimmed] [data-zone], [data-step="6"] .stack, .welcome > div:not(.qr-frame), :is(.seats, .counts) > li`;
const STEP = 0.93;
const SMALLEST = 0.45;

// The figures of a zone: letters between these (in rem), in as many columns; more figures than MANY are the stylesheet's.
const [SMALL, LARGE] = [0.4, 1.25];
const COLUMNS = [1, 2, 3, 4];
const ROWS = 8; // no fewer, or a few figures would be giants
const MANY = 60;
const TRIES = 6; // halvings: to a fiftieth of a rem

// Not at kr:swapped: what is lit is marked after it.
document.addEventListener("kr:marked", fitAll);
addEventListener("resize", fitAll);
fitAll();

function fitAll() {
  fitNames([...document.querySelectorAll(".table ol[data-zone]")].filter(isOurs));
  for (const box of document.querySelectorAll(BOXES)) fit(box);
}

function fit(box) {
  let scale = 1;
  box.style.removeProperty("zoom");
  while (box.clientHeight && overflows(box) && scale > SMALLEST) {
    scale *= STEP;
    box.style.setProperty("zoom", scale);
  }
}

function overflows(box) {
  return box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1;
}

/** Whether the names of a zone stand in its grid; otherwise what was set is taken back. */
function isOurs(list) {
  for (const name of ["--cols", "--rows", "--fs"]) list.style.removeProperty(name);
  list.removeAttribute("data-tight");
  const { containerType, display } = getComputedStyle(list);
  return containerType === "size" && display === "grid" && list.children.length && list.children.length <= MANY;
}

/** The largest letters in which every name stands whole in its frame, the same in all zones; each has its own columns. */
function fitNames(lists) {
  const found = lists.map((list) => COLUMNS.map((columns) => [largest(list, columns), columns]).reduce(larger));
  const size = found.reduce(smaller, [LARGE])[0];
  for (const [place, list] of lists.entries()) {
    const whole = lay(list, found[place][1], size || SMALL);
    list.toggleAttribute("data-tight", !whole);
  }
}

function larger(best, one) {
  return one[0] > best[0] ? one : best;
}

function smaller(best, one) {
  return one[0] < best[0] ? one : best;
}

/** In rem; 0: not even the smallest. */
function largest(list, columns) {
  if (lay(list, columns, LARGE)) return LARGE;
  let [fits, not] = [0, LARGE];
  for (let size = SMALL, tries = 0; tries <= TRIES; tries += 1) {
    if (lay(list, columns, size)) fits = size;
    else not = size;
    if (!fits) return 0;
    size = (fits + not) / 2;
  }
  return fits;
}

/** Lay the figures out so; whether each name is whole. */
function lay(list, columns, size) {
  list.style.setProperty("--cols", columns);
  list.style.setProperty("--rows", Math.max(ROWS, Math.ceil(list.children.length / columns)));
  list.style.setProperty("--fs", `${size}rem`);
  return [...list.querySelectorAll("bdi")].every(isWhole);
}

function isWhole(name) {
  return name.scrollWidth <= name.clientWidth && name.offsetHeight <= name.parentElement.clientHeight;
}
