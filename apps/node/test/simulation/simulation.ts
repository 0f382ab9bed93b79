import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { BlockHeaderSsz, type Proposal, type Vote } from "@session/protocol";
import { type Random, seededRandom, VirtualClock } from "@session/testing";
import type { Logger } from "../../src/consensus/ports.ts";
import { type ConsensusRules, TENDERMINT } from "../../src/consensus/tendermint.ts";
import { Liar } from "./byzantine.ts";
import { votersOf } from "./keys.ts";
import { Observer } from "./observer.ts";
import { SimulatedNode, type Wire } from "./simulatedNode.ts";
import { CALM, VirtualNetwork } from "./virtualNetwork.ts";

const GENESIS_HASH = sha256(utf8ToBytes("simulated network"));
const GENESIS_TIME = 1_700_000_000;
const INTERVAL_SEC = 2;
const CHECKPOINT_INTERVAL = 5;

export type SimulationOptions = {
  readonly nodes: number;
  readonly seed: number;
  /** Ids of nodes that lie. */
  readonly liars?: readonly number[];
  readonly maxClockSkewMs?: number;
  /** Planted faults: the rules of every honest node, and whether guards are synced to disk. */
  readonly rules?: Partial<ConsensusRules>;
  readonly isGuardSynced?: boolean;
  readonly logger?: Logger;
};

const SILENT: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Many real engines on one virtual network and clock; the same seed gives the same run. */
export class Simulation {
  readonly clock = new VirtualClock(GENESIS_TIME * 1000);
  readonly random: Random;
  readonly network: VirtualNetwork;
  readonly nodes: readonly SimulatedNode[];
  readonly observer: Observer;
  readonly #liars: ReadonlyMap<number, Liar>;

  constructor(options: SimulationOptions) {
    this.random = seededRandom(options.seed, () => {});
    this.network = new VirtualNetwork(this.clock, this.random.fork("network"));
    const liars = options.liars ?? [];
    this.#liars = new Map(liars.map((id) => [id, this.#liarOf(id)]));
    const voters = votersOf(options.nodes);
    this.observer = new Observer({ genesisHash: GENESIS_HASH, voters, liars });
    const chain = {
      genesisHash: GENESIS_HASH,
      genesisTime: GENESIS_TIME,
      intervalSec: INTERVAL_SEC,
      checkpointInterval: CHECKPOINT_INTERVAL,
      voters,
    };
    const skewMs = options.maxClockSkewMs ?? 500;
    this.nodes = voters.map(({ id }) => {
      const random = this.random.fork(`node ${id}`);
      return new SimulatedNode(
        {
          ...{ id, chain, clockSkewMs: random.int(-skewMs, skewMs) },
          isGuardSynced: options.isGuardSynced ?? true,
          rules: liars.includes(id) ? TENDERMINT : { ...TENDERMINT, ...options.rules },
        },
        {
          ...{ clock: this.clock, random, wire: this.#wireOf(id), logger: options.logger ?? SILENT },
          onVerdict: (verdict, from) => this.observer.onVerdict(verdict, from),
        },
      );
    });
  }

  get honest(): readonly SimulatedNode[] {
    return this.nodes.filter(({ id }) => !this.#liars.has(id));
  }

  node(id: number): SimulatedNode {
    const node = this.nodes[id - 1];
    if (node === undefined) throw new RangeError(`no node ${id}`);
    return node;
  }

  async start(): Promise<void> {
    for (const node of this.nodes) await node.start();
  }

  async run(seconds: number): Promise<void> {
    await this.clock.advance(seconds * 1000);
    this.observer.checkChains(this.honest.map((node) => node.disk.blocks));
  }

  /** Calm weather, no partitions, everybody up: from here on the chain must move. */
  async heal(): Promise<void> {
    this.network.weather = CALM;
    this.network.heal();
    for (const node of this.nodes) if (!node.isUp) await node.start();
    for (const node of this.nodes) node.notifyPeer();
  }

  get lowest(): number {
    return Math.min(...this.honest.map((node) => node.height));
  }

  /** Everything the run led to, as one hash: equal runs have equal ones. */
  fingerprint(): string {
    const hashes = this.nodes.map((node) =>
      node.disk.blocks.map(({ commit }) => `${bytesToHex(commit.blockHash)}@${commit.round}`),
    );
    return bytesToHex(sha256(utf8ToBytes(JSON.stringify([hashes, this.observer.messages]))));
  }

  #liarOf(id: number): Liar {
    const parentStateRoot = () => this.node(id).disk.blocks.at(-1)?.block.header.stateRoot ?? GENESIS_HASH;
    const options = { genesisHash: GENESIS_HASH, checkpointInterval: CHECKPOINT_INTERVAL, parentStateRoot };
    return new Liar(id, options, this.random.fork(`liar ${id}`));
  }

  /** The lying nodes' peers get a message of their own each; everybody's messages are seen by the observer. */
  #wireOf(id: number): Wire {
    const peers = (): SimulatedNode[] => this.nodes.filter((node) => node.id !== id);
    const liar = (): Liar | undefined => this.#liars.get(id);
    const votes = (vote: Vote): readonly Vote[] => liar()?.twistVote(vote) ?? [vote];
    const proposals = (proposal: Proposal): Proposal => liar()?.twistProposal(proposal) ?? proposal;
    const random = this.random.fork(`wire ${id}`);
    return {
      vote: (vote) => {
        for (const peer of peers())
          for (const sent of votes(vote)) {
            this.observer.onVote(sent);
            this.network.send(id, peer.id, () => peer.receiveVote(sent, id));
          }
      },
      proposal: (proposal) => {
        for (const other of this.#liars.values())
          other.see(BlockHeaderSsz.hashTreeRoot(proposal.block.header), proposal.proposer);
        for (const peer of peers()) {
          const sent = proposals(proposal);
          this.observer.onProposal(sent);
          this.network.send(id, peer.id, () => peer.receiveProposal(sent, id));
        }
      },
      ask: (count, question) => {
        for (const peer of random.shuffle(peers()).slice(0, count))
          this.network.send(id, peer.id, () => question(peer, (deliver) => this.network.send(peer.id, id, deliver)));
      },
    };
  }
}
