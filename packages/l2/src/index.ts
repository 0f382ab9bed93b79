export { checkProviders } from "./checkProviders.ts";
export { ClassicLevelStore } from "./classicLevelStore.ts";
export { type Clock, systemClock } from "./clock.ts";
export { decodeJson, encodeJson } from "./codec.ts";
export { L2Error, type L2ErrorDetail } from "./errors.ts";
export { Follower, type FollowerModules } from "./follower.ts";
export { createProvider, type HttpProviderOptions } from "./httpProvider.ts";
export { type Logger, silentLogger } from "./logger.ts";
export { MemoryStore } from "./memoryStore.ts";
export { createFollowerMetrics, type FollowerMetrics } from "./metrics.ts";
export type { Provider, RpcAnswer, RpcCall } from "./provider.ts";
export type {
  Child,
  ChildKind,
  FollowerConfig,
  FollowerState,
  FollowerStore,
  ReorgAlarm,
  StoreChange,
  StoredStep,
} from "./store.ts";
export type { EventsFrom } from "./subscription.ts";
export type {
  BatchEvent,
  BatchLimits,
  BlockRef,
  ChildRule,
  FollowerOptions,
  Hex,
  L2Block,
  L2Log,
  L2Step,
  ReadCall,
  SourceEvent,
} from "./types.ts";
