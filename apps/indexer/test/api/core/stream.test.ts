import type { SdkError, Topic } from "@session/sdk";
import type { StreamChange, StreamHello } from "@session/sdk/indexer-api";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { openTestDatabase } from "../../support/openTestDatabase.ts";
import { openTestApi, type TestApi } from "./support.ts";

const ADDRESS = `0x${"aB".repeat(20)}` as const;

describe("the stream of changes", () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase("pglite");
  });
  afterAll(() => database.close());

  async function subscribe(api: TestApi, topics: readonly Topic[]) {
    const { client } = await api.listen();
    const heard = { hellos: [] as StreamHello[], changes: [] as StreamChange[], errors: [] as SdkError[] };
    const abort = new AbortController();
    onTestFinished(() => abort.abort());
    const { ended } = client.subscribe({
      topics,
      onHello: (hello) => heard.hellos.push(hello),
      onChange: (change) => heard.changes.push(change),
      onError: (error) => heard.errors.push(error),
      signal: abort.signal,
    });
    return { heard, abort, ended };
  }
  const notice = (number: bigint, topics: readonly string[]) => ({
    ...{ source: "l2" as const, number, topics: new Set(topics) },
  });

  it("greets, then tells changes of the topics asked for, and no others", async () => {
    const api = await openTestApi(database);
    const { heard, abort, ended } = await subscribe(api, ["node:7", `address:${ADDRESS}`, "network"]);
    await expect.poll(() => heard.hellos).toEqual([{ l2Block: "110", height: 12 }]);
    const { notices } = api.modules;
    notices.publish(notice(111n, ["node:8", "events"]));
    notices.publish(notice(112n, ["node:7", "events", `address:${ADDRESS.toLowerCase()}`]));
    notices.publish({ ...notice(109n, ["network"]), rolledBackTo: 108n });
    await expect
      .poll(() => heard.changes)
      .toEqual([
        { source: "l2", number: "112", topics: ["node:7", `address:${ADDRESS.toLowerCase()}`] },
        { source: "l2", number: "109", topics: ["network"], rolledBackTo: "108" },
      ]);
    abort.abort();
    await ended;
    notices.publish(notice(113n, ["network"]));
    expect([heard.changes.length, heard.errors]).toEqual([2, []]);
  });

  it("a reader that lost the stream comes back by itself and is greeted again", async () => {
    const api = await openTestApi(database);
    const { heard } = await subscribe(api, ["network"]);
    await expect.poll(() => heard.hellos.length).toBe(1);
    api.app.server.closeAllConnections();
    await expect.poll(() => heard.hellos.length).toBe(2);
    expect(heard.errors.map(({ code }) => code)).toEqual(["API_UNREACHABLE"]);
    api.modules.notices.publish(notice(120n, ["network"]));
    await expect.poll(() => heard.changes.map(({ number }) => number)).toEqual(["120"]);
  });

  it("topics that are refused end the subscription", async () => {
    const api = await openTestApi(database);
    for (const topics of [
      ["nodes"],
      ["node:x"],
      ["address:0x12"],
      [],
      Array.from({ length: 101 }, (_, i) => `node:${i}`),
    ]) {
      const answer = await api.app.inject(`/v1/stream?topics=${topics.join(",")}`);
      expect([answer.statusCode, answer.json().code]).toEqual([400, "INVALID_PARAMETER"]);
    }
    expect((await api.app.inject("/v1/stream")).statusCode).toBe(400);
    const { heard, ended } = await subscribe(api, ["nodes" as Topic]);
    await ended;
    expect(heard.errors.map(({ detail }) => detail)).toMatchObject([{ code: "API_PROBLEM", status: 400 }]);
  });

  it("has a limit for each address and ends with the process", async () => {
    const api = await openTestApi(database, { maxStreamsPerAddress: 1 });
    const { url } = await api.listen();
    const first = await fetch(`${url}/v1/stream?topics=network`, { headers: { "last-event-id": "l2-5" } });
    const reader = first.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (!text.includes("data:")) text += (await reader?.read())?.value ?? "";
    expect(text).toContain('event: hello\ndata: {"l2Block":"110","height":12}\n\n');
    const second = await fetch(`${url}/v1/stream?topics=network`);
    expect([second.status, ((await second.json()) as { code: string }).code]).toEqual([503, "TOO_MANY_STREAMS"]);
    api.modules.notices.publish(notice(112n, ["network"]));
    expect((await reader?.read())?.value).toMatch(/^event: change\nid: l2-112\ndata: /);
    api.stop.abort();
    expect((await reader?.read())?.done).toBe(true);
  });
});
