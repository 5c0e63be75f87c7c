// What somebody filled in: sent, and taken down of a whole form and put back, all of it or nothing.

import { resume, wasIn, wasOf } from "./edits.js";

export const WORDS = "textarea, input:not([type]), input[type=text]";

function fieldsOf(form) {
  return [...form.elements].filter((one) => one.name && !one.matches("[type=hidden], [type=file], button, fieldset"));
}

/** Numbers of what the form showed when somebody began in it: the server judges by them what changed since. */
function seenBy(form) {
  return [...form.elements].filter((one) => one.type === "hidden" && one.name.endsWith("seq"));
}

/** Whether anything in it is other than as it was painted. */
export function isTouched(form) {
  return fieldsOf(form).some((field) => !isDefault(field));
}

function isDefault(field) {
  if (isTicked(field)) return field.checked === field.defaultChecked;
  if (!field.options) return field.value === field.defaultValue;
  return field.selectedIndex === Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
}

/** `{title, command, fields: [{name, value, checked, label, was}…], seen: {name: value}}` */
export function capture(form) {
  const fields = fieldsOf(form).map((field) => ({
    name: field.name,
    value: field.value,
    checked: field.checked,
    was: wasIn(field),
    // Of what somebody wrote in words.
    label: field.matches(WORDS) && !isDefault(field) ? (field.labels[0]?.firstChild?.textContent ?? "").trim() : null,
  }));
  const seen = Object.fromEntries(seenBy(form).map(({ name, value }) => [name, value]));
  return { title: form.dataset.draftTitle ?? "", command: form.dataset.command, fields, seen };
}

/** The same draft, to be judged against what the page shows by now. */
export function forgetSeen(draft) {
  return { ...draft, fields: draft.fields.map(({ was: _was, ...field }) => field), seen: {} };
}

/** What was written in words. */
export function textOf({ fields }) {
  return fields.filter(({ label, value }) => label !== null && value.trim());
}

/** Fill in a draft, unless somebody is in the form or wrote something else in it. */
export function fill(form, draft) {
  form.toggleAttribute("data-brought", draft.command !== form.dataset.command);
  if (form.contains(document.activeElement) || isTouched(form)) return see(form, draft);
  refill(form, draft);
}

/** Fill in a draft, whoever is in the form. */
export function refill(form, draft) {
  const words = form.querySelectorAll(WORDS);
  for (const field of fieldsOf(form)) {
    // A single line of words goes into a form with a single line too, whatever it is called there: a customer's name.
    const alone = field.matches(WORDS) && words.length === 1 && textOf(draft).length === 1;
    const same = draft.fields.filter(({ name }) => name === field.name);
    if (isTicked(field)) field.checked = same.some((one) => one.checked && one.value === field.value);
    else if (same.length || alone) field.value = (same[0] ?? textOf(draft)[0]).value;
  }
  see(form, draft);
}

function isTicked({ type }) {
  return type === "checkbox" || type === "radio";
}

/** A form that is painted anew while somebody writes in it goes on counting against what they saw. */
function see(form, { fields, seen }) {
  for (const [index, field] of fieldsOf(form).entries()) {
    if (fields[index]?.name === field.name) resume(field, fields[index].was);
  }
  for (const field of seenBy(form)) field.value = seen[field.name] ?? field.value;
}

/** What a form sends: `[[name, value]…]`. `button`: the one that it is sent by. */
export function written(form, button) {
  return asTexts([...new FormData(form, button), ...wasOf(form), ...seenIn(form)]);
}

/** What a button sends that is no form's. */
export function sentBy(button) {
  return asTexts([...Object.entries(JSON.parse(button.dataset.fields || "{}")), ...seenIn(button)]);
}

export function asTexts(fields) {
  return fields.map(([name, value]) => [name, String(value)]);
}

/** data-seen: the seq of what it is about, so that it overwrites nothing that somebody did meanwhile. data-sees: what
 *  decides something names the seq of the region that it stands in. */
function seenIn(element) {
  const { seen, sees } = element.dataset;
  const seq = seen || (sees !== undefined && element.closest("[data-region]")?.dataset.seq);
  return seq ? [["seen", seq]] : [];
}

/** A refused text goes back into its field, unless something else stands there by now. */
export function giveBack({ action, fields }) {
  const form = document.querySelector(`form[data-command="${CSS.escape(action)}"]:not([data-keep])`);
  for (const [name, value] of fields) {
    const field = form?.elements[name];
    if (field?.matches?.(WORDS) && !field.value) field.value = value;
  }
}
