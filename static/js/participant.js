// The page of somebody at the table: it holds figures.

import * as combobox from "./combobox.js";
import * as deck from "./deck.js";
import * as drafts from "./drafts.js";
import * as fragments from "./fragments.js";
import * as menu from "./menu.js";
import * as nextFold from "./next_fold.js";
import * as openQuestion from "./open_question.js";
import { begin } from "./page.js";
import * as pick from "./pick.js";
import * as segments from "./segments.js";
import * as step from "./step.js";
import * as views from "./views.js";

begin(openQuestion, combobox, drafts, fragments, menu, nextFold, pick, views, deck, segments, step);
// A thumb taps; only who has a mouse or a pen fetches what dragging needs.
if (matchMedia("(any-pointer: fine)").matches) import("./drag.js");
