import { blst } from "@session/bls/blst";
import { VoteType, voteSigningRoot } from "@session/protocol";
import { hexToBytes } from "viem";
import { type BlockAudit, compareChains, readChain } from "../audit/blocks.ts";
import { auditVotes, type HeardVote, type IsSigned } from "../audit/votes.ts";
import { waitFor } from "../journey/waiting.ts";
import { LiveNetwork } from "../live.ts";
import type { CommonOptions } from "./options.ts";

/** How long nodes have to reach the head the fastest had when the audit began. */
const CATCH_UP_SEC = 15;
/** Largest vote type; the observer writes proposals with the one after it and their signing root as value. */
const LAST_VOTE_TYPE = VoteType.attest;

/** `audit`: one line of JSON, the last of stdout; exit code 1 when anything conflicts. */
export async function runAudit({ folder, json }: CommonOptions): Promise<void> {
  const live = await LiveNetwork.connect(folder);
  const [votes, blocks] = await Promise.all([auditVotes(folder.votes, signatureCheck(live)), auditBlocks(live)]);
  const ok = votes.conflicts.length === 0 && blocks.differences.length === 0 && blocks.to > 0;
  if (!json) {
    process.stderr.write(`  ${votes.votes} signatures heard, ${votes.conflicts.length} conflicting\n`);
    process.stderr.write(
      `  blocks 1 to ${blocks.to} on ${blocks.nodes.length} nodes, ${blocks.differences.length} different\n`,
    );
  }
  process.stdout.write(`${JSON.stringify({ ok, ...votes, blocks })}\n`);
  if (!ok) process.exitCode = 1;
}

async function auditBlocks(live: LiveNetwork): Promise<BlockAudit> {
  const names = await live.running();
  const clients = names.map((name) => ({ name, client: live.client(name) }));
  const heads = await Promise.all(clients.map(async ({ client }) => (await client.getStatus()).head.height));
  const to = Math.max(0, ...heads);
  return compareChains(
    await Promise.all(
      clients.map(async ({ name, client }) => {
        // A node that stays behind is compared as far as it has come.
        await waitFor(`${name} to reach block ${to}`, CATCH_UP_SEC, async () =>
          (await client.getStatus()).head.height >= to ? true : undefined,
        ).catch(() => false);
        return readChain(name, client, to);
      }),
    ),
  );
}

/** Signatures are checked against the keys the nodes registered with; those of the genesis or, later, of the API. */
function signatureCheck(live: LiveNetwork): IsSigned {
  const keys = new Map<number, Uint8Array>(live.network.genesis.nodes.map(({ id, blsKey }) => [id, blsKey]));
  const readKey = async (node: number): Promise<Uint8Array | undefined> => {
    const known = keys.get(node);
    if (known !== undefined) return known;
    const [name] = await live.running();
    const found = name === undefined ? undefined : await live.client(name).findNode(node);
    if (found !== undefined) keys.set(node, hexToBytes(found.bls as `0x${string}`));
    return keys.get(node);
  };
  return async (vote) => {
    const key = await readKey(vote.node);
    return key !== undefined && blst.verify(key, signedRoot(vote, live), hexToBytes(vote.signature as `0x${string}`));
  };
}

function signedRoot({ height, round, type, value }: HeardVote, live: LiveNetwork): Uint8Array {
  const bytes = hexToBytes(value as `0x${string}`);
  return type > LAST_VOTE_TYPE
    ? bytes
    : voteSigningRoot(live.network.genesisHash, { height, round, type, value: bytes });
}
