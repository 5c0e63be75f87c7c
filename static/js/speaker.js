// Who listens on a large screen sees the speaker's customers as large as they fit, and the table below as heads.

import { spreadLists } from "./spread.js";

const LISTS = [
  { list: ".one-screen .told > ul", columns: 4, largest: 8, parts: "ul, li, bdi" },
  { list: ".one-screen [data-dimmed]", columns: 1, largest: 4.5, parts: "ol" },
];

let asked = false;

export function start() {
  document.addEventListener("kr:marked", ask);
  addEventListener("resize", ask);
  document.fonts.ready.then(ask);
  ask();
}

function ask() {
  if (asked || document.body.dataset.step !== "3") return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    spreadLists(LISTS);
  });
}
