// A guest's page: it looks, may applaud, and leads the team when it is the team lead's.

import * as asks from "./asks.js";
import * as drafts from "./drafts.js";
import { begin } from "./page.js";
import * as step from "./step.js";

begin(asks, drafts, step);
