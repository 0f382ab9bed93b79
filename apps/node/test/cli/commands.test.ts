import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { blst } from "@session/bls/blst";
import { type Network, networkToJson } from "@session/config";
import { createHttpApp, implement, ProblemError } from "@session/http";
import { verifyRegistrationSignature } from "@session/protocol";
import { nodeKeys } from "@session/protocol/testing";
import {
  checkRegistration,
  type NodeStatusResponse,
  type PreparedRegistration,
  preparedRegistrationSchema,
  registrationToJson,
} from "@session/sdk";
import { registrationRoutes } from "@session/sdk/indexer-api";
import { freePort } from "@session/testing";
import { hexToBytes } from "viem";
import { describe, expect, it, onTestFinished } from "vitest";
import { EXIT_CODES } from "../../src/errors.ts";
import { restoreKeys } from "../../src/keys/nodeKeys.ts";
import { ChainStore } from "../../src/store/chainStore.ts";
import { claimDataFolder } from "../../src/store/identity.ts";
import { openTestApi, withHistory } from "../api/support.ts";
import { importAll, temporaryFolder } from "../chain/support.ts";
import { type Ran, runNode } from "../support/testNetwork.ts";

const run = (...args: string[]): Promise<Ran> => runNode(args).exited;
const OPERATOR = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

function expectRefusal({ exitCode, stderr, stdout }: Ran, code: string, said: string): void {
  expect(stderr).toMatch(new RegExp(`^${code}: `, "m"));
  expect(stderr).toContain(said);
  expect(stdout).toBe("");
  expect(exitCode).toBe(EXIT_CODES[code]);
}

/** A data folder with the keys of test node 1, and the network file of an API's chain; the node says `status` of itself. */
async function registrable(status: () => Partial<NodeStatusResponse> = () => ({}), places: Partial<Network> = {}) {
  const api = await openTestApi({ status: () => ({ nodeId: null, nodeState: "unregistered", ...status() }) });
  const folder = await temporaryFolder();
  const keys = nodeKeys(blst, 1);
  await restoreKeys(folder, keys.ed25519SecretKey, keys.blsSecretKey);
  const file = join(folder, "network.json");
  await writeFile(file, JSON.stringify(networkToJson({ ...api.network, ...places })));
  const { url } = await api.listen();
  const args = ["register", OPERATOR, "--data-dir", folder, "--network", file, "--api", url];
  return { api, folder, file, url, args, keys };
}

/** Where registrations are posted to: the route as indexers serve it; it takes what their rules take, or refuses all. */
async function startIndexer(refusal?: { code: string; words: string }) {
  const posted: PreparedRegistration[] = [];
  const logger = { error: () => undefined };
  const app = await createHttpApp({ title: "indexer", version: "0", requestsPerMinute: 1_000, logger });
  onTestFinished(() => app.close());
  implement(app, registrationRoutes.postRegistration, ({ body }) => {
    const { chainId, contract } = body;
    const fault = checkRegistration(blst, body, { chainId, contract });
    const refused = refusal ?? (fault && { code: fault.code, words: fault.message });
    if (refused !== undefined) throw new ProblemError({ code: refused.code, status: 422 }, refused.words);
    posted.push(body);
    return { ...body, chainId: chainId.toString(), createdAt: 1_800_000_000, expiresAt: 1_801_209_600 };
  });
  return { url: await app.listen({ host: "127.0.0.1", port: 0 }), posted };
}

describe("register", () => {
  it("prints keys and proofs bound to the operator, chain and contract", async () => {
    const { args, api } = await registrable();
    const { exitCode, stdout } = await run(...args);
    expect(exitCode).toBe(0);
    const registration = preparedRegistrationSchema.parse(JSON.parse(stdout));
    const { chainId, contracts } = api.builder.genesis;
    expect(registration).toMatchObject({ operator: OPERATOR, chainId });
    const ed25519Key = hexToBytes(registration.ed25519Pubkey);
    const { blsKey } = nodeKeys(blst, 1);
    const content = {
      chainId,
      contract: contracts.serviceNodeRewards,
      operator: hexToBytes(OPERATOR),
      ed25519Key,
      blsKey,
    };
    expect(verifyRegistrationSignature(content, hexToBytes(registration.ed25519Signature))).toBe(true);
  });

  it("hands them to the network file's indexers, and says where to go on", async () => {
    const indexer = await startIndexer();
    const portal = "https://portal.example/";
    const { args } = await registrable(undefined, { indexers: [indexer.url], portal });
    const { exitCode, stdout, stderr } = await run(...args);
    expect(exitCode).toBe(0);
    const printed = JSON.parse(stdout);
    expect(indexer.posted.map(registrationToJson)).toEqual([printed]);
    expect(stderr).toContain(`https://portal.example/register/${printed.ed25519Pubkey}`);
    expect(stderr).toContain(indexer.url);
    const printOnly = await run(...args, "--print");
    expect(printOnly).toMatchObject({ exitCode: 0, stdout, stderr: "" });
    expect(indexer.posted).toHaveLength(1);
  });

  it("--indexer takes the place of the network file's; one that is away is named as long as another keeps it", async () => {
    const [wrong, right] = [await startIndexer(), await startIndexer()];
    const nobody = `http://127.0.0.1:${await freePort()}`;
    const { args } = await registrable(undefined, { indexers: [wrong.url] });
    const { exitCode, stderr } = await run(...args, "--indexer", nobody, "--indexer", right.url);
    expect(exitCode).toBe(0);
    expect(stderr).toContain(nobody);
    expect([wrong.posted.length, right.posted.length]).toEqual([0, 1]);
    expect((await run(...args, "--indexer", "nonsense")).exitCode).toBe(2);
  });

  it("REGISTRATION_REFUSED by an indexer ends with its code and words, INDEXER_UNREACHABLE without one", async () => {
    const refusing = await startIndexer({ code: "TOO_MANY_REGISTRATIONS", words: "The operator has 200." });
    const taking = await startIndexer();
    const { args } = await registrable(undefined, { indexers: [taking.url, refusing.url] });
    const refused = await run(...args);
    expectRefusal(refused, "REGISTRATION_REFUSED", "TOO_MANY_REGISTRATIONS");
    expect(refused.stderr).toContain("The operator has 200.");
    const nobody = `http://127.0.0.1:${await freePort()}`;
    expectRefusal(await run(...args, "--indexer", nobody), "INDEXER_UNREACHABLE", nobody);
    const { url: noIndexer } = await (await openTestApi()).listen();
    expectRefusal(await run(...args, "--indexer", noIndexer), "REGISTRATION_REFUSED", noIndexer);
  });

  it("REGISTRATION_REFUSED for a node that would stake for nothing, and says why", async () => {
    const other = `0x${"ab".repeat(32)}`;
    const refusals: [Partial<NodeStatusResponse>, string][] = [
      [{ genesisHash: other }, "runs another network"],
      [{ ed25519: other }, "has other keys than this data folder"],
      [{ nodeId: 7 }, "registered already, as node 7"],
      [{ mode: "syncing" }, "syncing"],
      [{ mode: "halted" }, "halted"],
      [{ reason: { code: "NO_L2_PROVIDER", message: "no L2 provider is configured" } }, "no L2 provider is configured"],
    ];
    for (const [status, said] of refusals) {
      const { args } = await registrable(() => status);
      expectRefusal(await run(...args, "--wait", "0"), "REGISTRATION_REFUSED", said);
    }
  });

  it("waits for a node that is a few blocks behind or has just started", async () => {
    const notFollowed = { code: "L2_NOT_FOLLOWED", message: "no L2 provider has answered yet" };
    const asked: Partial<NodeStatusResponse>[] = [{ mode: "syncing" }, { mode: "following", reason: notFollowed }];
    const { args } = await registrable(() => asked.shift() ?? { mode: "following" });
    const { exitCode, stderr } = await run(...args);
    expect(stderr).toContain("it is still syncing");
    expect(exitCode).toBe(0);
    expect(asked).toEqual([]);
  });

  it("says so when a node isn't ready after --wait seconds, which is a number", async () => {
    const { args } = await registrable(() => ({ mode: "syncing" }));
    expectRefusal(await run(...args, "--wait", "1"), "REGISTRATION_REFUSED", "still syncing after 1 s");
    expect((await run(...args, "--wait", "soon")).exitCode).toBe(2);
  });

  it("NODE_UNREACHABLE, KEYS_MISSING and NETWORK_FILE_INVALID each end with a code of their own", async () => {
    const { folder, file, url } = await registrable();
    const nobody = `http://127.0.0.1:${await freePort()}`;
    const empty = await temporaryFolder();
    const broken = join(empty, "broken.json");
    await writeFile(broken, "{");
    const given = (dataDir: string, network: string, api: string) =>
      run("register", OPERATOR, "--data-dir", dataDir, "--network", network, "--api", api);
    expectRefusal(await given(folder, file, nobody), "NODE_UNREACHABLE", nobody);
    expectRefusal(await given(empty, file, url), "KEYS_MISSING", empty);
    expectRefusal(await given(folder, broken, url), "NETWORK_FILE_INVALID", broken);
    expectRefusal(await given(folder, join(empty, "none.json"), url), "NETWORK_FILE_INVALID", "none.json");
    const wrongCase = OPERATOR.replace("f39F", "F39f");
    const ran = await run("register", wrongCase, "--network", file);
    expect(ran.exitCode).toBe(2);
  });
});

describe("status", () => {
  it("tells people and programs how the node is", async () => {
    const { url } = await (await withHistory()).listen();
    const people = await run("status", "--api", url);
    expect(people.exitCode).toBe(0);
    expect(people.stdout).toContain("node 1, active · voting");
    expect(people.stdout).toContain("height 12");
    const programs = await run("status", "--json", "--api", url);
    expect(JSON.parse(programs.stdout)).toMatchObject({ head: { height: 12 }, nodeId: 1 });
  });

  it("NODE_UNREACHABLE when nobody answers", async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    expectRefusal(await run("status", "--api", url), "NODE_UNREACHABLE", "session-node start");
  });
});

describe("keys", () => {
  it("go into a backup nobody else can read, and come back from it", async () => {
    const folder = await temporaryFolder();
    const file = join(folder, "backup.json");
    const made = JSON.parse((await run("init", "--data-dir", folder)).stdout);
    expect(JSON.parse((await run("keys", "backup", file, "--data-dir", folder)).stdout).bls).toBe(made.bls);
    const secrets = JSON.parse(await readFile(file, "utf8"));
    expect(Object.keys(secrets).sort()).toEqual(["bls", "ed25519"]);
    expectRefusal(await run("keys", "backup", file, "--data-dir", folder), "KEYS_EXIST", file);
    const elsewhere = await temporaryFolder();
    const restored = await run("keys", "restore", file, "--data-dir", elsewhere);
    expect(JSON.parse(restored.stdout)).toEqual({ ed25519: made.ed25519, bls: made.bls });
    expectRefusal(await run("keys", "restore", file, "--data-dir", elsewhere), "KEYS_EXIST", elsewhere);
  });

  it("that aren't a backup are refused by file and field; wrong usage is 2", async () => {
    const folder = await temporaryFolder();
    const file = join(folder, "backup.json");
    await writeFile(file, JSON.stringify({ ed25519: `0x${"11".repeat(32)}` }));
    expectRefusal(await run("keys", "restore", file, "--data-dir", folder), "KEYS_MISSING", "bls");
    expectRefusal(await run("keys", "restore", `${file}.none`, "--data-dir", folder), "KEYS_MISSING", ".none");
    for (const args of [["keys", "backup"], ["keys", "nonsense"], ["nonsense"], ["init", "--seed", "12"]])
      expect((await run(...args, ...(args[0] === "init" ? ["--data-dir", folder] : []))).exitCode, args.join(" ")).toBe(
        2,
      );
  });
});

describe("repair", () => {
  it("leaves the store of another network alone: DATA_OF_OTHER_NODE", async () => {
    const folder = await temporaryFolder();
    const mine = await withHistory();
    const { builder } = mine;
    const database = await import("../../src/store/database.ts").then(({ Database }) => Database.open(folder));
    await claimDataFolder(database, folder, { genesisHash: builder.context.genesisHash, ...nodeKeys(blst, 1) });
    const store = new ChainStore(database, builder.genesis);
    for (const built of builder.built) await store.save({ block: built.block, commit: builder.fullCommit() }, built, 5);
    await database.close();
    const other = await registrable();
    const json = networkToJson({
      ...other.api.network,
      genesis: { ...other.api.builder.genesis, time: 1_700_000_000 },
    });
    await writeFile(other.file, JSON.stringify(json));
    const args = ["repair", "--data-dir", folder, "--network"];
    expectRefusal(await run(...args, other.file), "DATA_OF_OTHER_NODE", folder);
    const own = join(folder, "network.json");
    await writeFile(own, JSON.stringify(networkToJson(mine.network)));
    const repaired = await run(...args, own);
    expect(repaired.stdout).not.toBe("");
    expect(JSON.parse(repaired.stdout)).toEqual({ repaired: true, height: 12, dropped: 0, setAside: [] });
    await importAll(mine);
  });
});
