export { checkProviders } from "./checkProviders.ts";
export { ClassicLevelStore } from "./classicLevelStore.ts";
export { type Clock, systemClock } from "./clock.ts";
export { L2Error, type L2ErrorDetail } from "./errors.ts";
export { Follower, type FollowerModules } from "./follower.ts";
export { createProvider, type HttpProviderOptions } from "./httpProvider.ts";
export { type Logger, silentLogger } from "./logger.ts";
export { MemoryStore } from "./memoryStore.ts";
export { createFollowerMetrics, type FollowerMetrics } from "./metrics.ts";
export type { Provider, RpcAnswer, RpcCall } from "./provider.ts";
export type { FollowerConfig, FollowerState, FollowerStore, ReorgAlarm, StoreChange, StoredStep } from "./store.ts";
export type { EventsFrom } from "./subscription.ts";
export type {
  BlockRef,
  FollowerOptions,
  Hex,
  L2Block,
  L2Log,
  L2Step,
  ReadCall,
  SourceEvent,
} from "./types.ts";
