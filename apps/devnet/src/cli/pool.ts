import { finalizePool } from "@session/sdk";
import { RESERVED, STAKER, STRANGER } from "../accounts.ts";
import { fillPool, POOL_FEE_BPS, splitStake } from "../journey/pool.ts";
import { LiveNetwork } from "../live.ts";
import type { CommonOptions } from "./options.ts";
import { answer, sesh } from "./output.ts";

/** `register --pool`: the staker account operates, two other accounts of the table join with what the faucet gives them. */
export async function runRegisterPool({ folder, json }: CommonOptions, spare: string): Promise<void> {
  const live = await LiveNetwork.connect(folder);
  const { stakingRequirement } = await live.client(spare).getParams();
  const stakes = splitStake(BigInt(stakingRequirement));
  const registration = await live.prepareRegistration(spare, STAKER.address);
  await live.fund(RESERVED.address, stakes.reserved);
  await live.fund(STRANGER.address, stakes.public);
  const wallet = live.wallet(STAKER.privateKey);
  const filled = await fillPool(live, registration, {
    operator: { wallet, stake: stakes.operator },
    reserved: { wallet: live.wallet(RESERVED.privateKey), stake: stakes.reserved },
    public: { wallet: live.wallet(STRANGER.privateKey), stake: stakes.public },
  });
  const { pool } = filled;
  // The pool may have met a limit of the moment: what refuses it now is told.
  const { nodeId, receipt } =
    filled.nodeId === undefined ? await finalizePool(wallet, { pool }) : { ...filled, nodeId: filled.nodeId };
  const contributors = [
    { role: "operator", address: STAKER.address, stake: stakes.operator.toString() },
    { role: "reserved", address: RESERVED.address, stake: stakes.reserved.toString() },
    { role: "public", address: STRANGER.address, stake: stakes.public.toString() },
  ];
  const terms = { operator: STAKER.address, stake: stakingRequirement, feeBps: POOL_FEE_BPS };
  const value = { service: spare, nodeId, pool, ...terms, contributors, tx: receipt.transactionHash };
  const lines = contributors.map(({ role, address, stake }) => `  ${role.padEnd(9)} ${address}  ${sesh(stake)}`);
  answer(json, value, [`${spare} is node ${nodeId}, staked through the pool ${pool}`, ...lines].join("\n"));
}
