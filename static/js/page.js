// A page of a workshop: who listens first, then the commands, then the line.
//
// Each kind of page has a module of its own (named after who looks) that names what only it
// needs, so that a phone fetches no more than that.

import * as announcer from "./announcer.js";
import * as clock from "./clock.js";
import * as command from "./command.js";
import * as connection from "./connection.js";
import * as edits from "./edits.js";
import * as focus from "./focus.js";
import * as folds from "./folds.js";
import * as forms from "./forms.js";
import * as names from "./names.js";
import * as place from "./place.js";
import { prepare } from "./regions.js";
import * as tableMarks from "./table_marks.js";
import * as tapGuard from "./tap_guard.js";

const LARGE = matchMedia("(min-width: 62rem) and (min-height: 33rem)"); // as static/css/screen.css

/** Begin, with the parts that this kind of page has more than others. */
export function begin(...parts) {
  prepare(place); // not by itself: what is put on the table is sent by the line, which the regions stand under
  for (const part of [
    tapGuard, folds, tableMarks, edits, ...parts, focus, clock, names, place, forms, command, announcer, connection,
  ]) {
    part.start();
  }
  document.addEventListener("click", onClick);
  LARGE.addEventListener("change", enlarge);
  enlarge();
  if (sessionStorage.getItem("kr:sound")) import("./sound.js");
  // Applause waits until the page works.
  document.addEventListener("kr:connection", () => import("./claps.js"), { once: true });
}

/** What only a large screen lays out is fetched by a large screen; a small one turns pages at most. */
async function enlarge() {
  if (!LARGE.matches && document.querySelector("[data-pages]")) (await import("./pages.js")).start();
  const begun = document.body.dataset.role === "projector"; // it has its own
  if (LARGE.matches && !begun && document.getElementById("region-table")) import("./large.js");
}

// What few ask for is fetched when they do.
async function onClick({ target }) {
  if (target.closest('[data-sheet="people"]')) import("./last_seen.js");
  if (target.closest("[data-sound]")) (await import("./sound.js")).turn();
}
