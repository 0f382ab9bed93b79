import { connect } from "node:net";
import { RPC } from "@libp2p/gossipsub/message";
import type { Connection, Libp2p, Stream } from "@libp2p/interface";
import type { Vote } from "@session/protocol";
import { encode } from "it-length-prefixed";
import { StatusSsz, VoteBatchSsz } from "../../src/p2p/wire.ts";
import { GENESIS_HASH } from "./harness.ts";

export const GOSSIP_PROTOCOL = "/meshsub/1.2.0";

/** A libp2p peer with a valid handshake that then sends whatever it likes. */
export class Attacker {
  readonly host: Libp2p;
  readonly connection: Connection;
  readonly seed: Uint8Array;

  private constructor(host: Libp2p, connection: Connection, seed: Uint8Array) {
    this.host = host;
    this.connection = connection;
    this.seed = seed;
  }

  static async connect(address: string, seed: Uint8Array): Promise<Attacker> {
    const [{ createLibp2p }, { tcp }, { noise }, { yamux }, { identify }, { ping }, keys, { multiaddr }] =
      await Promise.all([
        import("libp2p"),
        import("@libp2p/tcp"),
        import("@libp2p/noise"),
        import("@libp2p/yamux"),
        import("@libp2p/identify"),
        import("@libp2p/ping"),
        import("@libp2p/crypto/keys"),
        import("@multiformats/multiaddr"),
      ]);
    const host = await createLibp2p({
      privateKey: await keys.generateKeyPairFromSeed("Ed25519", seed),
      addresses: { listen: [] },
      transports: [tcp()],
      connectionEncrypters: [noise()],
      streamMuxers: [yamux()],
      services: { identify: identify(), ping: ping() },
    });
    return new Attacker(host, await host.dial(multiaddr(address)), seed);
  }

  get name(): string {
    return this.host.peerId.toString();
  }

  get isDisconnected(): boolean {
    return this.connection.status !== "open";
  }

  /** Answers status requests with any head. */
  async claim(height: number, genesisHash = GENESIS_HASH): Promise<void> {
    const status = { genesisHash, height, headHash: new Uint8Array(32), earliest: 1, l2Number: 0 };
    await this.host.handle("/session/status/1", async (stream) => {
      send(stream, Uint8Array.of(0, ...StatusSsz.serialize(status)));
      send(stream, Uint8Array.of(1));
      await stream.close();
    });
  }

  async stream(protocol: string): Promise<Stream> {
    return this.connection.newStream(protocol);
  }

  /** Sends bodies as gossip messages of a topic, one frame each, until the connection is closed. */
  async publish(topic: string, bodies: readonly Uint8Array[], extra: Partial<RPC.Message> = {}): Promise<void> {
    const stream = await this.stream(GOSSIP_PROTOCOL);
    for (const data of bodies) send(stream, RPC.encode({ subscriptions: [], messages: [{ topic, data, ...extra }] }));
  }

  async subscribe(topic: string): Promise<void> {
    const stream = await this.stream(GOSSIP_PROTOCOL);
    send(stream, RPC.encode({ subscriptions: [{ subscribe: true, topic }], messages: [] }));
  }

  async publishVotes(topic: string, votes: readonly Vote[]): Promise<void> {
    await this.publish(
      topic,
      votes.map((vote) => VoteBatchSsz.serialize([vote])),
    );
  }

  async close(): Promise<void> {
    await this.host.stop();
  }
}

/** Sends one length-prefixed frame; a stream that is closed already takes nothing. */
export function send(stream: Stream, body: Uint8Array): void {
  if (stream.writeStatus === "writable") stream.send(encode.single(body));
}

/** Opens a plain TCP connection, sends bytes, and resolves once the other side has closed it. */
export function sendRawTcp(port: number, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    socket.on("error", () => undefined);
    socket.on("data", () => undefined);
    socket.on("close", () => resolve());
  });
}
