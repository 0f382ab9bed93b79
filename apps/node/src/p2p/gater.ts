import type { ConnectionGater, MultiaddrConnection, PeerId } from "@libp2p/interface";
import type { P2pMetrics } from "../metrics/p2p.ts";
import type { P2pLimits } from "./limits.ts";
import { ed25519KeyOf, type PeerBook } from "./peers.ts";

/**
 * Who may connect: nobody banned, and only so many that are no contract nodes. Sockets that close before their handshake
 * is through (random bytes, port scans) are counted; they end by themselves at the upgrade's time limit.
 */
export function createGater(book: PeerBook, limits: P2pLimits, metrics: P2pMetrics): ConnectionGater {
  const handshakes = new Set<string>();
  return {
    denyDialPeer: (id: PeerId) => book.isBanned(id.toString()),
    denyInboundConnection: (connection: MultiaddrConnection) => {
      const address = connection.remoteAddr.toString();
      handshakes.add(address);
      connection.addEventListener("close", () => {
        if (handshakes.delete(address)) metrics.rejected.inc({ reason: "P2P_HANDSHAKE_FAILED" });
      });
      return false;
    },
    denyInboundEncryptedConnection: (id: PeerId, connection: MultiaddrConnection) => {
      handshakes.delete(connection.remoteAddr.toString());
      if (book.isBanned(id.toString())) return true;
      return !book.isContractNode(ed25519KeyOf(id)) && book.strangers >= limits.maxStrangers;
    },
    denyOutboundEncryptedConnection: (id: PeerId) => book.isBanned(id.toString()),
  };
}
