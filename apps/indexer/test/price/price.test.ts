import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { pino } from "pino";
import { Registry } from "prom-client";
import { describe, expect, it, onTestFinished } from "vitest";
import { parsePrice } from "../../src/price/parsePrice.ts";
import { PriceFeed } from "../../src/price/priceFeed.ts";

const NOW = 1_800_000_000;
const priced = (number: string) => `{"a":{"b/c~":[{},{"usd":${number}}]},"other":1}`;
const PATH = "/a/b~1c~0/1/usd";

describe("a price out of JSON", () => {
  it.each([
    ["0.1", "0.1"],
    ["1", "1"],
    ["12.500", "12.5"],
    ["1.10e-1", "0.11"],
    ["25e2", "2500"],
    ["1.5E+1", "15"],
    ["1e-9", "0.000000001"],
    // As a double these would be others.
    ["0.12345678901234567891", "0.12345678901234567891"],
    ["9007199254.740993000000001", "9007199254.740993000000001"],
    ['"0.30"', "0.3"],
  ])("%s is %s", (number, expected) => {
    expect(parsePrice(priced(number), PATH)).toBe(expected);
  });

  it.each([
    ...["0", "0.000", "-1", "1e400", "1e-99", '""', '"1,5"', '"0x10"', '"NaN"', "null", "true", "{}", "[1]"],
    ...['"١.٥"', "1234567890123", '"1e999999999"', `"0.${"1".repeat(31)}"`],
  ])("%s is none", (number) => {
    expect(() => parsePrice(priced(number), PATH)).toThrowError(expect.objectContaining({ code: "PRICE_INVALID" }));
  });

  it("that isn't there, or isn't JSON", () => {
    for (const path of ["/x", "/a/b", "/a/b~1c~0/2/usd", "/__proto__", "/a/constructor", "/other/length"])
      expect(() => parsePrice(priced("1"), path)).toThrowError(expect.objectContaining({ code: "PRICE_MISSING" }));
    for (const text of ["", "<html>", "{", priced("01")])
      expect(() => parsePrice(text, PATH)).toThrowError(expect.objectContaining({ code: "PRICE_NOT_JSON" }));
  });

  it("is exact, however it is written", () => {
    const parts = fc.tuple(fc.bigInt(1n, 10n ** 20n), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 8 }));
    fc.assert(
      fc.property(parts, ([digits, decimals, shift]) => {
        // digits × 10^-decimals, written with an exponent.
        const text = digits.toString().padStart(decimals + shift + 1, "0");
        const point = text.length - decimals - shift;
        const whole = text.slice(0, point).replace(/^0+(?=\d)/, "");
        fc.pre(digits / 10n ** BigInt(decimals) < 10n ** 12n);
        const found = parsePrice(priced(`${whole}.${text.slice(point)}0e${shift}`), PATH);
        const [left = "", right = ""] = found.split(".");
        expect(BigInt(left + right) * 10n ** BigInt(decimals - right.length)).toBe(digits);
      }),
    );
  });
});

type Answer = (response: ServerResponse) => void;

/** A source whose answer the test changes, and a feed over it that asks all the time. */
async function open(options: { readonly timeoutMs?: number } = {}) {
  const source: { answer: Answer; asked: number } = { answer: () => undefined, asked: 0 };
  const server = createServer((_request, response) => {
    source.asked++;
    source.answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const clock = { sec: NOW };
  const registry = new Registry();
  const url = `http://127.0.0.1:${port}/?key=secret`;
  const feed = new PriceFeed(
    { url, path: PATH, currency: "USD", pollMs: 5, timeoutMs: 2_000, maxAgeSec: 60, ...options },
    { registry, logger: pino({ level: "silent" }), now: () => clock.sec * 1_000 },
  );
  const stop = new AbortController();
  const done = feed.run(stop.signal);
  onTestFinished(async () => {
    stop.abort();
    await done;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const failures = async (code: string) => {
    const metric = await registry.getSingleMetric("session_indexer_price_failures_total")?.get();
    return metric?.values.find(({ labels }) => labels.code === code)?.value ?? 0;
  };
  return { source, feed, clock, failures, host: `127.0.0.1:${port}` };
}

const says =
  (text: string, status = 200): Answer =>
  (response) =>
    response.writeHead(status, { "content-type": "application/json" }).end(text);

const LIES: readonly (readonly [string, Answer, string])[] = [
  ["no JSON", says("<html>"), "PRICE_NOT_JSON"],
  ["a document without it", says("{}"), "PRICE_MISSING"],
  ["a negative price", says(priced("-4")), "PRICE_INVALID"],
  ["an error", says(priced("4"), 500), "PRICE_STATUS"],
  ["no content", says("", 204), "PRICE_STATUS"],
  ["a redirect", (response) => response.writeHead(302, { location: "/elsewhere" }).end(), "PRICE_UNREACHABLE"],
  ["a broken connection", (response) => response.destroy(), "PRICE_UNREACHABLE"],
  ["bytes without end", endless, "PRICE_TOO_LARGE"],
];

function endless(response: ServerResponse): void {
  response.writeHead(200);
  const more = () => {
    while (!response.destroyed && response.write("[".repeat(20_000)));
  };
  response.on("drain", more);
  more();
}

describe("the source of prices", () => {
  it("is asked again and again; the newest is told, without the key of its URL", async () => {
    const { source, feed, host } = await open();
    expect(feed.current()).toEqual({ currency: "USD", source: host, value: null, at: null });
    source.answer = says(priced("0.10"));
    await expect.poll(() => feed.current()).toEqual({ currency: "USD", source: host, value: "0.1", at: NOW });
    source.answer = says(priced("0.2"));
    await expect.poll(() => feed.current().value).toBe("0.2");
  });

  it.each(LIES)(
    "that answers with %s keeps the last price until it is too old, and is believed again",
    async (...lie) => {
      const [, answer, code] = lie;
      const { source, feed, clock, failures } = await open();
      source.answer = says(priced("3"));
      await expect.poll(() => feed.current().value).toBe("3");
      source.answer = answer;
      await expect.poll(() => failures(code)).toBeGreaterThan(1);
      expect(feed.current()).toMatchObject({ value: "3", at: NOW });
      clock.sec += 61;
      expect(feed.current()).toMatchObject({ value: null, at: NOW });
      source.answer = says(priced("5"));
      await expect.poll(() => feed.current()).toMatchObject({ value: "5", at: NOW + 61 });
    },
  );

  it.each([
    ["before it answers", () => undefined],
    ["in the middle of its answer", (response: ServerResponse) => void response.writeHead(200).write('{"a":')],
  ])("that hangs %s is given up on", async (_, answer) => {
    const { source, feed, failures } = await open({ timeoutMs: 30 });
    source.answer = answer;
    await expect.poll(() => failures("PRICE_TIMEOUT")).toBeGreaterThan(1);
    expect(feed.current()).toMatchObject({ value: null, at: null });
  });
});
