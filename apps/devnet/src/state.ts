import { readFile, rename, writeFile } from "node:fs/promises";
import { z } from "zod";
import { DevnetError } from "./errors.ts";

const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/) as unknown as z.ZodType<`0x${string}`>;
const port = z.number().int().min(1).max(65_535);

const stateSchema = z.object({
  version: z.literal(1),
  chainId: z.number().int().positive(),
  /** Text all node keys are derived from. */
  seed: z.string(),
  nodes: z.array(z.string()),
  spares: z.array(z.string()),
  ports: z.object({
    l2: port,
    faucet: port,
    observer: port,
    indexer: port,
    /** By name; a network kept from before there were sites gets theirs when it goes on. */
    sites: z.record(z.string(), port).default({}),
    nodes: z.record(z.string(), z.object({ p2p: port, api: port })),
  }),
  /** URL of an L2 that isn't the devnet's own; null: its own Anvil. */
  foreignL2: z.string().nullable(),
  /** Unix seconds of L2's genesis block. */
  l2GenesisTime: z.number().int(),
  /** By how much `warp` has moved L2 and the appchain ahead of the machine's clock. */
  clockOffsetSec: z.number().int(),
  /** Every address the deployment gave, by name. */
  contracts: z
    .object({
      serviceNodeRewards: address,
      rewardRatePool: address,
      seshL2: address,
      serviceNodeContributionFactory: address,
    })
    .catchall(address),
  /** L2 block of `start()`. */
  startBlock: z.number().int(),
  genesisHash: z.string(),
});

/** What a devnet must remember to go on; `state.json`. */
export type DevnetState = z.infer<typeof stateSchema>;

/** The vesting contracts there are; fewer in a network from before there were any. */
export function vestingsOf(contracts: DevnetState["contracts"]): readonly `0x${string}`[] {
  const { tokenVestingStaking, tokenVestingNoStaking } = contracts;
  return [tokenVestingStaking, tokenVestingNoStaking].filter((vesting) => vesting !== undefined);
}

/**
 * The state of the devnet in a folder; undefined if there is none yet.
 *
 * @throws DevnetError STATE_INVALID
 */
export async function readState(file: string): Promise<DevnetState | undefined> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const parsed = stateSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const reason = `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "unreadable"}`;
  throw new DevnetError(
    { code: "STATE_INVALID", file, reason },
    `${file} can't be read (${reason}). It is of another version, or was edited. Start afresh: npm run devnet -- --reset`,
  );
}

/** Appears whole or not at all, whenever the process is killed. */
export async function writeState(file: string, state: DevnetState): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  await writeFile(temporary, `${JSON.stringify(state, null, 2)}\n`);
  await rename(temporary, file);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
