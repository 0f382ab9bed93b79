export { createLogger } from "./logger.ts";
export { isAddressInUse, portHolder } from "./portHolder.ts";
export { runUntilStopped, type Stoppable } from "./runUntilStopped.ts";
