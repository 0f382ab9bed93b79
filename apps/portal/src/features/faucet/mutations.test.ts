// @vitest-environment node
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { explain } from "../../errors/explain.ts";
import { requestFunds } from "./mutations.ts";

const ACCOUNT = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
let server: Server | undefined;
afterEach(() => new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve()))));

/** A faucet that answers each request alike. */
async function faucet(status: number, body: unknown) {
  const asked: unknown[] = [];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    asked.push(JSON.parse(Buffer.concat(chunks).toString()));
    const text = typeof body === "string" ? body : JSON.stringify(body);
    response.writeHead(status, { "content-type": "application/json", connection: "close" }).end(text);
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const refusal = (status: number, code: string) => ({ status, code, detail: "No." });
const failureOf = (url: string) =>
  requestFunds(url, ACCOUNT, 5n).then(
    () => undefined,
    (error: unknown) => explain(error),
  );

test("amounts go and come as decimal strings, beyond what a float can hold", async () => {
  const amount = 2n ** 60n + 1n;
  const { url, asked } = await faucet(200, { address: ACCOUNT, amount: `${amount}`, seshTx: "0x1", ethTx: "0x2" });
  expect((await requestFunds(url, ACCOUNT, amount)).amount).toBe(amount);
  expect(asked).toEqual([{ address: ACCOUNT, amount: `${amount}` }]);
});

test.each([
  [429, "RATE_LIMITED", "Too many requests came from here."],
  [400, "AMOUNT_TOO_LARGE", "The faucet doesn't give this much at a time."],
  [503, "FAUCET_FAILED", "The faucet couldn't send."],
])("a refusal has words and a next step: %s %s", async (status, code, what) => {
  const { url } = await faucet(status, refusal(status, code));
  const said = await failureOf(url);
  expect(said).toMatchObject({ what, code });
  expect(said?.next).toMatch(/\w+.*\.$/);
});

test("must-not-repeat 4.8: an error page and a success of another shape are failures", async () => {
  const page = await faucet(502, "<html>");
  expect((await failureOf(page.url))?.code).toBe("API_MALFORMED");
  server?.close();
  const odd = await faucet(200, { ok: true });
  expect((await failureOf(odd.url))?.code).toBe("API_MALFORMED");
});

test("a faucet that is gone has words, too", async () => {
  expect((await failureOf("http://127.0.0.1:9"))?.code).toBe("API_UNREACHABLE");
});
