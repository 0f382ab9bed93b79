import { hexBytes, integer, notFound, pageLimit, type TypedApp, takePage } from "@session/http";
import type { NodeState } from "@session/protocol";
import { historyPageSchema, nodeSchema, nodesPageSchema } from "@session/sdk/node-api";
import { z } from "zod";
import { formatNode, toHex } from "../format.ts";
import type { ApiModules } from "../modules.ts";

/** Contract id, ed25519 key (32 B) or BLS key (48 B). */
const nodeId = z.union([integer(1, 2 ** 24), hexBytes(32, 48)]);
const page = z.object({
  cursor: integer(0).default(0),
  limit: pageLimit(500, 100),
});

export function nodeRoutes(app: TypedApp, modules: ApiModules): void {
  const { chain, store } = modules;
  const listSchema = {
    summary: "Nodes the contract knows, by id",
    querystring: page,
    response: { 200: nodesPageSchema },
  };
  app.get("/v1/nodes", { schema: listSchema }, ({ query }) => {
    const { state, preset } = chain;
    const after = state.nodes().filter(({ id }) => id > query.cursor);
    const nodes = after.slice(0, query.limit).map((node) => formatNode(node, state, preset));
    const next = after.length > query.limit ? String(nodes.at(-1)?.id) : null;
    return { nodes, next, height: state.height };
  });
  const oneSchema = { summary: "One node", params: z.object({ id: nodeId }), response: { 200: nodeSchema } };
  app.get("/v1/nodes/:id", { schema: oneSchema }, ({ params }) => {
    const node = findNode(modules, params.id);
    if (node === undefined) throw notFound(`Node ${params.id}`);
    return formatNode(node, chain.state, chain.preset);
  });
  const historySchema = {
    summary: "What has happened to a node, oldest first; kept after it has left",
    params: z.object({ id: integer(1, 2 ** 24) }),
    querystring: z.object({ cursor: z.string().max(40).optional(), limit: page.shape.limit }),
    response: { 200: historyPageSchema },
  };
  app.get("/v1/nodes/:id/history", { schema: historySchema }, async ({ params, query }) => {
    const { items, next } = await takePage(store.history(params.id, query.cursor), query.limit);
    const entries = items.map(({ height, time, change: { type, ...detail } }) => ({
      height,
      time,
      type,
      detail: toPlain(detail),
    }));
    return { entries, next };
  });
}

function findNode({ chain }: ApiModules, id: number | string): NodeState | undefined {
  if (typeof id === "number") return chain.state.node(id);
  return chain.state.nodes().find(({ ed25519Key, blsKey }) => toHex(ed25519Key) === id || toHex(blsKey) === id);
}

function toPlain(detail: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(detail).filter(([key]) => key !== "node");
  return Object.fromEntries(entries.map(([key, value]) => [key, typeof value === "bigint" ? value.toString() : value]));
}
