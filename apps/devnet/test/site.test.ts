import { freePort } from "@session/testing";
import { expect, test } from "vitest";
import { fixedPorts } from "../src/ports.ts";
import { placesOf } from "../src/sites/config.ts";
import { Site } from "../src/sites/site.ts";

const address = `0x${"11".repeat(20)}` as const;
const CONTRACTS = {
  serviceNodeRewards: address,
  rewardRatePool: address,
  seshL2: address,
  serviceNodeContributionFactory: address,
};
const places = () =>
  placesOf({ chainId: 31_337, contracts: CONTRACTS, ports: fixedPorts(["node1"]) }, "http://127.0.0.1:8545");

async function open(name: string) {
  const logged: string[] = [];
  const site = new Site({ name, port: 0, toConfig: () => ({}) }, await freePort(), {
    places,
    log: (line) => logged.push(line),
  });
  await site.listen();
  return { site, logged };
}

test("a site that can't be built says so in its state, its log and its pages, and the network goes on", async () => {
  const { site, logged } = await open("no-such-site");
  expect(site.status).toMatchObject({ state: "building", pid: process.pid, reason: { code: "BUILDING" } });
  await site.build();
  expect(site.status).toMatchObject({ state: "failed", reason: { code: "BUILD_FAILED" } });
  expect(logged).toEqual(["build failed"]);
  expect(await (await fetch(`${site.status.url}/`)).text()).toContain("restart no-such-site");
  await site.close("stopped");
});

test("one that was ended before its turn isn't built any more", async () => {
  const { site, logged } = await open("no-such-site");
  await site.close("killed");
  await site.build();
  expect(site.status).toMatchObject({ state: "killed", pid: null, reason: null });
  expect(logged).toEqual([]);
});
