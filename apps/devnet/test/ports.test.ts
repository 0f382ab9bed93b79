import { once } from "node:events";
import { createServer } from "node:net";
import { portHolder } from "@session/http/process";
import { expect, test } from "vitest";
import { DevnetError } from "../src/errors.ts";
import { checkPortsFree, extendPorts, fixedPorts, freePorts, listPorts, MAX_NODES } from "../src/ports.ts";

const names = (count: number) => Array.from({ length: count }, (_, i) => `node${i + 1}`);

test("fixed ports differ for every service up to the largest network", () => {
  const ports = listPorts(fixedPorts(names(MAX_NODES))).map(({ port }) => port);
  expect(ports).toHaveLength(6 + 2 * MAX_NODES);
  expect(new Set(ports).size).toBe(ports.length);
});

test("free ports differ and are free", async () => {
  const list = listPorts(await freePorts(names(20)));
  expect(new Set(list.map(({ port }) => port)).size).toBe(46);
  await checkPortsFree(list);
});

test("networks that start at once get different ports, none of which an outgoing connection can take", async () => {
  const found = await Promise.all(Array.from({ length: 8 }, () => freePorts(names(10))));
  const ports = found.flatMap((one) => listPorts(one).map(({ port }) => port));
  expect(new Set(ports).size).toBe(8 * 26);
  expect(Math.min(...ports)).toBeGreaterThan(10_240);
  expect(Math.max(...ports)).toBeLessThan(32_768);
});

test("new nodes get ports without moving the others", async () => {
  for (const kept of [fixedPorts(names(3)), await freePorts(names(3))]) {
    const extended = await extendPorts(kept, names(5));
    expect(extended).toMatchObject(kept);
    expect(new Set(listPorts(extended).map(({ port }) => port)).size).toBe(16);
  }
});

test("a network from before there were sites gets ports for them", async () => {
  const { sites, ...before } = fixedPorts(names(2));
  expect(sites).toEqual({ portal: 4_730, explorer: 4_740 });
  expect(await extendPorts({ ...before, sites: {} }, names(2))).toEqual({ ...before, sites });
});

test("a port in use is named with its service and process", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  try {
    const error = await checkPortsFree([{ port, service: "node3" }]).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(DevnetError);
    const { detail } = error as DevnetError;
    expect(detail).toMatchObject({ code: "PORT_IN_USE", port, service: "node3" });
    if (process.platform === "linux") expect(await portHolder(port)).toContain(`(pid ${process.pid})`);
  } finally {
    server.close();
  }
});
