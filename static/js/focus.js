// What had the focus has it again after a swap: the same figure, field or button, wherever it stands now.
//
// The morph keeps most nodes but not all, and a step change takes the page from under somebody's hands.
// Without this, keys and screen readers begin again at the top of the page (WCAG 2.4.3).

const TEXT = "textarea, input:not([type])";

let held = null; // what somebody is on, until they leave it themselves
let draft; // that of the form it stands in
let around = []; // the ids of the line and the region that it stands in
let byKeys = false;

export function start() {
  document.addEventListener("focusin", ({ target }) => {
    held = target;
    draft = target.form?.dataset.draft;
    around = ["li[id]", "[data-region]"].map((one) => target.closest(one)?.id);
    byKeys = target.matches(":focus-visible");
  });
  // Who presses beside it has left. From whom it is taken away has not, though browsers may say the same of both.
  document.addEventListener("pointerdown", ({ target }) => held?.contains(target) || (held = null));
  document.addEventListener("kr:swapped", follow);
}

function follow() {
  // What is hidden keeps the focus until the next paint.
  if (!held || ![document.body, held].includes(document.activeElement)) return;
  const stays = held.isConnected && held.checkVisibility();
  if (stays && document.activeElement === held) return;
  const scroll = { preventScroll: !byKeys }; // a thumb stays where it is
  // WebKit takes the focus from a node that is put elsewhere.
  for (const node of stays ? [held] : successors(held)) {
    if (node.value && node.form?.dataset.draft === draft) unfold(node);
    node.focus(scroll);
    if (document.activeElement === node && node.checkVisibility()) return toEnd(node);
  }
}

/** What may stand for a node that went, best first. */
function* successors({ id, name, selectionStart, dataset: { figure, item = figure, of, place, command, fields } }) {
  if (id) yield* find("id", id);
  if (selectionStart != null && draft) yield* find("data-draft", draft).map((one) => fieldIn(one, name));
  if (item) yield* [...find("data-item", item), ...find("data-figure", item)];
  if (place) yield* [...find("data-of", of).filter((one) => one.dataset.place === place), ...find("data-figure", of)];
  if (command) yield* find("data-command", command).filter((one) => one.dataset.fields === fields);
  // Nothing stands for it any more: then what was beside it, or where it was.
  const [line, region] = around.map((one) => document.getElementById(one));
  if (line) yield* line.querySelectorAll("button");
  if (region) yield region; // not where the style sheet lays out only what is in it
  yield document.getElementById("main");
}

/** The field of that name, or else the first for words: a name is typed in another form in the next step. */
function fieldIn(form, name) {
  return [...form.elements].find((one) => one.name === name) ?? form.querySelector(TEXT) ?? form;
}

function find(attribute, value) {
  return [...document.querySelectorAll(`[${attribute}="${CSS.escape(value)}"]`)];
}

/** Who was typing sees where they type on. */
function unfold(node) {
  const fold = node.closest("details:not([open])");
  if (fold) fold.open = true;
}

// Who was typing types on at the end.
function toEnd(field) {
  if (field.selectionStart != null) field.setSelectionRange(field.value.length, field.value.length);
}
