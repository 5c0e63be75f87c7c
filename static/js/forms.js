// Forms and buttons with data-command: what is pressed is asked about if need be, and sent once.

import { enqueue } from "./command.js";
import { confirm } from "./confirm.js";
import { capture, isTouched, refill, sentBy, written } from "./fields.js";
import { isWaiting } from "./waiting.js";

const TWICE = 350; // ms in which a second tap belongs to the first

let pressed = -TWICE;

/** Begin to listen to them. */
export function start() {
  document.addEventListener("submit", onSubmit);
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
}

// The form is emptied at once: the next customer may be typed while the last one is on its way, and
// the text is safe in the queue. data-keep: a form that shows what is, and keeps showing it.
function onSubmit(event) {
  const form = event.target.closest("form[data-command]");
  if (!form) return;
  event.preventDefault();
  const fields = written(form, event.submitter);
  // A form may be sent for more than one thing: saved, or saved and stuck on the stack.
  const action = event.submitter?.dataset.command ?? form.dataset.command;
  if (isWaiting(action, fields)) return;
  const { step } = document.body.dataset;
  confirm(event.submitter?.dataset.confirm ?? questionOf(form), (sure) => {
    const answer = enqueue(action, fields, [form], { step, sure });
    if (!form.dataset.draft && !("keep" in form.dataset)) fillAfter(answer, form);
    const preview = form.closest("[data-preview]");
    if (preview) clearAfter(answer, preview);
    if (!("keep" in form.dataset)) form.reset();
  });
}

/** What was refused stands in its form again, to be mended; what has a draft comes back by that (drafts.js). */
async function fillAfter(answer, form) {
  const filled = capture(form);
  const { ok } = await answer;
  if (!ok && !isTouched(form)) refill(form, filled);
}

/** What was looked at is taken over: only how many stays, and the form that it was read from is empty again. */
async function clearAfter(answer, preview) {
  const form = preview.parentElement.querySelector("form");
  const { value } = form.elements.text;
  const { ok, sentence } = await answer;
  if (!ok) return;
  const said = Object.assign(document.createElement("p"), { className: "taken-over", tabIndex: -1, textContent: sentence });
  preview.replaceChildren(said);
  said.focus();
  if (form.elements.text.value !== value) return; // the next list is being typed
  form.reset();
}

function onClick(event) {
  const button = event.target.closest("button[data-command]");
  if (!button || (button.form && button.type === "submit")) return; // that sends the form
  event.preventDefault();
  if (isSecondPress(event, button)) return;
  const forms = gathered(button);
  const fields = [...sentBy(button), ...forms.flatMap((form) => written(form))];
  if (button.disabled || isWaiting(button.dataset.command, fields)) return;
  const { command } = button.dataset; // by the time of a yes it may have become another button
  const { step } = document.body.dataset; // that it was asked in
  confirm(questionOf(button), (sure) => enqueue(command, fields, [button, ...forms], { step, sure }));
}

/** data-gathers: a button for several forms sends what is written in each. */
function gathered({ dataset: { gathers } }) {
  return gathers ? [...document.querySelectorAll(gathers)] : [];
}

/** data-confirm-brought: asked of a form with words that were typed for another one, which perhaps showed them to fewer.
 *  data-confirm-typed: asked when its form holds words that would go. */
function questionOf({ dataset, form }) {
  if ("brought" in dataset && dataset.confirmBrought) return dataset.confirmBrought;
  const typed = [...(form?.elements ?? [])].some((field) => field.matches("input:not([type=hidden]), textarea") && field.value);
  return dataset.confirm ?? (typed ? dataset.confirmTyped : "");
}

/** Whether this is the second half of a double press. What passes on would pass on twice: the page may have been
 *  painted in between, and the button under the pointer be the next one. Some phones do not count taps. */
function isSecondPress({ detail, pointerType, timeStamp }, button) {
  if (!("once" in button.dataset)) return false;
  const soon = pointerType === "touch" && timeStamp - pressed < TWICE;
  pressed = timeStamp;
  return detail > 1 || soon;
}

// A key that is held down presses a button again and again.
function onKey(event) {
  if (event.repeat && event.target.closest("button[data-once]")) event.preventDefault();
}
