// The beamer: it looks, from afar.

import * as clusters from "./clusters.js";
import { begin } from "./page.js";

begin(clusters);
