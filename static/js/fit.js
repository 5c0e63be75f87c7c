// On the beamer nothing may run over the edge, however long a name is: what does not fit becomes smaller.
//
// The stylesheet chooses a size by how many there are; this sees to the rest, after measuring.

const BOXES = `.slips:not(.settled) > .slip, .heading, .list, .after, .spotlight, .turn, .screen,
  [data-dimmed] [data-zone], [data-step="2"] :is(.head, .seats), [data-step="6"] .stack, .welcome > div:not(.qr-frame), :is(.seats, .counts) > li`;
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
