export { ConfigError, type ConfigErrorDetail } from "./errors.ts";
export { type Network, networkToJson, parseNetwork } from "./network.ts";
