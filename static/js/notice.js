// One sentence at the foot of the page: why something was refused, or what became of it.

const LONG = 10000; // ms that a sentence stands which refuses nothing

let refusedAt = 0;
let timer = 0;

/** Why something was refused that was asked at `at`. It is added to a refusal that nobody can have read by then. */
export function refuse(sentence, at) {
  const before = at > refusedAt ? "" : place()?.textContent;
  show([before, sentence].filter(Boolean).join(" "), "refusal");
  refusedAt = Date.now();
}

/** What became of what was asked at `at`. What was asked before a refusal was read takes it not away: of several that
 *  waited, one was not done. */
export function accept(sentence, at) {
  if (at <= refusedAt) return;
  if (sentence) show(sentence, "note");
  else if (place()?.dataset.kind !== "note") hide();
}

/** `kind`: "refusal", which stays until something else is done, or "note". */
export function show(sentence, kind = "refusal") {
  if (!place()) return;
  clearTimeout(timer);
  place().dataset.kind = kind;
  place().textContent = sentence;
  place().hidden = false;
  if (kind === "note") timer = setTimeout(hide, LONG);
}

function hide() {
  if (place()) Object.assign(place(), { hidden: true, textContent: "" });
}

function place() {
  return document.getElementById("refusal");
}
