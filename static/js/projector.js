// The beamer: it looks, from afar.

import * as clusters from "./clusters.js";
import { begin } from "./page.js";
import * as wake from "./wake.js";

begin(clusters, wake);
