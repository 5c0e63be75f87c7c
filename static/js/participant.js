// The page of somebody at the table: it holds figures.

import * as combobox from "./combobox.js";
import * as drafts from "./drafts.js";
import * as fragments from "./fragments.js";
import * as menu from "./menu.js";
import { begin } from "./page.js";
import * as pick from "./pick.js";

begin(combobox, drafts, fragments, menu, pick);
import("./tips.js");
// A thumb taps; only who has a mouse or a pen fetches what dragging needs.
if (matchMedia("(any-pointer: fine)").matches) import("./drag.js");
