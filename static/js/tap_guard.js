// Nothing moves under a finger: between touching and the click that follows, no region is repainted.
//
// Else the click lands on what has just slid to that spot: another zone, another customer.

const LONGEST = 700; // ms; who holds on longer is dragging
const CLICK = 100; // ms after letting go in which the click comes

let tap = Promise.resolve();
let end = () => {};

export function start() {
  addEventListener("pointerdown", begin, { capture: true });
  addEventListener("pointerup", () => setTimeout(end, CLICK), { capture: true });
  // After its handlers: what is clicked is done first.
  for (const name of ["click", "pointercancel"]) addEventListener(name, () => setTimeout(end), { capture: true });
}

/** Resolves when nobody is in the middle of a tap or a click. */
export function rest() {
  return tap;
}

function begin() {
  end();
  tap = new Promise((resolve) => (end = resolve));
  setTimeout(end, LONGEST);
}
