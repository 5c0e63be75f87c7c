// A figure that moves travels to its new place, so that the eye can follow who went where.

const SHORT = 260; // ms

/** Do `change`, and let `nodes` glide from where they stood; at once for people who want no motion. */
export function travel(change, nodes) {
  const moving = isStill() ? [] : nodes.filter((node) => node?.isConnected);
  const before = moving.map((node) => node.getBoundingClientRect());
  change();
  moving.forEach((node, index) => glide(node, before[index]));
}

/** Whether this person wants no motion, or nobody looks. */
export function isStill() {
  return document.hidden || matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function glide(node, from) {
  const to = node.getBoundingClientRect();
  const [x, y] = [from.left - to.left, from.top - to.top];
  if (!node.isConnected || (!x && !y)) return;
  node.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: "none" }], { duration: SHORT, easing: "ease-out" });
}
