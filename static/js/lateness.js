// The regie's second clock: how the whole afternoon stands against its plan.

import { serverNow } from "./connection.js";
import { word } from "./words.js";

export function start() {
  setInterval(tick, 1000);
  document.addEventListener("kr:swapped", tick);
  tick();
}

function tick() {
  for (const place of document.querySelectorAll("[data-lateness]")) show(place);
}

/** When this step will end at the earliest, against when the plan had it end. */
function show(place) {
  const { ends, planned, paused } = place.dataset;
  const lost = paused ? serverNow() - Number(paused) : 0;
  const late = Math.round((Math.max(Number(ends) + lost, serverNow()) - Number(planned)) / 60000);
  const text = late ? word(late > 0 ? "behind" : "ahead", { n: Math.abs(late) }) : word("on-time");
  if (place.textContent !== text) place.textContent = text;
  place.toggleAttribute("data-over", late > 0);
}
