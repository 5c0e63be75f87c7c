// The plain name of a customer: the value of data-name. The text that shows it may bear soft hyphens.

const SOFT_HYPHEN = /\u00AD/g;

/** The name that a node shows, for what is said, looked up or copied; of a node without one its words. */
export function nameIn(node) {
  const shown = node.matches("[data-name]") ? node : node.querySelector("[data-name]");
  return shown?.dataset.name ?? plain((node.querySelector("bdi") ?? node).textContent).trim();
}

/** Text without soft hyphens. */
export function plain(text) {
  return text.replace(SOFT_HYPHEN, "");
}
