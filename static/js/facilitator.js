// The regie: it leads, and moves no figures.

import * as drafts from "./drafts.js";
import * as fragments from "./fragments.js";
import * as lateness from "./lateness.js";
import { begin } from "./page.js";
import "./presenter.js";

begin(drafts, fragments, lateness);
