// A figure that moves travels to its new place, so that the eye can follow who went where.

const SHORT = 260; // ms
const from = new Map(); // node → where it stood when it was last seen

/** Do `change`, and let `node` glide from where it stood; at once for people who want no motion.
 *
 *  Where it came to is asked in the next frame: here, one key would have the page laid out twice. */
export function travel(change, node) {
  if (node?.isConnected && !from.has(node) && !isStill()) {
    if (!from.size) requestAnimationFrame(glideAll);
    from.set(node, node.getBoundingClientRect());
  }
  change();
}

/** Whether this person wants no motion, or nobody looks. */
export function isStill() {
  return document.hidden || matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function glideAll() {
  from.forEach(glide);
  from.clear();
}

function glide(start, node) {
  const end = node.getBoundingClientRect();
  const [x, y] = [start.left - end.left, start.top - end.top];
  if (!node.isConnected || (!x && !y)) return;
  node.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: "none" }], { duration: SHORT, easing: "ease-out" });
}
