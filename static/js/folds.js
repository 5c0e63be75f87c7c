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
  for (const fold of document.querySelectorAll("details[name=opened][open]")) fold.open = false;
  for (const [id] of chosen) if (document.getElementById(id)?.getAttribute("name") === "opened") chosen.delete(id);
}

function reopen() {
  for (const [id, open] of chosen) {
    const fold = document.getElementById(id);
    if (fold && fold.open !== open) fold.open = open;
  }
}
