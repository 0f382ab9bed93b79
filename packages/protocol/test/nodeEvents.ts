import { ChainBuilder, type NextBlock, SESH, soloContributor, testHash } from "../src/testing/chainBuilder.ts";
import { nodeKeys, type RegistrationParameters, signedRegistration, testAddress } from "../src/testing/nodeKeys.ts";
import type { L2Event } from "../src/types/l2Event.ts";
import { blstBls } from "./blstBls.ts";

export const REQUIREMENT = 25_000n * SESH;

export function newChain(nodes = 3): ChainBuilder {
  const chain = new ChainBuilder(blstBls, { nodes, rewardRate: 120n * SESH });
  chain.next({ l2Number: 101, rewardRate: 120n * SESH, poolReleased: 10n ** 6n * SESH });
  return chain;
}

/** The next block with these events, one L2 block on. */
export function withEvents(chain: ChainBuilder, ...events: readonly Pick<L2Event, "kind" | "data">[]): NextBlock {
  const l2Number = chain.state.l2Number + 1;
  return {
    l2Number,
    events: events.map(
      (event, logIndex) => ({ l2Number, logIndex, txHash: testHash(`tx ${logIndex}`), ...event }) as L2Event,
    ),
  };
}

export function registration(chain: ChainBuilder, id: number, change: Partial<RegistrationParameters> = {}) {
  const { chainId, contracts } = chain.genesis;
  const keys = nodeKeys(blstBls, id);
  const contributors = [soloContributor(`operator ${id}`, REQUIREMENT)];
  const contract = contracts.serviceNodeRewards;
  return signedRegistration({ id, keys, chainId, contract, contributors, ...change });
}
export const register = (data: ReturnType<typeof registration>) => ({ kind: "NewServiceNode", data }) as const;
export const requestExit = (id: number) =>
  ({ kind: "ServiceNodeExitRequest", data: { id, initiator: testAddress("x") } }) as const;
export const exit = (id: number) =>
  ({ kind: "ServiceNodeExit", data: { id, returned: REQUIREMENT, lockedUntil: 0 } }) as const;
export const liquidate = (id: number) =>
  ({ kind: "ServiceNodeLiquidated", data: { id, liquidator: testAddress("x"), penalty: 1n, lockedUntil: 9 } }) as const;
