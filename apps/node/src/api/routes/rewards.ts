import type { TypedApp } from "@session/http";
import { address, rewardsSchema } from "@session/sdk/node-api";
import { hexToBytes } from "viem";
import { z } from "zod";
import { toAddress } from "../format.ts";
import type { ApiModules } from "../modules.ts";

/** Ledger units (1e-18 SESH) in a base unit (1e-9 SESH). */
const LEDGER_PER_BASE = 1_000_000_000n;

export function rewardRoutes(app: TypedApp, { chain }: ApiModules): void {
  const schema = {
    summary: "Lifetime rewards of an address as of the newest block",
    params: z.object({ address }),
    response: { 200: rewardsSchema },
  };
  app.get("/v1/rewards/:address", { schema }, ({ params }) => {
    const bytes = hexToBytes(params.address as `0x${string}`);
    const ledger = chain.state.lifetimeRewards(bytes);
    return {
      address: toAddress(bytes),
      height: chain.state.height,
      lifetimeRewards: (ledger / LEDGER_PER_BASE).toString(),
      lifetimeLedger: ledger.toString(),
    };
  });
}
