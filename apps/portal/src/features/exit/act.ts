import {
  exit,
  exitAfterWait,
  type NodeClient,
  requestExit,
  vestingRequestExit,
  type Wallet,
  withdrawLockedStake,
} from "@session/sdk";
import type { Hex } from "viem";
import type { LeaveKind } from "./model.ts";

export type LeaveParameters = {
  readonly kind: LeaveKind;
  readonly nodeId: number;
  readonly contract: Hex;
  readonly node: Pick<NodeClient, "getExit">;
  /** The vesting contract that holds the share; null for the wallet's own. */
  readonly vesting: Hex | null;
};

/** Only a contributor may ask for an exit, so a vesting contract's share asks through it; all else is open to everybody. */
export function leave(wallet: Wallet, parameters: LeaveParameters): Promise<unknown> {
  const { kind, nodeId, contract, node, vesting } = parameters;
  switch (kind) {
    case "requestExit":
      return vesting === null
        ? requestExit(wallet, { contract, nodeId })
        : vestingRequestExit(wallet, { vesting, nodeId });
    case "exit":
      return exit(wallet, { contract, node, nodeId });
    case "exitAfterWait":
      return exitAfterWait(wallet, { contract, nodeId });
    case "withdrawLocked":
      return withdrawLockedStake(wallet, { contract, nodeId });
  }
}
