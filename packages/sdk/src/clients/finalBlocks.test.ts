import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { problemReply } from "../../test/support/server.ts";
import { createNodeClient } from "./node.ts";

const coded = (code: string) => expect.objectContaining({ code });

async function clientOf(answer: RequestListener, timeoutMs?: number) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { client: createNodeClient({ url, ...(timeoutMs === undefined ? {} : { timeoutMs }) }), asked };
}

function framed(...blocks: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    blocks.flatMap((block) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(block.length);
      return [length, block];
    }),
  );
}

const first = new Uint8Array(300).fill(1);
const second = Uint8Array.of(7);

test("an answer is split into its blocks; none is an answer, too", async () => {
  const answers = [framed(first, second), Buffer.alloc(0)];
  const { client, asked } = await clientOf((_request, response) => response.end(answers.shift()));
  expect(await client.getFinalBlocks({ from: 5, limit: 2 })).toEqual([first, second]);
  expect(await client.getFinalBlocks({ from: 7 })).toEqual([]);
  expect(asked).toEqual(["/v1/final-blocks?from=5&limit=2", "/v1/final-blocks?from=7"]);
});

test("cut off, empty or surplus blocks are malformed", async () => {
  const whole = framed(first);
  const answers = [
    whole.subarray(0, 3),
    whole.subarray(0, -1),
    framed(new Uint8Array()),
    framed(first, second, second),
  ];
  for (const answer of answers) {
    const { client } = await clientOf((_request, response) => response.end(answer));
    await expect(client.getFinalBlocks({ from: 1, limit: 2 })).rejects.toEqual(coded("API_MALFORMED"));
  }
});

test("an answer without end is read up to a limit, one that stands still until the time is over", async () => {
  const endless = await clientOf((_request, response) => {
    const write = () => {
      while (response.write(Buffer.alloc(65_536)));
    };
    response.on("drain", write);
    write();
  });
  await expect(endless.client.getFinalBlocks({ from: 1 })).rejects.toEqual(coded("API_MALFORMED"));
  await expect(endless.client.getStatus()).rejects.toEqual(coded("API_MALFORMED"));
  const silent = await clientOf((_request, response) => response.write(Uint8Array.of(1)), 100);
  await expect(silent.client.getFinalBlocks({ from: 1 })).rejects.toEqual(coded("API_UNREACHABLE"));
});

test("a broken connection and an abort are no answer; a problem keeps its code", async () => {
  const broken = await clientOf((_request, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write(Uint8Array.of(1), () => response.destroy());
  });
  await expect(broken.client.getFinalBlocks({ from: 1 })).rejects.toEqual(coded("API_UNREACHABLE"));
  await expect(broken.client.getFinalBlocks({ from: 1 }, AbortSignal.abort())).rejects.toEqual(
    coded("API_UNREACHABLE"),
  );
  const refusing = await clientOf((_request, response) => {
    const { status = 500, body } = problemReply(429, "RATE_LIMITED");
    response.writeHead(status).end(JSON.stringify(body));
  });
  await expect(refusing.client.getFinalBlocks({ from: 1 })).rejects.toMatchObject({
    detail: { code: "API_PROBLEM", status: 429, apiCode: "RATE_LIMITED" },
  });
});
