import { CodedError } from "@session/protocol";

export type DevnetErrorDetail =
  | { code: "USAGE"; reason: string }
  /** No devnet runs in the folder. */
  | { code: "NOT_RUNNING"; folder: string }
  /** Another process is starting or stopping a devnet in the folder. */
  | { code: "FOLDER_BUSY"; folder: string; pids: string }
  | { code: "PORT_IN_USE"; port: number; process: string; service: string }
  | { code: "SERVICE_UNKNOWN"; service: string; known: string }
  /** A service ended by itself. */
  | { code: "SERVICE_FAILED"; service: string; exit: string; log: string }
  | { code: "START_TIMEOUT"; waitingFor: string; seconds: number }
  | { code: "STATE_INVALID"; file: string; reason: string }
  /** The kept blocks of L2 can't be made again from any snapshot. */
  | { code: "L2_DIVERGED"; height: number }
  | { code: "L2_RPC"; method: string; reason: string }
  /** Only the devnet's own L2 can be mined, warped and kept. */
  | { code: "FOREIGN_L2"; url: string }
  | { code: "BUNDLE_FAILED"; reason: string }
  | { code: "BUILD_FAILED"; site: string; reason: string }
  /** The contracts couldn't be deployed; `reason` is the deployment's own code. */
  | { code: "DEPLOY_FAILED"; reason: string }
  | { code: "NO_FREE_SPARE"; spares: string }
  | { code: "NODE_NOT_REGISTERED"; service: string }
  /** It has not left yet, or for a reason that is never penalized. */
  | { code: "NODE_NOT_LIQUIDATABLE"; nodeId: number }
  | { code: "KEY_UNKNOWN"; address: string }
  | { code: "FAUCET_REFUSED"; apiCode: string }
  | { code: "CONTROL_FAILED"; call: string; reason: string }
  /** A step of the journey didn't come true. */
  | { code: "JOURNEY_STEP_FAILED"; step: string; reason: string };

/** What happened, why, and what to do, for the person in front of the terminal. */
export class DevnetError extends CodedError<DevnetErrorDetail> {}

/** 0: done. 1: the check, journey or audit found something wrong, or anything unforeseen. See docs/devnet.md. */
const EXIT_CODES: Readonly<Record<string, number>> = {
  USAGE: 2,
  NOT_RUNNING: 3,
  FOLDER_BUSY: 4,
  PORT_IN_USE: 5,
  SERVICE_FAILED: 6,
  START_TIMEOUT: 7,
  STATE_INVALID: 8,
  L2_DIVERGED: 9,
  DEPLOY_FAILED: 10,
};

export function exitCodeOf(error: unknown): number {
  return error instanceof CodedError ? (EXIT_CODES[error.code] ?? 1) : 1;
}
