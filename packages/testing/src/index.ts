export { type Anvil, type AnvilOptions, anvilBinary, startAnvil } from "./anvil.ts";
export { type Clock, type TimerHandle, VirtualClock } from "./clock.ts";
export { DEV_MNEMONIC, type DevAccount, devAccounts } from "./devAccounts.ts";
export { freePort } from "./freePort.ts";
export { type Random, seededRandom } from "./random.ts";
export { type SpawnedChild, spawnChild } from "./spawnChild.ts";
export { isSignedDelivery, type Received, type ReceiverAnswer, WebhookReceiver } from "./webhookReceiver.ts";
