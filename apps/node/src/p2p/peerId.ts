import { publicKeyFromRaw } from "@libp2p/crypto/keys";
import { peerIdFromPublicKey } from "@libp2p/peer-id";

/** Text form of the peer id of an ed25519 public key (32 B). */
export function peerIdOf(ed25519Key: Uint8Array): string {
  return peerIdFromPublicKey(publicKeyFromRaw(ed25519Key)).toString();
}
