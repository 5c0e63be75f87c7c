// On the beamer nothing may run over the edge, however long a name is: what does not fit becomes smaller.
//
// The stylesheet chooses a size by how many there are; this sees to the rest, after measuring.

const BOXES = ".slips:not(.settled) > .slip, .heading, .list, .after, .spotlight, .turn, .screen, [data-dimmed] [data-zone]";
const STEP = 0.93;
const SMALLEST = 0.45;

for (const name of ["kr:swapped", "kr:placed"]) document.addEventListener(name, fitAll);
addEventListener("resize", fitAll);
fitAll();

function fitAll() {
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
