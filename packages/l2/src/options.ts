import { L2Error } from "./errors.ts";
import type { Provider } from "./provider.ts";
import type { FollowerOptions } from "./types.ts";

/** @throws L2Error `OPTION_INVALID` naming the option */
export function checkOptions(options: FollowerOptions, providers: readonly Provider[]): void {
  const check = (option: string, isValid: boolean, reason: string): void => {
    if (!isValid) throw new L2Error({ code: "OPTION_INVALID", option, reason }, `L2 follower: ${option} ${reason}`);
  };
  const { addresses, safeLag, reads = [] } = options;
  check("providers", providers.length > 0, "is empty");
  check("providers", new Set(providers.map(({ name }) => name)).size === providers.length, "has a name twice");
  // Head, cursor, end and next block; or the logs, and one step with its reads.
  const needed = Math.max(4, 2 + reads.length);
  check("providers", !providers.some(({ maxBatch }) => maxBatch < needed), `must take ${needed} calls in one request`);
  check("addresses", addresses.length > 0, "is empty: that would follow every contract");
  check("addresses", !addresses.some((address) => !/^0x[0-9a-fA-F]{40}$/.test(address)), "holds no address");
  check("step", options.step >= 1n, "is below 1");
  check("startBlock", options.startBlock >= 0n, "is negative");
  check("pollIntervalMs", options.pollIntervalMs > 0, "is not above 0");
  check("maxRange", options.maxRange === undefined || options.maxRange >= 1n, "is below 1");
  // Less than one poll of three requests would never finish a range.
  const calls = options.maxCallsPerMinute;
  check("maxCallsPerMinute", calls === undefined || calls >= 1, "is below 1");
  check("safeLag", ("blocks" in safeLag ? safeLag.blocks : safeLag.seconds) >= 0, "is negative");
}
