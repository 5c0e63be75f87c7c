// The afternoon as a rail: each step as long as its minutes, and how far this one is.

import { serverNow } from "./connection.js";

export function start() {
  document.addEventListener("kr:swapped", ({ detail }) => ["rail", "clock"].includes(detail.region) && show());
  setInterval(mark, 2000);
  show();
}

function show() {
  const steps = [...document.querySelectorAll(".afternoon > li")];
  const columns = steps.map(({ dataset }) => `minmax(max-content, ${Math.max(1, Number(dataset.minutes))}fr)`);
  document.querySelector(".afternoon")?.style.setProperty("--steps", columns.join(" "));
  mark();
}

function mark() {
  const here = document.querySelector(".afternoon > .here");
  const { ends, paused } = document.querySelector("#region-clock .clock:not(.turn-clock) [data-clock]")?.dataset ?? {};
  if (!here) return;
  const left = ends ? (Number(ends) - (Number(paused) || serverNow())) / 60000 : 0;
  const gone = ends ? 1 - left / Math.max(1, Number(here.dataset.minutes)) : 0;
  here.style.setProperty("--gone", String(Math.min(1, Math.max(0, gone)).toFixed(3)));
}
