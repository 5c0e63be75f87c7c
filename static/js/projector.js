// The beamer: it looks, from afar.

import * as arrivals from "./arrivals.js";
import { begin } from "./page.js";
import * as table from "./table_fit.js";
import * as wake from "./wake.js";

begin(arrivals, table, wake);
