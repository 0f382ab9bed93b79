import { type Chain, createPublicClient, http, type PublicClient, type Transport } from "viem";

/** Its own module: pages that only show what the indexer says need none of it. */
export function createL2Client(chain: Chain, rpcUrl: string): PublicClient<Transport, Chain> {
  return createPublicClient({ chain, transport: http(rpcUrl) });
}
