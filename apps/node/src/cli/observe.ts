import { randomBytes } from "node:crypto";
import { createWriteStream, type WriteStream } from "node:fs";
import { readNetwork } from "@session/config/file";
import { createLogger, runUntilStopped } from "@session/http/process";
import { blockHash, type Proposal, proposalSigningRoot, type Vote, VoteType } from "@session/protocol";
import { Command, Option } from "commander";
import { Registry } from "prom-client";
import { toHex } from "../api/format.ts";
import { SystemClock } from "../clock.ts";
import { P2pNetwork } from "../p2p/network.ts";

import { networkOption } from "./options.ts";

type ObserveOptions = { network: string; out: string; p2pHost: string; p2pPort: string; localPeers: boolean };

const KIND = { [VoteType.prevote]: "prevote", [VoteType.precommit]: "precommit", [VoteType.attest]: "attest" };

/**
 * A peer without a place in the network that writes down every vote, proposal and attestation it hears, one JSON object a
 * line, signatures included, so that a double signature can be proved from the record alone.
 */
export function observeCommand(): Command {
  return new Command("observe")
    .description("record every vote and proposal heard, as JSON lines; holds no registered keys and never votes")
    .addOption(networkOption().makeOptionMandatory())
    .addOption(new Option("--out <file>", "file to append to").makeOptionMandatory())
    .addOption(new Option("--p2p-host <address>", "address to listen on for peers").default("127.0.0.1"))
    .addOption(new Option("--p2p-port <port>", "TCP port for peers, 0 for any").default("0"))
    .option("--data-dir <folder>", "not needed: an observer keeps no state")
    .option("--local-peers", "many nodes share this machine's address (development networks)", false)
    .action(async (options: ObserveOptions) => {
      const logger = createLogger("warn");
      const network = await readNetwork(options.network);
      const abort = new AbortController();
      const p2p = await P2pNetwork.create(
        {
          ed25519Seed: randomBytes(32),
          host: options.p2pHost,
          port: Number(options.p2pPort),
          bootstrap: network.bootstrap,
          genesisHash: network.genesisHash,
          local: options.localPeers,
        },
        {
          logger,
          metrics: new Registry(),
          clock: new SystemClock(),
          signal: abort.signal,
          // It follows no chain, so it can't tell; what it writes down carries signatures to check instead.
          membership: { isContractNode: () => true },
        },
      );
      const out = createWriteStream(options.out, { flags: "a", mode: 0o644 });
      record(p2p, out, network.genesisHash);
      await p2p.start();
      process.stdout.write(`${JSON.stringify({ observing: true, addresses: p2p.addresses() })}\n`);
      const stopped = new Promise<void>((_resolve, reject) => out.once("error", reject));
      const close = async () => {
        abort.abort();
        await p2p.close();
        await new Promise<void>((resolve) => out.end(resolve));
      };
      await runUntilStopped(async () => ({ stopped, close }), logger);
    });
}

function record(p2p: P2pNetwork, out: WriteStream, genesisHash: Uint8Array): void {
  const write = (line: Record<string, unknown>) => out.write(`${JSON.stringify({ ...line, time: Date.now() })}\n`);
  p2p.onVote((vote: Vote, from) => {
    const { height, round, type, value, node, signature } = vote;
    const kind = Object.hasOwn(KIND, type) ? KIND[type as VoteType] : "unknown";
    write({ kind, height, round, type, value: toHex(value), node, signature: toHex(signature), from });
    return { result: "ignore" };
  });
  p2p.onProposal((proposal: Proposal, from) => {
    const { height, round, validRoundPlusOne, proposer, block, signature } = proposal;
    const root = proposalSigningRoot(genesisHash, {
      height,
      round,
      validRoundPlusOne,
      blockHash: blockHash(block.header),
    });
    write({
      kind: "proposal",
      height,
      round,
      type: 3,
      value: toHex(root),
      node: proposer,
      signature: toHex(signature),
      from,
    });
    return { result: "ignore" };
  });
}
