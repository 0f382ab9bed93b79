import { join } from "node:path";
import { reportFirstLoad } from "@session/web/build";

// `nx run portal:size` builds first. The last line of stdout is JSON; exit code 1 above the budget.
reportFirstLoad(join(import.meta.dirname, ".."));
