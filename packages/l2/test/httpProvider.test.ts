import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { createProvider, type HttpProviderOptions } from "../src/index.ts";

const call = { method: "eth_chainId", params: [] };
const { signal } = new AbortController();

/** A provider over a server that answers as told. */
async function serve(answer: (response: ServerResponse) => void, options: Partial<HttpProviderOptions> = {}) {
  const server = createServer((_, response) => answer(response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as { port: number };
  return createProvider({
    url: `http://127.0.0.1:${port}/v2/secret-key?token=x`,
    ...options,
  });
}

test("answers in any order are sorted by id; an error of one call is its answer", async () => {
  const provider = await serve((response) =>
    response.end(
      JSON.stringify([
        { jsonrpc: "2.0", id: 1, error: { code: 3, message: "execution reverted", data: "0xaa" } },
        { jsonrpc: "2.0", id: 0, result: "0x1" },
        { jsonrpc: "2.0", id: 2, result: null },
      ]),
    ),
  );
  expect(await provider.request([call, call, call], signal)).toEqual([
    { ok: true, result: "0x1" },
    { ok: false, rpcCode: 3, message: "execution reverted", data: "0xaa" },
    { ok: true, result: null },
  ]);
  expect(await provider.request([], signal)).toEqual([]);
});

/** A provider that isn't there: whatever it answers, or nothing. */
async function expectDown(
  answer: (response: ServerResponse) => void,
  reason: RegExp,
  options: Partial<HttpProviderOptions> = {},
): Promise<void> {
  const provider = await serve(answer, { maxAnswerBytes: 1_000, ...options });
  const error = await provider.request([call], signal).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    detail: { code: "PROVIDER_DOWN", providers: [provider.name], reason: expect.stringMatching(reason) },
  });
  expect(provider.name).toMatch(/^127\.0\.0\.1:\d+$/);
  expect(String(error)).not.toMatch(/secret-key|token=/);
}

test.each<[string, (response: ServerResponse) => void, RegExp]>([
  ["HTTP 429", (response) => response.writeHead(429).end("slow down"), /^HTTP 429$/],
  ["no JSON", (response) => response.end("<html>"), /^not JSON$/],
  ["a single error", (response) => response.end('{"error":{"message":"no batches here"}}'), /no batches here/],
  [
    "an error full of control codes",
    (response) => response.end('{"error":{"message":"a\\u001b[31m\\n{"}}'),
    /^refused: a \[31m \{$/,
  ],
  ["a missing answer", (response) => response.end('[{"id":7,"result":1}]'), /call 0 .* not answered/],
  ["neither result nor error", (response) => response.end('[{"id":0}]'), /neither/],
  ["too much", (response) => response.end(`[{"id":0,"result":"${"x".repeat(2_000)}"}]`), /more than 1000 bytes/],
  ["a connection cut", (response) => response.destroy(), /./],
])("%s is PROVIDER_DOWN, and the name holds no key", (_, answer, reason) =>
  // What is said is waited for, however busy the machine is.
  expectDown(answer, reason, { timeoutMs: 60_000 }),
);

test("silence is PROVIDER_DOWN, too, once it has lasted too long", () =>
  expectDown(() => {}, /timeout|aborted/i, { timeoutMs: 200 }));

test("a URL that is none is refused", () => {
  for (const url of ["", "ftp://example.org", "localhost:8545"])
    expect(() => createProvider({ url })).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ code: "OPTION_INVALID" }) }),
    );
});
