// The regie: it leads, and moves no figures.

import * as drafts from "./drafts.js";
import * as fragments from "./fragments.js";
import * as lateness from "./lateness.js";
import * as openQuestion from "./open_question.js";
import { begin } from "./page.js";
import "./presenter.js";
import * as step from "./step.js";

begin(openQuestion, drafts, fragments, lateness, step);

// The journal is no region: what was undone is looked up anew, with the focus on the button that does so.
document.addEventListener("kr:answered", ({ detail }) => {
  const again = document.querySelector("#journal-box[open] > button");
  if (!again || !detail.ok || detail.action !== "journal.take_back") return;
  if (document.getElementById("journal").contains(document.activeElement)) again.focus({ preventScroll: true });
  again.click();
});
