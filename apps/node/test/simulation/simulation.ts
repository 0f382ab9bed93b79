import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { BlockHeaderSsz, devnet, genesisHash, type Proposal, type Vote } from "@session/protocol";
import { testGenesis } from "@session/protocol/testing";
import { type Random, seededRandom, VirtualClock } from "@session/testing";
import type { Logger } from "../../src/consensus/ports.ts";
import { type ConsensusRules, TENDERMINT } from "../../src/consensus/tendermint.ts";
import { Liar } from "./byzantine.ts";
import { sharedBls, votersOf } from "./keys.ts";
import { Observer } from "./observer.ts";
import { SimulatedNode, type Wire } from "./simulatedNode.ts";
import { CALM, VirtualNetwork } from "./virtualNetwork.ts";

export type SimulationOptions = {
  readonly nodes: number;
  readonly seed: number;
  /** Nodes that aren't registered: they follow. Their ids come after the others'. */
  readonly followers?: number;
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
  readonly genesisHash: Uint8Array;
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly network: VirtualNetwork;
  readonly nodes: readonly SimulatedNode[];
  readonly observer: Observer;
  readonly #liars: ReadonlyMap<number, Liar>;

  constructor(options: SimulationOptions) {
    const genesis = testGenesis(sharedBls, { nodes: options.nodes });
    const context = { genesis, genesisHash: genesisHash(genesis), preset: devnet, bls: sharedBls };
    this.genesisHash = context.genesisHash;
    this.clock = new VirtualClock(genesis.time * 1000);
    this.random = seededRandom(options.seed, () => {});
    this.network = new VirtualNetwork(this.clock, this.random.fork("network"));
    const liars = options.liars ?? [];
    this.#liars = new Map(liars.map((id) => [id, this.#liarOf(id)]));
    const voters = votersOf(options.nodes);
    this.observer = new Observer({ genesisHash: this.genesisHash, voters, liars });
    const skewMs = options.maxClockSkewMs ?? 500;
    this.nodes = votersOf(options.nodes + (options.followers ?? 0)).map(({ id }) => {
      const random = this.random.fork(`node ${id}`);
      return new SimulatedNode(
        {
          ...{ id, context, isRegistered: id <= options.nodes, clockSkewMs: random.int(-skewMs, skewMs) },
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
    const produce = ({ round, block }: Proposal, laterSec: number) =>
      this.node(id).chain?.produce(round, block.header.time + laterSec, block.body.commits);
    return new Liar(id, { genesisHash: this.genesisHash, produce }, this.random.fork(`liar ${id}`));
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
