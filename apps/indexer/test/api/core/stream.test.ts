import type { SdkError, Topic } from "@session/sdk";
import type { StreamChange, StreamHello } from "@session/sdk/indexer-api";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { ChangeLog } from "../../../src/api/changeLog.ts";
import type { Database } from "../../../src/database/database.ts";
import { Notices } from "../../../src/pipeline/notices.ts";
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

  it("a reader that lost the stream comes back by itself and is told what it missed, each once", async () => {
    const api = await openTestApi(database);
    const { heard } = await subscribe(api, ["network"]);
    await expect.poll(() => heard.hellos.length).toBe(1);
    const { notices } = api.modules;
    notices.publish(notice(111n, ["network"]));
    await expect.poll(() => heard.changes.length).toBe(1);
    api.app.server.closeAllConnections();
    // Before it is back.
    await expect.poll(() => heard.errors.length).toBe(1);
    for (const number of [112n, 113n, 114n])
      notices.publish(notice(number, number === 113n ? ["events"] : ["network"]));
    await expect.poll(() => heard.hellos).toMatchObject([{ height: 12 }, { resumed: true }]);
    await expect.poll(() => heard.changes.map(({ number }) => number)).toEqual(["111", "112", "114"]);
  });

  it("of what is too long ago, or was another process', it is greeted as new", () => {
    const stop = new AbortController();
    const notices = new Notices((error) => {
      throw error;
    });
    const log = new ChangeLog({ notices, signal: stop.signal }, { maxNotices: 3, maxTopics: 5 });
    const ids = [log.newestId];
    log.subscribe(({ id }) => ids.push(id));
    const numbersAfter = (id = "") => log.after(id)?.map((change) => change.notice.number);
    for (const number of [1n, 2n, 3n]) notices.publish(notice(number, ["network"]));
    expect(ids.map(numbersAfter)).toEqual([[1n, 2n, 3n], [2n, 3n], [3n], []]);
    expect(log.after(ids[1] ?? "")?.map(({ id }) => id)).toEqual(ids.slice(2));
    notices.publish(notice(4n, ["network"]));
    expect(ids.map(numbersAfter)).toEqual([undefined, [2n, 3n, 4n], [3n, 4n], [4n], []]);
    // Large ones take the place of many.
    notices.publish(notice(5n, ["network", "events", "node:1", "node:2", "node:3"]));
    expect(ids.map(numbersAfter)).toEqual([undefined, undefined, undefined, undefined, [5n], []]);
    const other = new ChangeLog({ notices, signal: stop.signal });
    const [epoch] = log.newestId.split("-");
    for (const id of ["", "l2-5", other.newestId, `${epoch}-6`, `${epoch}--1`, `${epoch}-1e1`])
      expect(numbersAfter(id)).toBeUndefined();
    stop.abort();
    notices.publish(notice(6n, ["network"]));
    expect(numbersAfter(ids.at(-1))).toEqual([]);
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
    /** Reads on until it has come, in however many parts; or to the end. */
    const expectNext = async (event: RegExp) => {
      for (let isOver = reader === undefined; !event.test(text) && !isOver; ) {
        const part = await reader?.read();
        text += part?.value ?? "";
        isOver = part?.done !== false;
      }
      expect(text).toMatch(event);
      text = "";
    };
    await expectNext(/event: hello\nid: [0-9a-f]{12}-0\ndata: {"l2Block":"110","height":12}\n\n/);
    const second = await fetch(`${url}/v1/stream?topics=network`);
    expect([second.status, ((await second.json()) as { code: string }).code]).toEqual([503, "TOO_MANY_STREAMS"]);
    api.modules.notices.publish(notice(112n, ["network"]));
    await expectNext(/event: change\nid: [0-9a-f]{12}-1\ndata: .*\n\n$/);
    api.stop.abort();
    expect((await reader?.read())?.done).toBe(true);
  });
});
