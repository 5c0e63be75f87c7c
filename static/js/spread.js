// Lists of names get the largest letters with which all of them fit, over as many columns as that takes.

/** Lists: the most columns, the largest letter in 1/90 of the height of the screen, and what must hold its content. The
 *  style sheet reads --columns and --letter. */
const LISTS = [
  { list: ".told > ul", columns: 4, largest: 6.9, parts: "ul, li, bdi" },
  { list: ".slips:not(.settled)", columns: 10, largest: 4.4, parts: "li, b" },
  { list: '[data-role="projector"] .heading > ul', columns: 3, largest: 3.75, parts: "ul, li" },
  { list: "[data-dimmed]", columns: 1, largest: 4.5, parts: "ol" },
];
const HALVINGS = 6;
const SMALL = 2.8; // 1/90 of the height of the screen: smaller letters are too small for a list with more than names

/** Set every list of a screen that does not scroll. */
export function spreadLists(chosen = LISTS) {
  for (const one of chosen) for (const box of document.querySelectorAll(one.list)) if (box.clientHeight) spread(box, one);
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

export function overflows(box) {
  return box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1;
}
