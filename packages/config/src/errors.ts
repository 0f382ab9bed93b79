import { CodedError } from "@session/protocol";

export type ConfigErrorDetail =
  /** The network file isn't JSON or lacks a field; `path` is the field. */
  { code: "NETWORK_FILE_INVALID"; path: string; reason: string };

export class ConfigError extends CodedError<ConfigErrorDetail> {}
