import { createHmac } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { isSignedDelivery, WebhookReceiver } from "./webhookReceiver.ts";

const SECRET = `0x${"5a".repeat(32)}` as const;

test("keeps what it got, and tells a delivery signed with the secret from any other", async () => {
  const receiver = await WebhookReceiver.start();
  onTestFinished(() => receiver.stop());
  const body = '{"type":"test"}';
  const v1 = createHmac("sha256", Buffer.from(SECRET.slice(2), "hex"))
    .update(`7.${body}`)
    .digest("hex");
  const headers = { "session-signature": `t=7,v1=${v1}` };
  expect((await fetch(receiver.url("/a?b=1"), { method: "POST", body, headers })).status).toBe(204);
  const [delivery] = receiver.received;
  expect(delivery).toMatchObject({ path: "/a?b=1", body });
  expect(isSignedDelivery({ headers, body }, SECRET)).toBe(true);
  expect(isSignedDelivery({ headers, body: `${body} ` }, SECRET)).toBe(false);
  expect(isSignedDelivery({ headers: {}, body }, SECRET)).toBe(false);
});

test("goes away and comes back at the same address", async () => {
  const receiver = await WebhookReceiver.start();
  onTestFinished(() => receiver.stop());
  const url = receiver.url();
  receiver.answer = (response) => response.writeHead(500).end();
  expect((await fetch(url, { method: "POST" })).status).toBe(500);
  await receiver.stop();
  await expect(fetch(url, { method: "POST" })).rejects.toThrow();
  await receiver.listen();
  expect((await fetch(url, { method: "POST" })).status).toBe(500);
});
