// On the regie: who is here, on what, and who was last seen when. Fleeting, so asked for while somebody looks at it.

import { ask } from "./http.js";
import { serverNow } from "./connection.js";
import { word } from "./words.js";

const AGAIN = 15000; // ms
const HERE = 20000; // ms: a lease is renewed every 10 s

let seats = {};

document.addEventListener("kr:here", look);
document.addEventListener("kr:swapped", ({ detail }) => (detail.region === "people" && !Object.keys(seats).length ? look() : show()));
setInterval(look, AGAIN);
look();

async function look() {
  if (document.hidden || !document.getElementById("people")?.checkVisibility()) return;
  try {
    const response = await ask("seen/");
    if (response.ok) seats = await response.json();
  } catch {
    return; // the line is down, and the page says so already
  }
  show();
}

function show() {
  for (const place of document.querySelectorAll("[data-seen-of]")) {
    const seat = seats[place.dataset.seenOf];
    const text = seat ? [when(seat.seen), seat.device].filter(Boolean).join(" · ") : "";
    if (place.textContent !== text) place.textContent = text;
  }
}

function when(seen) {
  if (!seen) return word("seen-never");
  const ago = serverNow() - seen;
  return ago < HERE ? word("seen-now") : word("seen-ago", { n: Math.max(1, Math.round(ago / 60000)) });
}
