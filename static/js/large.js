// What only a large screen lays out: the table in tiles, and pages of what is longer than its place.

import * as pages from "./pages.js";
import * as table from "./table_fit.js";

pages.start();
table.start();
