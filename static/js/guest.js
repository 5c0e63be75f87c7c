// A guest's page: it looks, may applaud, and leads the team when it is the team lead's.

import * as drafts from "./drafts.js";
import * as openQuestion from "./open_question.js";
import { begin } from "./page.js";
import * as segments from "./segments.js";
import * as step from "./step.js";
import * as views from "./views.js";

begin(openQuestion, drafts, views, segments, step);
