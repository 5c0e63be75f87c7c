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

const known = new Map(); // zone → what was measured there last, and what came of it
let asked = false;

// Not at kr:swapped: what is lit is marked after it.
document.addEventListener("kr:marked", ask);
addEventListener("resize", fitAll);
fitAll();
// That looked at the names, so by now the browser asked for the letters: with others nothing that was measured holds.
document.fonts.ready.then(() => {
  known.clear();
  fitAll();
});

// Once for all that is painted before the next frame: a repainted page brings a mark for each of its regions.
function ask() {
  if (!asked) requestAnimationFrame(fitAll);
  asked = true;
}

function fitAll() {
  asked = false;
  fitNames([...document.querySelectorAll(".table ol[data-zone]")].filter(isOurs));
  for (const box of document.querySelectorAll(BOXES)) fit(box);
}

function fit(box) {
  box.removeAttribute("data-tight");
  if (shrink(box)) return;
  box.setAttribute("data-tight", ""); // a word that is too long for the whole box may break
  shrink(box);
}

/** Smaller until it fits, or as small as may be; whether it fits. */
function shrink(box) {
  let scale = 1;
  box.style.removeProperty("zoom");
  while (box.clientHeight && overflows(box) && scale > SMALLEST) {
    scale *= STEP;
    box.style.setProperty("zoom", scale);
  }
  return !overflows(box);
}

function overflows(box) {
  return box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1;
}

/** Whether the names of a zone stand in its grid; otherwise what was set is undone. */
function isOurs(list) {
  const { containerType, display } = getComputedStyle(list);
  if (containerType === "size" && display === "grid" && list.children.length && list.children.length <= MANY) return true;
  for (const name of ["--cols", "--rows", "--fs"]) list.style.removeProperty(name);
  list.removeAttribute("data-tight");
  return false;
}

/** The largest letters in which every name stands whole in its frame, the same in all zones; each has its own columns. */
function fitNames(lists) {
  const found = lists.map(measure);
  const size = Math.min(LARGE, ...found.map(([most]) => most));
  for (const [place, list] of lists.entries()) {
    const whole = lay(list, found[place][1], size || SMALL);
    list.toggleAttribute("data-tight", !whole);
  }
}

/** The largest letters of a zone, in rem, and its columns; anew only when its names or its room are others, for each size that
 *  is tried lays the page out. */
function measure(list) {
  const { clientWidth, clientHeight, textContent, dataset } = list;
  const what = [clientWidth, clientHeight, getComputedStyle(document.documentElement).fontSize, textContent].join();
  if (known.get(dataset.zone)?.what !== what) known.set(dataset.zone, { what, found: alone(list, best) });
  return known.get(dataset.zone).found;
}

/** Out of the page's flow, in the same room: within it each size that is tried lays the zone out several times. */
function alone(list, work) {
  const { width, height } = list.getBoundingClientRect();
  const style = { position: "absolute", "inline-size": `${width}px`, "block-size": `${height}px` };
  for (const [name, value] of Object.entries(style)) list.style.setProperty(name, value);
  const found = work(list);
  for (const name of Object.keys(style)) list.style.removeProperty(name);
  return found;
}

function best(list) {
  list.removeAttribute("data-tight");
  let found = [0, 1];
  for (const columns of COLUMNS) {
    const size = largest(list, columns, found[0]);
    if (size > found[0]) found = [size, columns];
    if (list.children.length <= columns * ROWS) break; // more columns would only be narrower
  }
  return found;
}

/** In rem, if more than `least` fits; otherwise `least`. */
function largest(list, columns, least) {
  if (lay(list, columns, LARGE)) return LARGE;
  let [fits, not] = [least || SMALL, LARGE];
  if (!lay(list, columns, fits)) return least;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const size = (fits + not) / 2;
    if (lay(list, columns, size)) fits = size;
    else not = size;
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
