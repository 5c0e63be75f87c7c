// On the beamer nothing may run over the edge, however long a name is: what does not fit becomes smaller.
//
// Lists of names get the largest letters with which all of them fit, over as many columns as that takes; what else a screen
// holds has the size of the stylesheet, and becomes smaller when there is too much of it.

/** Lists: the most columns, the largest letter in 1/90 of the height of the screen, and what must hold its content. The
 *  style sheet reads --columns and --letter. */
const LISTS = [
  { list: ".told > ul", columns: 4, largest: 6.9, parts: "ul, li, bdi" },
  { list: ".slips:not(.settled)", columns: 10, largest: 4.4, parts: "li, b" },
  { list: ".heading > ul", columns: 3, largest: 3.75, parts: "ul, li" },
  { list: "[data-dimmed]", columns: 1, largest: 4.5, parts: "ol" },
];
const BOXES = `.heading, .slide, .screen .slip, .note, .answers, .spotlight > .mark, .strip, .turn, .teller, .screen, .head, .stack,
  .welcome > div:not(.qr-frame), :is(.seats, .counts) > li, .seats, .counts`;
const STEP = 0.93;
const SMALLEST = 0.45;
const HALVINGS = 6;
const SMALL = 2.8; // 1/90 of the height of the screen: smaller letters are too small for a list with more than names

let asked = false;

// Not at kr:swapped: what is lit is marked after it.
document.addEventListener("kr:marked", ask);
addEventListener("resize", fitAll);
fitAll();
// That looked at the names, so by now the browser asked for the letters: with others nothing that was measured holds.
document.fonts.ready.then(fitAll);

// Once for all that is painted before the next frame: a repainted page brings a mark for each of its regions.
function ask() {
  if (!asked) requestAnimationFrame(fitAll);
  asked = true;
}

function fitAll() {
  asked = false;
  for (const box of document.querySelectorAll(BOXES)) shrink(box);
  for (const one of LISTS) for (const box of document.querySelectorAll(one.list)) if (box.clientHeight) spread(box, one);
}

/** Set a list in the columns with which its letters are largest; where those are small, without what people wrote. */
function spread(list, rules) {
  list.removeAttribute("data-brief");
  if (lay(list, rules) >= SMALL) return;
  list.setAttribute("data-brief", "");
  lay(list, rules);
}

function lay(list, { columns, largest, parts }) {
  const boxes = [list, ...list.querySelectorAll("*")].filter((one) => one.matches(parts));
  const fits = (layout) => {
    set(list, layout);
    return !boxes.some(overflows);
  };
  let best = { columns, letter: largest / 8 };
  for (let tried = 1; tried <= columns; tried += 1) {
    const letter = largestLetter((size) => fits({ columns: tried, letter: size }), best.letter, largest);
    if (letter > best.letter * 1.02) best = { columns: tried, letter };
  }
  set(list, best);
  return best.letter;
}

/** The largest letter that fits; `least` when no larger one does. */
function largestLetter(fits, least, largest) {
  if (fits(largest)) return largest;
  let [low, high] = [least, largest];
  for (let halved = 0; halved < HALVINGS; halved += 1) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function set(list, { columns, letter }) {
  list.style.setProperty("--columns", columns);
  list.style.setProperty("--letter", letter);
}

/** Smaller until it fits, or as small as may be. */
function shrink(box) {
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
