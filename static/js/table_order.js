// The order of figures inside a zone, from what each node bears: as workshop/table_order.py, so that inserting one
// gives the same page as a fresh one.

const LATER = 2 ** 52; // a move without an answer yet: its seq will be higher than any

/** Mark a move without an answer: `asked` rises with each; "" for one that changes nothing. */
export function markPending(node, asked) {
  node.classList.add("pending");
  node.dataset.pending = asked;
}

/** The move has its answer. */
export function clearPending(node) {
  node.classList.remove("pending");
  delete node.dataset.pending;
}

/** The figure in a list before which a node stands by its order; null: it stands last. */
export function nextOf(list, node) {
  const key = keyOf(node);
  return [...list.children].find((one) => one !== node && isAfter(keyOf(one), key)) ?? null;
}

/** Joined ones first, then by seat, then by time; the ids only part what is equal in all of it. */
function keyOf(node) {
  const { joined = "", seatPlace, placed, pending } = node.dataset;
  const at = pending ? LATER + Number(pending) : Number(placed);
  return [joined ? 0 : 1, joined, Number(seatPlace), node.firstElementChild.dataset.owner, at, node.id];
}

function isAfter(one, other) {
  const unlike = one.findIndex((value, index) => value !== other[index]);
  return unlike >= 0 && one[unlike] > other[unlike];
}
