// What the regie looks up, the journal and a ruilvoorstel, is no region. While it is in sight it is looked up again after
// each change, so that it offers nothing that is no more. What bears data-at-once needs no button to begin with.

import { ask } from "./http.js";
import { rest } from "./tap_guard.js";

const AT_ONCE = ["journal"]; // regions of which all is looked up
const CALM = 3000; // ms between two looks: figures move all the time in step 2, and a long journal costs the server much

let at = 0; // when we looked last
let timer = 0;

export function start() {
  new MutationObserver(hurry).observe(document.body, { attributeFilter: ["data-seq"] });
  document.addEventListener("kr:swapped", ({ detail }) => AT_ONCE.includes(detail.region) && hurry());
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
  const places = document.querySelectorAll("[data-looked-up]:is(:not(:empty), [data-at-once])");
  const looks = await Promise.allSettled([...places].filter((place) => place.checkVisibility()).map(paint));
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
  const near = place.previousElementSibling ?? place.closest("[data-region]");
  if (held && !place.contains(document.activeElement)) near.focus({ preventScroll: true });
}
