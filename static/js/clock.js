// The same time on every screen: the server's end moment, counted down by the server's clock.

import { serverNow } from "./connection.js";
import { word } from "./words.js";

export function start() {
  setInterval(tick, 250);
  document.addEventListener("kr:swapped", tick);
  tick();
}

function tick() {
  for (const clock of document.querySelectorAll("[data-clock]")) show(clock);
}

const rung = new Set(); // end moments that were told of

/** Say once that a time has just run out; who opens the page later is not startled. */
function ring(ends, left) {
  if (left >= 0 || left < -3 || rung.has(ends)) return;
  rung.add(ends);
  document.dispatchEvent(new Event("kr:over"));
}

function show(clock) {
  const { ends, paused } = clock.dataset;
  const left = Math.round((Number(ends) - (paused ? Number(paused) : serverNow())) / 1000);
  const text = (left < 0 ? "+" : "") + format(Math.abs(left)) + (paused ? ` ${word("paused")}` : "");
  if (clock.textContent !== text) clock.textContent = text;
  clock.toggleAttribute("data-over", left < 0);
  if (!paused) ring(ends, left);
}

function format(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
