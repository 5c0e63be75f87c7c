// What the regie looked up, the journal and a ruilvoorstel, is no region. While it stands open it is looked up again after
// each change, so that it offers nothing that is no more. When what had the focus went, the button above it has it.

import { ask } from "./http.js";

const CALM = 1000; // ms between two looks: figures move all the time in step 2

let at = 0; // when we looked last
let timer = 0;

export function start() {
  new MutationObserver(hurry).observe(document.body, { attributeFilter: ["data-seq"] });
  document.addEventListener("toggle", hurry, true);
}

function hurry() {
  timer ||= setTimeout(lookAgain, Math.max(0, at + CALM - Date.now()));
}

async function lookAgain() {
  const { seq } = document.body.dataset;
  at = Date.now();
  await Promise.all(Array.from(document.querySelectorAll("details[open] > [data-looked-up]:not(:empty)"), paint));
  timer = 0;
  if (document.body.dataset.seq !== seq) hurry();
}

async function paint(place) {
  const response = await ask(place.dataset.lookedUp).catch(() => null); // the page says that the line is down
  if (!response?.ok) return;
  const held = place.contains(document.activeElement);
  await htmx.swap({ text: await response.text(), target: place, swap: "innerMorph", sourceElement: place });
  if (held && !place.contains(document.activeElement)) place.previousElementSibling.focus({ preventScroll: true });
}
