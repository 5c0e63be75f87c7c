// What happens on the table is told to who cannot see it, by the one live region of the page.
//
// A region that is painted anew must not be a live region itself: it would be read whole, or not at all. So what
// is news in it bears data-tell, and is said when its words have changed.

import { say } from "./say.js";
import { word } from "./words.js";

const told = new Map(); // name of a region → what its [data-tell] said last
let lost = false;

export function start() {
  for (const { dataset } of document.querySelectorAll("[data-region]")) newsOf(dataset.region);
  document.addEventListener("kr:swapped", ({ detail }) => say(newsOf(detail.region)));
  document.addEventListener("kr:step", ({ detail }) => say(word("step", { n: detail.step })));
  document.addEventListener("kr:connection", ({ detail }) => tellLine(detail));
}

/** What a region has to tell; empty when it said so before. */
function newsOf(region) {
  const nodes = document.querySelectorAll(`#region-${region} [data-tell]`);
  const news = Array.from(nodes, (node) => node.textContent.trim()).join(". ");
  if (told.get(region) === news) return "";
  told.set(region, news);
  return news;
}

// The first "connected" is no news, and a page that has stopped says why itself.
function tellLine({ state, text }) {
  const whole = ["live", "polling"].includes(state);
  if (lost || !whole) say(text || (whole ? word(state) : ""));
  lost = !whole;
}
