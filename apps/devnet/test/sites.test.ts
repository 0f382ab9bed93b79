import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { freePort } from "@session/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fixedPorts } from "../src/ports.ts";
import { placesOf, toExplorerConfig, toPortalConfig } from "../src/sites/config.ts";
import { readSite } from "../src/sites/files.ts";
import { SiteServer } from "../src/sites/server.ts";

const address = (digit: string) => `0x${digit.repeat(40)}` as const;
const CONTRACTS = {
  serviceNodeRewards: address("1"),
  rewardRatePool: address("2"),
  seshL2: address("3"),
  serviceNodeContributionFactory: address("4"),
  tokenVestingStaking: address("5"),
};
const STATE = { chainId: 31_337, contracts: CONTRACTS, ports: fixedPorts(["node1", "node2"]) };
const PLACES = placesOf(STATE, "http://127.0.0.1:8545");

let folder: string;
let port: number;
let server: SiteServer;

/** As it stands, without what `fetch` makes of `..` first. */
async function ask(path: string, options: { method?: string; encoding?: string } = {}) {
  const headers = options.encoding === undefined ? {} : { "accept-encoding": options.encoding };
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  get({ host: "127.0.0.1", port, path, method: options.method ?? "GET", headers, agent: false }, resolve).once(
    "error",
    reject,
  );
  const response = await promise;
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sdn-site-"));
  const dist = join(folder, "dist");
  await mkdir(join(dist, "assets"), { recursive: true });
  await mkdir(join(dist, ".vite"));
  await writeFile(join(folder, "secret.txt"), "outside");
  await writeFile(join(dist, "index.html"), "<title>the page</title>");
  await writeFile(join(dist, ".vite", "manifest.json"), "{}");
  await writeFile(join(dist, "assets", "index-1a2b.js"), "plain");
  await writeFile(join(dist, "assets", "index-1a2b.js.br"), "packed");
  port = await freePort();
  const [config, origins] = [
    () => toPortalConfig(PLACES),
    () => [PLACES.l2, PLACES.indexer, PLACES.faucet, ...PLACES.nodes],
  ];
  server = await SiteServer.listen({ name: "portal", port, config, origins });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

test("until it has been built, pages say so and come back, and its configuration is there", async () => {
  const { status, headers, body } = await ask("/stakes");
  expect(status).toBe(503);
  expect(headers).toMatchObject({ "retry-after": "2", "cache-control": "no-store" });
  expect(body).toContain("is being built");
  expect((await ask("/config.json")).status).toBe(200);
  server.show(await readSite(join(folder, "dist")));
  expect((await ask("/")).body).toContain("the page");
});

test("one that can't be built says why, on each page", async () => {
  const failed = await SiteServer.listen({
    name: "portal",
    port: await freePort(),
    config: () => ({}),
    origins: () => [],
  });
  failed.fail("portal can't be built: no such file");
  const response = await fetch(`${failed.url}/stakes`);
  expect([response.status, await response.text()]).toEqual([503, "portal can't be built: no such file\n"]);
  await failed.close();
});

test("a path of the site's own router is the page, and is asked for anew each time", async () => {
  for (const path of ["/stakes", "/stake/0x12?tx=0x34", "/assetsOf/you", "/a%20b"]) {
    const { status, headers, body } = await ask(path);
    expect([path, status, body]).toEqual([path, 200, "<title>the page</title>"]);
    expect(headers).toMatchObject({ "content-type": "text/html; charset=utf-8", "cache-control": "no-cache" });
  }
});

test("a hashed file is kept for ever, packed for who takes it; one that is gone is not a page", async () => {
  const plain = await ask("/assets/index-1a2b.js");
  expect(plain).toMatchObject({ status: 200, body: "plain" });
  expect(plain.headers).toMatchObject({
    "content-type": "text/javascript; charset=utf-8",
    "cache-control": "public, max-age=31536000, immutable",
    vary: "accept-encoding",
    "x-content-type-options": "nosniff",
  });
  const packed = await ask("/assets/index-1a2b.js", { encoding: "gzip, br" });
  expect(packed).toMatchObject({ body: "packed", headers: { "content-encoding": "br" } });
  expect((await ask("/assets/index-old.js")).status).toBe(404);
});

test.each([
  "/../secret.txt",
  "/assets/../../secret.txt",
  "/%2e%2e/secret.txt",
  "/..%2fsecret.txt",
  "/..%5csecret.txt",
  "/%00",
  "/%zz",
  "//../secret.txt",
])("%s leads nowhere", async (path) => {
  expect(await ask(path)).toMatchObject({ status: 400, body: expect.not.stringContaining("outside") });
});

test("what lies beside the pages isn't theirs", async () => {
  for (const path of ["/.vite/manifest.json", "/assets/index-1a2b.js.br", `/${folder}/secret.txt`])
    expect((await ask(path)).body).not.toMatch(/outside|packed|\{\}/);
});

test("it is read, never written", async () => {
  for (const method of ["POST", "PUT", "DELETE"]) expect((await ask("/", { method })).status).toBe(405);
  expect(await ask("/", { method: "HEAD" })).toMatchObject({ status: 200, body: "" });
});

test("/config.json says where this network is", async () => {
  const { headers, body } = await ask("/config.json");
  expect(headers).toMatchObject({ "content-type": "application/json", "cache-control": "no-cache" });
  expect(JSON.parse(body)).toEqual({
    networkName: "devnet",
    chainId: 31_337,
    rpcUrl: "http://127.0.0.1:8545",
    indexerUrl: "http://127.0.0.1:4720",
    faucetUrl: "http://127.0.0.1:4700",
    contracts: {
      serviceNodeRewards: address("1"),
      rewardRatePool: address("2"),
      sesh: address("3"),
      serviceNodeContributionFactory: address("4"),
      vestings: [address("5")],
    },
    nodeApis: ["http://127.0.0.1:4801", "http://127.0.0.1:4802"],
    burnerWallet: true,
    explorerUrl: "http://127.0.0.1:4740",
  });
  expect(toExplorerConfig(PLACES)).toEqual({
    networkName: "devnet",
    chainId: 31_337,
    rpcUrl: "http://127.0.0.1:8545",
    indexerUrl: "http://127.0.0.1:4720",
    contract: address("1"),
    nodeApis: ["http://127.0.0.1:4801", "http://127.0.0.1:4802"],
  });
});

test("a page may talk to this network, and to nobody else", async () => {
  const { headers } = await ask("/");
  const [connect, frames] = String(headers["content-security-policy"]).split("; ");
  expect(connect?.split(" ")).toEqual([
    "connect-src",
    "'self'",
    ...[8545, 4720, 4700, 4801, 4802].map((each) => `http://127.0.0.1:${each}`),
  ]);
  expect(frames).toBe("frame-ancestors 'none'");
});
