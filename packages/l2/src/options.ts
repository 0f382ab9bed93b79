import { L2Error } from "./errors.ts";
import type { Provider } from "./provider.ts";
import type { FollowerOptions } from "./types.ts";

type Check = (option: string, isValid: boolean, reason: string) => void;

/** Calls a range's logs take: those of the addresses, and those of children by their topics. */
export function logCalls({ children = [] }: FollowerOptions): number {
  return children.length === 0 ? 1 : 2;
}

function checkChildren({ addresses, children = [] }: FollowerOptions, check: Check): void {
  const followed = new Set(addresses.map((address) => address.toLowerCase()));
  for (const { factory, created, topics } of children) {
    check("children", followed.has(factory.toLowerCase()), `names the factory ${factory}, which is not in addresses`);
    check("children", topics.length > 0, "has a rule without topics: it would follow nothing");
    check(
      "children",
      [created, ...topics].every((topic) => /^0x[0-9a-fA-F]{64}$/.test(topic)),
      "holds no topic",
    );
  }
}

/** @throws L2Error `OPTION_INVALID` naming the option */
export function checkOptions(options: FollowerOptions, providers: readonly Provider[]): void {
  const check: Check = (option, isValid, reason) => {
    if (!isValid) throw new L2Error({ code: "OPTION_INVALID", option, reason }, `L2 follower: ${option} ${reason}`);
  };
  const { addresses, safeLag, reads = [] } = options;
  check("providers", providers.length > 0, "is empty");
  check("providers", new Set(providers.map(({ name }) => name)).size === providers.length, "has a name twice");
  // Head, cursor, end and next block; or the logs, and one step with its reads.
  const needed = Math.max(4, logCalls(options) + 1 + reads.length);
  check("providers", !providers.some(({ maxBatch }) => maxBatch < needed), `must take ${needed} calls in one request`);
  check("addresses", addresses.length > 0, "is empty: that would follow every contract");
  check("addresses", !addresses.some((address) => !/^0x[0-9a-fA-F]{40}$/.test(address)), "holds no address");
  checkChildren(options, check);
  check("step", options.step >= 1n, "is below 1");
  check("startBlock", options.startBlock >= 0n, "is negative");
  check("pollIntervalMs", options.pollIntervalMs > 0, "is not above 0");
  check("maxRange", options.maxRange === undefined || options.maxRange >= 1n, "is below 1");
  check("firstRange", options.firstRange === undefined || options.firstRange >= 1n, "is below 1");
  // Less than one poll of three requests would never finish a range.
  const calls = options.maxCallsPerMinute;
  check("maxCallsPerMinute", calls === undefined || calls >= 1, "is below 1");
  check("safeLag", ("blocks" in safeLag ? safeLag.blocks : safeLag.seconds) >= 0, "is negative");
}
