// A guest's page: it looks, and may applaud.

import { begin } from "./page.js";

begin();
