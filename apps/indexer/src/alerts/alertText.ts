import type { AlertType } from "@session/sdk/indexer-api";
import { formatUnits } from "viem";
import type { AlertRow } from "./alertStore.ts";

type Words = (detail: Record<string, unknown>) => string;

const SESH_DECIMALS = 9;
const sesh = (amount: unknown) => `${formatUnits(BigInt(String(amount)), SESH_DECIMALS)} SESH`;
const time = (seconds: unknown) => new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");
const until = (seconds: unknown) => (seconds === null ? "" : ` From ${time(seconds)} on anyone may liquidate it.`);

const WORDS: Readonly<Record<AlertType, Words>> = {
  nodeDecommissioned: ({ nodeId }) => `Node ${nodeId} is decommissioned: it isn't paid, and uses up its credit.`,
  nodeCreditLow: ({ nodeId, creditSec }) =>
    `Node ${nodeId} has ${creditSec} s of credit left, then it is deregistered.`,
  nodeRemoved: ({ nodeId, reason }) => `Node ${nodeId} is removed (${reason}). Its stake waits to be taken out.`,
  exitRequested: ({ nodeId, requestedBy }) => `${requestedBy} asked for the exit of node ${nodeId}.`,
  exitWindowOpen: (detail) =>
    `Node ${detail.nodeId} can be taken out of the contract.${until(detail.liquidatableFrom)}`,
  exitWindowClosing: (detail) => `Take node ${detail.nodeId} out soon.${until(detail.liquidatableFrom)}`,
  liquidationNear: (detail) => `Node ${detail.nodeId} is about to be liquidated.${until(detail.liquidatableFrom)}`,
  liquidated: ({ nodeId, lockedUntil }) =>
    Number(lockedUntil) === 0
      ? `Node ${nodeId} was liquidated.`
      : `Node ${nodeId} was liquidated; its stake is locked until ${time(lockedUntil)}.`,
  poolContribution: (detail) =>
    `${detail.staker} put ${sesh(detail.amount)} into pool ${detail.pool}: ${sesh(detail.contributed)} of ${sesh(detail.stakingRequirement)}.`,
  poolFilled: ({ pool }) => `Pool ${pool} is full.`,
  poolFinalized: ({ pool, nodeId }) => `Pool ${pool} is registered as node ${nodeId}.`,
  claimAvailable: ({ claimable }) => `${sesh(claimable)} of rewards can be claimed.`,
  test: () => "This is a test.",
};

/** An alert in a sentence or two. */
export function alertText({ type, detail }: Pick<AlertRow, "type" | "detail">): string {
  return (WORDS[type as AlertType] as Words | undefined)?.(detail) ?? type;
}
