// What somebody folded open stays open: the server's HTML does not know it, so a swap would fold it shut.

const chosen = new Map(); // id → open

export function start() {
  // toggle does not bubble; it is caught on the way down.
  document.addEventListener("toggle", ({ target }) => target.id && chosen.set(target.id, target.open), true);
  document.addEventListener("kr:swapped", reopen);
}

function reopen() {
  for (const [id, open] of chosen) {
    const fold = document.getElementById(id);
    if (fold && fold.open !== open) fold.open = open;
  }
}
