// What the regie looked up, the journal and a ruilvoorstel, is no region. While it stands open it is looked up again after
// each change, so that it offers nothing that is no more. When what had the focus went, the button above it has it.

import { ask } from "./http.js";
import { rest } from "./tap_guard.js";

const CALM = 3000; // ms between two looks: figures move all the time in step 2, and a long journal costs the server much

let at = 0; // when we looked last
let timer = 0;

export function start() {
  new MutationObserver(hurry).observe(document.body, { attributeFilter: ["data-seq"] });
  document.addEventListener("toggle", hurry, true);
  document.addEventListener("kr:answered", () => {
    // What one did oneself is seen at once.
    clearTimeout(timer);
    timer = at = 0;
    hurry();
  });
}

function hurry() {
  timer ||= setTimeout(lookAgain, Math.max(0, at + CALM - Date.now()));
}

async function lookAgain() {
  const { seq } = document.body.dataset;
  at = Date.now();
  const places = document.querySelectorAll("details[open] > [data-looked-up]:not(:empty)");
  const looks = await Promise.allSettled(Array.from(places, paint));
  timer = 0;
  if (document.body.dataset.seq !== seq || looks.some(({ status }) => status === "rejected")) hurry();
}

/** Rejects when nobody answered, so that it is asked again; the page says that the line is down. */
async function paint(place) {
  const response = await ask(place.dataset.lookedUp);
  if (response.status >= 500) throw new Error(String(response.status));
  if (!response.ok) return; // it is not to be had in this step
  const text = await response.text();
  await rest();
  const held = place.contains(document.activeElement);
  await htmx.swap({ text, target: place, swap: "innerMorph", sourceElement: place });
  if (held && !place.contains(document.activeElement)) place.previousElementSibling.focus({ preventScroll: true });
}
