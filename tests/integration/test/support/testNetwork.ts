import { blst } from "@session/bls/blst";
import { networkToJson } from "@session/config";
import type { ContractAddresses } from "@session/contracts";
import { deployContracts, type SeedDomain } from "@session/contracts/deploy";
import type { Genesis } from "@session/protocol";
import { type PreparedRegistration, preparedRegistrationSchema, prepareRegistration, readGenesis } from "@session/sdk";
import { devAccounts } from "@session/testing";
import { Wait } from "testcontainers";
import { createPublicClient, type Hex, hexToBytes, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { Run } from "../globalSetup.ts";
import { Container } from "./container.ts";
import { connectDocker, type Docker, dockerMissing } from "./docker.ts";
import { IndexerContainer } from "./indexerContainer.ts";
import { OWNER_LABEL } from "./leftovers.ts";
import { NETWORK_FILE, NodeContainer, P2P_PORT } from "./nodeContainer.ts";
import { type ObservedVote, parseRecord } from "./votes.ts";

const CHAIN_ID = 31337;
const L2_PORT = 8545;
const SESH = 10n ** 9n;
export const POOL_FUNDING = 40_000_000n * SESH;
export const STAKER_FUNDING = 30_000n * SESH;
const RECORD = "/data/observed.jsonl";

export const deployer = privateKeyToAccount(devAccounts[0].privateKey);
/** Stakes the spare node. */
export const staker = privateKeyToAccount(devAccounts[1].privateKey);
/** Operators of the seeded nodes, in the order of their ids. */
const operators = devAccounts.slice(2).map(({ address }) => address);

/** Keys of a node as its own command line tells them. */
type Keys = { readonly peerId: string; readonly ed25519Seed: Uint8Array; readonly blsSecret: Uint8Array };

export type TestNetwork = {
  readonly l2: Container;
  readonly addresses: ContractAddresses;
  readonly genesis: Genesis;
  /** Seeded, running. */
  readonly nodes: readonly NodeContainer[];
  readonly operators: readonly Hex[];
  /** Runs, but isn't registered. */
  readonly spare: NodeContainer;
  /** Made, not started. */
  readonly indexer: IndexerContainer;
  /** Every vote and proposal heard so far. */
  observed(): Promise<ObservedVote[]>;
  /** What the spare node prints for its operator to register it with. */
  prepareSpare(operator: Hex): Promise<PreparedRegistration>;
  printLogs(): void;
  dispose(): Promise<void>;
};

/** Anvil, seeded nodes, a spare one and an observer, each in a container, on a network of their own; all are up. */
export async function createTestNetwork(run: Run, label: string, seeded: number): Promise<TestNetwork> {
  const docker = await connectDocker();
  if (docker === undefined) throw new Error(dockerMissing);
  const builder = new Builder(docker, run, `session-${run.id}-${label}`);
  try {
    return await builder.build(seeded);
  } catch (error) {
    builder.printLogs();
    await builder.dispose();
    throw error;
  }
}

class Builder {
  readonly #docker: Docker;
  readonly #run: Run;
  readonly #prefix: string;
  readonly #containers: Container[] = [];
  readonly #volumes: string[] = [];

  constructor(docker: Docker, run: Run, prefix: string) {
    this.#docker = docker;
    this.#run = run;
    this.#prefix = prefix;
  }

  async build(seeded: number): Promise<TestNetwork> {
    await this.#docker.createNetwork({ Name: this.#prefix, Labels: this.#labels() });
    const names = Array.from({ length: seeded + 1 }, (_, index) => `${this.#prefix}-node${index + 1}`);
    const [l2, ...keys] = await Promise.all([this.#startL2(), ...names.map((name) => this.#makeKeys(name))]);
    const seeds = keys.slice(0, seeded);
    const { addresses, genesis } = await birth(l2.url, seeds);
    const bootstrap = seeds.map(({ peerId }, index) => `/dns4/${names[index]}/tcp/${P2P_PORT}/p2p/${peerId}`);
    const networkJson = JSON.stringify(
      networkToJson({
        ...{ name: "integration", genesis, bootstrap, nodeApis: [], l2Rpcs: [] },
        contracts: { serviceNodeContributionFactory: addresses.serviceNodeContributionFactory, vestings: [] },
      }),
    );
    const l2Url = `http://${l2.name}:${L2_PORT}`;
    const nodes = names.map((name) => new NodeContainer({ ...this.#common(name), volume: name, networkJson, l2Url }));
    const observer = this.#observer(networkJson);
    const indexer = await this.#indexer({ networkJson, l2Url, nodes: names.map((name) => `http://${name}:4800`) });
    this.#containers.push(...nodes, indexer);
    await Promise.all([observer.start(), ...nodes.map((node) => node.start())]);
    const spare = nodes[seeded];
    if (spare === undefined) throw new Error("no spare node");
    const operatorsOfSeeds = operators.slice(0, seeded);
    return {
      ...{ l2, addresses, genesis, spare, indexer, operators: operatorsOfSeeds, nodes: nodes.slice(0, seeded) },
      observed: async () => parseRecord(await observer.exec("cat", RECORD)),
      prepareSpare: async (operator) => {
        const printed = await spare.exec("session-node", "register", operator, "--network", NETWORK_FILE, "--print");
        return preparedRegistrationSchema.parse(JSON.parse(printed));
      },
      printLogs: () => this.printLogs(),
      dispose: () => this.dispose(),
    };
  }

  printLogs(): void {
    for (const { name, log } of this.#containers)
      console.error([`--- ${name}: last of ${log.length} lines`, ...log.slice(-120)].join("\n"));
  }

  async dispose(): Promise<void> {
    const filters = { label: [`${OWNER_LABEL}=${this.#run.owner}`] };
    const all = await this.#docker.listContainers({ all: true, filters });
    const own = all.filter(({ Names }) => Names.some((name) => name.startsWith(`/${this.#prefix}-`)));
    await Promise.all(own.map(({ Id }) => this.#docker.getContainer(Id).remove({ force: true, v: true })));
    await Promise.all(this.#volumes.map((name) => this.#docker.getVolume(name).remove()));
    await this.#docker.getNetwork(this.#prefix).remove();
  }

  #labels(): Record<string, string> {
    return { [OWNER_LABEL]: this.#run.owner };
  }

  #common(name: string) {
    return { docker: this.#docker, image: this.#run.image, owner: this.#run.owner, name, network: this.#prefix };
  }

  async #startL2(): Promise<Container> {
    const timing = ["--chain-id", `${CHAIN_ID}`, "--block-time", "1"];
    const l2 = new Container({
      ...this.#common(`${this.#prefix}-l2`),
      command: ["anvil", "--host", "0.0.0.0", "--port", `${L2_PORT}`, ...timing],
      port: L2_PORT,
      ready: Wait.forLogMessage(/Listening on/),
    });
    this.#containers.push(l2);
    await l2.start();
    return l2;
  }

  /** Makes a node's keys on its volume by its own command line. */
  async #makeKeys(name: string): Promise<Keys> {
    await this.#docker.createVolume({ Name: name, Labels: this.#labels() });
    this.#volumes.push(name);
    const maker = new Container({
      ...this.#common(`${name}-keys`),
      volume: name,
      command: ["sleep", "infinity"],
      ready: Wait.forSuccessfulCommand("true"),
    });
    await maker.start();
    const { peerId } = JSON.parse(await maker.exec("session-node", "init"));
    await maker.exec("session-node", "keys", "backup", "/tmp/keys.json");
    const { ed25519, bls } = JSON.parse(await maker.exec("cat", "/tmp/keys.json"));
    await maker.remove();
    return { peerId, ed25519Seed: hexToBytes(ed25519), blsSecret: hexToBytes(bls) };
  }

  async #indexer(options: { networkJson: string; l2Url: string; nodes: readonly string[] }): Promise<IndexerContainer> {
    const name = `${this.#prefix}-indexer`;
    await this.#docker.createVolume({ Name: name, Labels: this.#labels() });
    this.#volumes.push(name);
    return new IndexerContainer({ ...this.#common(name), volume: name, ...options });
  }

  #observer(networkJson: string): Container {
    const listen = ["--p2p-host", "0.0.0.0", "--p2p-port", `${P2P_PORT}`];
    const observer = new Container({
      ...this.#common(`${this.#prefix}-observer`),
      command: ["session-node", "observe", "--network", NETWORK_FILE, "--out", RECORD, ...listen],
      files: [{ target: NETWORK_FILE, content: networkJson }],
      ready: Wait.forLogMessage(/"observing":true/),
    });
    this.#containers.push(observer);
    return observer;
  }
}

/** Order of birth: deploy, seed, start, genesis. */
async function birth(rpcUrl: string, nodes: readonly Keys[]) {
  const { addresses, startBlock } = await deployContracts({
    ...{ rpcUrl, chainId: CHAIN_ID, deployer, owner: deployer, preset: "devnet", mineOnDemand: true },
    poolFunding: POOL_FUNDING,
    mint: [{ to: staker.address, amount: STAKER_FUNDING }],
    seeds: (domain) => nodes.map((keys, index) => toSeed(keys, operators[index] ?? deployer.address, domain)),
  });
  const client = createPublicClient({ transport: http(rpcUrl) });
  const genesis = await readGenesis(client, { addresses, startBlock, preset: "devnet" });
  // Blocks made on demand carry times ahead of the clock; the appchain begins now.
  return { addresses, genesis: { ...genesis, time: Math.floor(Date.now() / 1_000) } };
}

function toSeed(keys: Keys, operator: Hex, { chainId, verifyingContract: contract }: SeedDomain) {
  const prepared = prepareRegistration({ ...keys, bls: blst, operator, chainId, contract });
  const { blsPubkey, proofOfPossession: pop, ed25519Pubkey } = prepared;
  return { blsPubkey, pop, ed25519Pubkey, operator };
}
