export { type Anvil, type AnvilOptions, anvilBinary, startAnvil } from "./anvil.ts";
export { type Clock, type TimerHandle, VirtualClock } from "./clock.ts";
export { DEV_MNEMONIC, type DevAccount, devAccounts } from "./dev-accounts.ts";
export { freePort } from "./free-port.ts";
export { type Random, seededRandom } from "./random.ts";
export { type SpawnedChild, spawnChild } from "./spawn-child.ts";
