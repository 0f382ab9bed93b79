import type { GossipSub, GossipsubOpts } from "@libp2p/gossipsub";
import type { ConnectionGater, Libp2p, PrivateKey, Stream, StreamHandler } from "@libp2p/interface";
import { P2pError } from "./errors.ts";
import { inOneWrite } from "./fewerWrites.ts";
import type { P2pLimits } from "./limits.ts";

/** One message of a gossip frame, before the library has looked at it. */
export type RawMessage = {
  from?: Uint8Array;
  data?: Uint8Array;
  seqno?: Uint8Array;
  topic: string;
  signature?: Uint8Array;
  key?: Uint8Array;
};
export type RawRpc = { subscriptions: unknown[]; messages: RawMessage[]; control?: unknown };

/** Public members of the router's class that its interface leaves out. */
export interface GossipRouter extends GossipSub {
  handleReceivedRpc(from: { toString(): string }, rpc: RawRpc): Promise<void>;
  getMeshPeers(topic: string): string[];
  readonly streamsOutbound: ReadonlyMap<string, unknown>;
}

export type Host = Libp2p<{ gossip: GossipRouter }>;

export type HostOptions = {
  readonly ed25519Seed: Uint8Array;
  readonly host: string;
  readonly port: number;
  readonly announce: readonly string[];
  readonly limits: P2pLimits;
  /** Many nodes share one address: no limits by address. */
  readonly local: boolean;
  readonly gater: ConnectionGater;
  readonly gossip: Partial<GossipsubOpts>;
  /** Sees each inbound gossip stream right after the router took it. */
  readonly onGossipStream: (stream: Stream, connection: Parameters<StreamHandler>[1]) => void;
};

export type Libraries = Awaited<ReturnType<typeof loadLibraries>>;

/** The p2p stack, loaded when it is first needed: commands that don't run a node start without it. */
export async function loadLibraries() {
  const [libp2p, tcp, noise, yamux, identify, ping, gossipsub, keys, multiaddr] = await Promise.all([
    import("libp2p"),
    import("@libp2p/tcp"),
    import("@libp2p/noise"),
    import("@libp2p/yamux"),
    import("@libp2p/identify"),
    import("@libp2p/ping"),
    import("@libp2p/gossipsub"),
    import("@libp2p/crypto/keys"),
    import("@multiformats/multiaddr"),
  ]);
  return { libp2p, tcp, noise, yamux, identify, ping, gossipsub, keys, multiaddr };
}

/** libp2p over TCP, Noise and Yamux with the node's key, not started. Defaults that hurt are set (protocol/p2p.md#transport). */
export async function createHost(options: HostOptions, libraries: Libraries): Promise<Host> {
  const { limits, local } = options;
  const { libp2p, tcp, noise, yamux, identify, ping, gossipsub, keys } = libraries;
  const privateKey: PrivateKey = await keys.generateKeyPairFromSeed("Ed25519", options.ed25519Seed);
  const family = options.host.includes(":") ? "ip6" : "ip4";
  const noDelay = { noDelay: true, keepAlive: true };
  return libp2p.createLibp2p({
    privateKey,
    start: false,
    nodeInfo: { name: "session-node", version: "1" },
    addresses: { listen: [`/${family}/${options.host}/tcp/${options.port}`], announce: [...options.announce] },
    transports: [tcp.tcp({ dialOpts: noDelay, listenOpts: noDelay, backlog: 256 })],
    connectionEncrypters: [inOneWrite(noise.noise())],
    streamMuxers: [yamux.yamux({ streamOptions: { maxWriteBufferLength: limits.sendBufferBytes } })],
    connectionGater: options.gater,
    connectionManager: {
      maxConnections: limits.maxConnections,
      maxParallelDials: 64,
      dialTimeout: 5_000,
      inboundUpgradeTimeout: 5_000,
      maxIncomingPendingConnections: 64,
      // The default, five a second from one host, resets the dials of nodes that share an address.
      inboundConnectionThreshold: local ? 100_000 : 20,
    },
    // The default drops peers after 5 s: a busy event loop answers later than that.
    connectionMonitor: { pingInterval: 20_000, pingTimeout: { minTimeout: 30_000, maxTimeout: 60_000 } },
    services: {
      identify: identify.identify(),
      ping: ping.ping(),
      gossip: (components: Parameters<ReturnType<typeof gossipsub.gossipsub>>[0]): GossipRouter => {
        const registrar = observed(components.registrar, options.onGossipStream);
        return asRouter(gossipsub.gossipsub(options.gossip)({ ...pick(components), registrar }));
      },
    },
  });
}

type GossipComponents = Parameters<ReturnType<typeof import("@libp2p/gossipsub").gossipsub>>[0];

/** libp2p's components are behind a proxy, which a spread wouldn't copy. */
function pick(components: GossipComponents): GossipComponents {
  const { privateKey, peerId, peerStore, registrar, connectionManager, logger } = components;
  return { privateKey, peerId, peerStore, registrar, connectionManager, logger };
}

type Registrar = GossipComponents["registrar"];

/**
 * A registrar that shows each inbound gossip stream to `observe`. libp2p's own stream middleware can't be used: 3.3
 * appends every stream's handler to the registered list, so that the n-th stream runs n handlers.
 */
function observed(registrar: Registrar, observe: HostOptions["onGossipStream"]): Registrar {
  return {
    getProtocols: () => registrar.getProtocols(),
    getHandler: (protocol) => registrar.getHandler(protocol),
    use: (protocol, middleware) => registrar.use(protocol, middleware),
    unuse: (protocol) => registrar.unuse(protocol),
    getMiddleware: (protocol) => registrar.getMiddleware(protocol),
    getTopologies: (protocol) => registrar.getTopologies(protocol),
    register: (protocol, topology, options) => registrar.register(protocol, topology, options),
    unregister: (id) => registrar.unregister(id),
    unhandle: (protocol, options) => registrar.unhandle(protocol, options),
    handle: (protocol, handler, options) =>
      registrar.handle(
        protocol,
        (stream, connection) => {
          const done = handler(stream, connection);
          observe(stream, connection);
          return done;
        },
        options,
      ),
  };
}

function asRouter(gossip: GossipSub): GossipRouter {
  for (const member of ["handleReceivedRpc", "getMeshPeers", "streamsOutbound"])
    if (!(member in gossip))
      throw new P2pError(
        { code: "P2P_GOSSIP_UNSUPPORTED", missing: member },
        `@libp2p/gossipsub has no ${member} any more: this version was not tested. Install the pinned one.`,
      );
  return gossip as GossipRouter;
}
