// On the beamer nothing may run over the edge, however long a name is: what does not fit becomes smaller.
//
// Lists of names are spread (spread.js); what else a screen holds has the size of the stylesheet, and becomes smaller when
// there is too much of it.

import { overflows, spreadLists } from "./spread.js";

const BOXES = `.heading, .slide, .screen .slip, .note, .answers, .spotlight > .mark, .strip, .turn, .teller, .screen, .head, .stack,
  .welcome > div:not(.qr-frame), :is(.seats, .counts) > li, .seats, .counts`;
const STEP = 0.93;
const SMALLEST = 0.45;

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
  spreadLists();
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
