// The regie: it leads, and moves no figures.

import * as drafts from "./drafts.js";
import * as fragments from "./fragments.js";
import * as lateness from "./lateness.js";
import * as lookedUp from "./looked_up.js";
import * as openQuestion from "./open_question.js";
import { begin } from "./page.js";
import * as paletteKey from "./palette_key.js";
import "./presenter.js";
import * as rail from "./rail.js";
import * as sheets from "./sheets.js";
import * as segments from "./segments.js";
import * as step from "./step.js";

begin(openQuestion, drafts, fragments, lateness, lookedUp, sheets, paletteKey, rail, segments, step);
