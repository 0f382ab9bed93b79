import { integer, notFound, pageLimit, type TypedApp } from "@session/http";
import { ClaimKind, type NodeState } from "@session/protocol";
import type { CertificateResponse, ExitResponse } from "@session/sdk/node-api";
import { exitSchema, exitsPageSchema } from "@session/sdk/node-api";
import { z } from "zod";
import { type CheckpointView, formatCheckpointRef } from "../checkpointQueries.ts";
import { toHex } from "../format.ts";
import type { ApiModules } from "../modules.ts";

const page = z.object({
  cursor: integer(0).default(0),
  limit: pageLimit(200, 50),
});

export function exitRoutes(app: TypedApp, { chain, checkpoints }: ApiModules): void {
  const removed = () => chain.state.nodes().filter((node) => node.removed !== undefined);
  const listSchema = {
    summary: "Nodes that may leave the contract",
    querystring: page,
    response: { 200: exitsPageSchema },
  };
  app.get("/v1/exits", { schema: listSchema }, async ({ query }) => {
    const after = removed().filter(({ id }) => id > query.cursor);
    if (after.length === 0) return { exits: [], next: null };
    const certified = await checkpoints.newestCertified();
    const shown = after.slice(0, query.limit);
    const exits = shown.map((node) => formatExit(node, certified)).filter((exit) => exit !== undefined);
    return { exits, next: after.length > query.limit ? String(shown.at(-1)?.id) : null };
  });
  const oneSchema = {
    summary: "What a node's exit or liquidation transaction needs",
    params: z.object({ id: integer(1) }),
    response: { 200: exitSchema },
  };
  app.get("/v1/exits/:id", { schema: oneSchema }, async ({ params }) => {
    const node = chain.state.node(params.id);
    const exit = node?.removed === undefined ? undefined : formatExit(node, await checkpoints.newestCertified());
    if (exit === undefined) throw notFound(`An exit of node ${params.id} in a signed checkpoint`);
    return exit;
  });
}

/** Undefined while the newest certified checkpoint is older than the node's removal. */
function formatExit(
  node: NodeState,
  certified: CheckpointView & { certificate: CertificateResponse },
): ExitResponse | undefined {
  const { header, claims, certificate } = certified;
  const exit = claims.proofOf(ClaimKind.exit, BigInt(node.id));
  if (node.removed === undefined || exit === undefined) return undefined;
  const liquidation = claims.proofOf(ClaimKind.liquidation, BigInt(node.id));
  return {
    id: node.id,
    reason: node.removed.reason,
    removedAt: node.removed.at,
    checkpoint: formatCheckpointRef(header),
    certificate,
    exit: formatLeaf(exit),
    liquidation: liquidation === undefined ? null : formatLeaf(liquidation),
  };
}

function formatLeaf({ value, proof }: { value: bigint; proof: readonly Uint8Array[] }) {
  return { lockedUntil: Number(value), proof: proof.map(toHex) };
}
