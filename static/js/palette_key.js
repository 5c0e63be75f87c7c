// Ctrl+K, or Alles in the dock: one field over all acts (palette.js), fetched when somebody asks for it.

export function start() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("kr:sheet", async () => isOpen() && (await import("./palette.js")).fill());
}

function onKey(event) {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
  event.preventDefault();
  open();
}

function isOpen() {
  const sheet = document.getElementById("sheet");
  return !sheet.hidden && sheet.dataset.shows === "menu";
}

async function open() {
  (await import("./palette.js")).open();
}
