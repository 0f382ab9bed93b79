import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, startAnvil } from "@session/testing";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { startChain, type TestChain } from "../pipeline/support/chain.ts";
import { makeTestPlace } from "../support/openTestDatabase.ts";
import { writeNetworkFile } from "./support/networkFile.ts";
import { runProgram, startProgram } from "./support/program.ts";

/** A node nobody runs: what is refused is refused before one is asked. */
const NODE = ["--node", "http://127.0.0.1:1"];
const QUIET = ["--log-level", "silent"];

// A limit for hangs: each start of the program takes seconds on a busy machine.
vi.setConfig({ testTimeout: 240_000 });

let chain: TestChain;
let folder: string;
let network: string;
beforeAll(async () => {
  chain = await startChain(1);
  folder = await mkdtemp(join(tmpdir(), "session-program-"));
  network = await writeNetworkFile(join(folder, "network.json"), chain);
});
afterAll(async () => {
  await chain.anvil.stop();
  await rm(folder, { recursive: true, force: true });
});

const placeOf = (name: string) => ["--network", network, "--data-dir", join(folder, name)];
/** One line, and nothing else, on standard error. */
const line = (code: string, words: RegExp) =>
  expect.stringMatching(new RegExp(`^${code}: (?=.*${words.source})[^\\n]+\\n$`, "u"));

describe("the program refuses", () => {
  it.each([
    ["an unknown option", ["--sideways"], /unknown option '--sideways'/],
    ["a URL that is none", ["--l2", "ftp://127.0.0.1"], /--l2: an http\(s\) URL is needed/],
    ["a price without its place", ["--price-url", "http://127.0.0.1:1"], /--price-path: where the price stands/],
    ["a place that is no pointer", ["--price-url", "http://127.0.0.1:1", "--price-path", "a.b"], /JSON pointer/],
    ["a proxy that is none", ["--trusted-proxies", "10.0.0.0/8,everybody"], /--trusted-proxies.*subnet/],
    ["no node at all", [], /--node: neither given nor in the network file/],
  ])("%s", async (_name, options, words) => {
    const ended = await runProgram(["start", ...placeOf("options"), ...options]);
    expect(ended).toEqual({ code: 2, stdout: "", stderr: line("OPTION_INVALID", words) });
  });

  it("to start without a network file, or with one that isn't there", async () => {
    const none = await runProgram(["start", ...NODE]);
    expect(none).toMatchObject({ code: 2, stderr: line("OPTION_INVALID", /--network/) });
    const gone = await runProgram(["start", ...NODE, "--network", join(folder, "gone.json")]);
    expect(gone).toMatchObject({ code: 3, stderr: line("NETWORK_FILE_INVALID", /gone\.json/) });
  });

  it("an L2 of another chain id, and one that doesn't answer", async () => {
    const other = await startAnvil({ chainId: 31_338 });
    onTestFinished(() => other.stop());
    const wrong = await runProgram(["start", ...placeOf("l2"), ...NODE, ...QUIET, "--l2", other.url]);
    expect(wrong).toMatchObject({ code: 10, stderr: line("WRONG_CHAIN_ID", /31338.*31337|31337.*31338/) });
    const nobody = `http://127.0.0.1:${await freePort()}`;
    const down = await runProgram(["start", ...placeOf("l2"), ...NODE, ...QUIET, "--l2", nobody]);
    expect(down).toMatchObject({ code: 13, stderr: line("PROVIDER_DOWN", /Check the URLs/) });
  });

  it("a port that is taken, and names who has it", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const ended = await runProgram(["start", ...placeOf("port"), ...NODE, "--api-port", String(port)]);
    expect(ended).toMatchObject({
      code: 30,
      stderr: line("PORT_IN_USE", new RegExp(`${port}.*pid ${process.pid}\\)`)),
    });
  });

  it("a folder another process has, and then one that holds another network, which stays as it is", async () => {
    const place = placeOf("held");
    const running = await startProgram([...place, ...NODE]);
    const held = await runProgram(["check", ...place]);
    expect(held).toMatchObject({ code: 22, stderr: line("DATABASE_IN_USE", /held.*Stop it/) });
    expect(await running.stop()).toEqual({ code: 0, signal: null });
    const change = (genesis: Parameters<NonNullable<Parameters<typeof writeNetworkFile>[3]>>[0]) => ({
      ...genesis,
      ...{ stakingRequirement: genesis.stakingRequirement + 1n, time: genesis.time + 1 },
    });
    const other = await writeNetworkFile(join(folder, "other.json"), chain, [], change);
    const before = await runProgram(["check", ...place, ...QUIET]);
    expect(before).toMatchObject({ code: 0, stderr: "" });
    for (const command of [["start", ...NODE], ["rebuild"]])
      expect(await runProgram([...command, ...place, "--network", other, ...QUIET])).toMatchObject({
        ...{ code: 20, stdout: "", stderr: line("DATA_OF_OTHER_NETWORK", /database of its own/) },
      });
    const after = await runProgram(["check", ...place, ...QUIET]);
    expect(after).toEqual(before);
    expect(JSON.parse(after.stdout)).toMatchObject({ equal: true });
  });

  it("a data folder that is a file", async () => {
    const ended = await runProgram(["start", "--network", network, ...NODE, "--data-dir", network]);
    expect(ended).toMatchObject({ code: 21, stderr: line("DATABASE_UNREADABLE", /network\.json/) });
  });

  it("a database server that doesn't answer or let it in, without telling the password", async () => {
    const port = await freePort();
    const ask = (url: string) => runProgram(["start", ...placeOf("none"), ...NODE], { DATABASE_URL: url });
    const away = await ask(`postgresql://me:s3cret@127.0.0.1:${port}/db`);
    expect(away).toMatchObject({ code: 24, stderr: line("DATABASE_DOWN", new RegExp(`127\\.0\\.0\\.1:${port}`)) });
    const { options, remove } = await makeTestPlace("postgres", "nothing");
    onTestFinished(remove);
    if (options.kind !== "postgres") throw new Error("not PostgreSQL");
    const stranger = await ask(options.url.replace("postgres@", "nobody:s3cret@"));
    expect(stranger).toMatchObject({ code: 24, stderr: line("DATABASE_DOWN", /nobody.*DATABASE_URL/) });
    const nonsense = await ask("postgres:/me:s3cret@");
    expect(nonsense).toMatchObject({ code: 24, stderr: line("DATABASE_DOWN", /DATABASE_URL/) });
    expect(away.stderr + stranger.stderr + nonsense.stderr).not.toContain("s3cret");
  });
});

it("runs on the PostgreSQL of DATABASE_URL, and counts requests by whom a trusted proxy names", async () => {
  const { options, remove } = await makeTestPlace("postgres", "nothing");
  onTestFinished(remove);
  if (options.kind !== "postgres") throw new Error("not PostgreSQL");
  const limit = ["--api-rate-limit", "3", "--trusted-proxies", "127.0.0.1,10.0.0.0/8"];
  const { url, stop, log } = await startProgram([...placeOf("unused"), ...NODE, ...limit], {
    DATABASE_URL: options.url,
  });
  expect(log()).toContain('"database":"postgres"');
  const askAs = async (client: string) =>
    (await fetch(`${url}/v1/params`, { headers: { "x-forwarded-for": client } })).status;
  const answers: number[] = [];
  for (const client of ["198.51.100.1", "198.51.100.1", "198.51.100.1", "198.51.100.1", "198.51.100.2"])
    answers.push(await askAs(client));
  expect(answers).toEqual([200, 200, 200, 429, 200]);
  expect(await stop()).toEqual({ code: 0, signal: null });
});
