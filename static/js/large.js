// What only a large screen lays out: the table in tiles, pages of what is longer than its place, and what is told.

import * as pages from "./pages.js";
import * as speaker from "./speaker.js";
import * as table from "./table_fit.js";

pages.start();
speaker.start();
table.start();
