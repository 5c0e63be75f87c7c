// The sentences that scripts say. They stand in the page, in its own language:
// <template id="words"><span data-word="offline">…</span></template>

/** The sentence of that name, with `{n}` filled in from `values`; empty when the page has none. */
export function word(name, values = {}) {
  const sentences = document.getElementById("words")?.content;
  const text = sentences?.querySelector(`[data-word="${name}"]`)?.textContent ?? "";
  return text.trim().replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}
