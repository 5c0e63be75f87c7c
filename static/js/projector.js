// The beamer: it looks, from afar.

import { begin } from "./page.js";
import * as table from "./table_fit.js";
import * as wake from "./wake.js";

// What arrives is told once the page works.
document.addEventListener("kr:connection", async () => (await import("./arrivals.js")).start(), { once: true });
begin(table, wake);
