// What somebody folded open stays open: the server's HTML does not know it, so a swap would fold it shut.

const chosen = new Map(); // id → open

export function start() {
  // toggle does not bubble; it is caught on the way down.
  document.addEventListener("toggle", ({ target }) => target.id && chosen.set(target.id, target.open), true);
  document.addEventListener("kr:swapped", reopen);
  document.addEventListener("kr:step", forgetSheets);
}

/** What lay over the task of the last step does not come back over that of the next. */
function forgetSheets() {
  for (const id of [...chosen.keys()]) {
    const fold = document.getElementById(id);
    const isSheet = fold?.getAttribute("name") === "opened";
    if (!isSheet || fold.contains(document.activeElement)) continue; // who types, types on
    fold.open = false;
    chosen.delete(id);
  }
}

function reopen() {
  for (const [id, open] of chosen) {
    const fold = document.getElementById(id);
    if (fold && fold.open !== open) fold.open = open;
  }
}
