import { Counter, Gauge, Histogram, type Registry } from "prom-client";

export type P2pMetrics = ReturnType<typeof createP2pMetrics>;

/** Metrics of p2p and block sync. Labels are from closed sets: nothing a peer sends becomes a label. */
export function createP2pMetrics(register: Registry) {
  const registers = [register];
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name, help, labelNames: [...labelNames], registers });
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Gauge({ name, help, labelNames: [...labelNames], registers });
  return {
    rejected: counter("session_p2p_rejected_total", "Things peers sent that break the rules, by reason", ["reason"]),
    shed: counter("session_p2p_shed_total", "Messages dropped without blame, by reason", ["reason"]),
    drops: counter("session_p2p_peers_dropped_total", "Peers disconnected and banned, by the last reason", ["reason"]),
    peers: gauge("session_p2p_peers", "Connected peers", ["kind"]),
    mesh: gauge("session_p2p_mesh_peers", "Peers in the gossip mesh of a topic", ["topic"]),
    received: counter("session_p2p_messages_received_total", "Gossip messages accepted, by topic", ["topic"]),
    published: counter("session_p2p_messages_published_total", "Gossip messages of this node, by topic", ["topic"]),
    dials: counter("session_p2p_dials_total", "Dials, by result", ["result"]),
    requests: counter("session_p2p_requests_total", "Requests by protocol, side and result", [
      "protocol",
      "side",
      "result",
    ]),
    requestSeconds: new Histogram({
      name: "session_p2p_request_seconds",
      help: "Time from asking to the end of the answer",
      labelNames: ["protocol"],
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15],
      registers,
    }),
    syncBlocks: counter("session_sync_blocks_total", "Blocks imported by block sync", []),
    syncTarget: gauge("session_sync_target_height", "Highest head peers claim", []),
    syncRunning: gauge("session_sync_running", "1 while block sync runs", []),
  };
}
