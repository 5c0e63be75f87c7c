// What somebody changes in a form that shows what is (data-keep): it survives what others change meanwhile, and it is
// sent with what stood there when they began. So the server writes over nothing that this person has not seen.

const begun = new Map(); // field → { was, text, sent }: what stood there then and now, and the command that it went with

export function start() {
  document.addEventListener("input", note);
  document.addEventListener("reset", ({ target }) => fieldsOf(target).forEach((field) => begun.delete(field)));
  document.addEventListener("kr:sending", ({ detail }) => detail.from.flatMap(fieldsOf).forEach((field) => noteSent(field, detail.entry)));
  document.addEventListener("kr:answered", noteAnswer);
  document.addEventListener("kr:swapped", putBack);
}

/** What stood in each field of this form when it was begun: `[["was_" + name, text]…]`. */
export function wasOf(form) {
  return fieldsOf(form).map((field) => [`was_${field.name}`, wasIn(field)]);
}

/** What stood in this field when it was begun. */
export function wasIn(field) {
  return begun.get(field)?.was ?? shownIn(field);
}

/** This field was begun earlier: `was` stood there then. */
export function resume(field, was) {
  if (was !== undefined && was !== field.value && fieldsOf(field.form).includes(field)) begun.set(field, { was, text: field.value });
}

function fieldsOf(form) {
  const fields = form?.matches("[data-keep]") ? [...form.elements] : [];
  return fields.filter((field) => field.name && field.matches("textarea, select, input:not([type=hidden], [type=radio], [type=checkbox])"));
}

function shownIn(field) {
  return field.defaultValue ?? ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? "";
}

function note({ target }) {
  if (!fieldsOf(target.form).includes(target)) return;
  const was = wasIn(target);
  if (target.value === was) begun.delete(target);
  else begun.set(target, { was, text: target.value });
}

// Typed on before the answer comes: then what was sent is what stood there.
function noteSent(field, { id }) {
  begun.set(field, { was: field.value, text: field.value, sent: id });
}

// Refused: the text stays, and what others wrote has been seen beside it. Done: the next painting shows it.
function noteAnswer({ detail }) {
  for (const entry of begun.values()) {
    if (entry.sent !== detail.id) continue;
    if (detail.ok) entry.done = true;
    else delete entry.was;
  }
}

function putBack() {
  for (const [field, entry] of begun) {
    const here = field.isConnected ? field : field.id && document.getElementById(field.id);
    if (entry.done || here !== field) begun.delete(field);
    if (entry.done || !here) continue;
    begun.set(here, entry);
    if (here.value !== entry.text) write(here, entry.text);
  }
}

function write(field, text) {
  const { selectionStart: from, selectionEnd: to } = field;
  field.value = text;
  if (from !== null && from !== undefined && field === document.activeElement) field.setSelectionRange(from, to);
}
