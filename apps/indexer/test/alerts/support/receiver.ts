import { WebhookReceiver } from "@session/testing";
import { onTestFinished } from "vitest";

/** A webhook's receiver, until the test ends. */
export async function startReceiver(): Promise<WebhookReceiver> {
  const receiver = await WebhookReceiver.start();
  onTestFinished(() => receiver.stop());
  return receiver;
}
