// The plain name of a customer: the value of data-name. The text that shows it may bear soft hyphens.

const SOFT_HYPHEN = /\u00AD/g;

/** Begin: text that is copied holds no soft hyphens, for elsewhere they are letters of a name. */
export function start() {
  document.addEventListener("copy", (event) => {
    const text = String(getSelection());
    if (event.defaultPrevented || plain(text) === text) return;
    event.clipboardData.setData("text/plain", plain(text));
    event.preventDefault();
  });
}

/** The name that a node shows, for what is said, looked up or copied; of a node without one its words. */
export function nameIn(node) {
  const shown = node.matches("[data-name]") ? node : node.querySelector("[data-name]");
  return shown?.dataset.name ?? plain((node.querySelector("bdi") ?? node).textContent).trim();
}

/** Text without soft hyphens. */
export function plain(text) {
  return text.replace(SOFT_HYPHEN, "");
}
