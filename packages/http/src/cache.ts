import type { FastifyReply } from "fastify";

/** Of an answer that never changes: caches may keep it for so long without asking again. */
export function keepFor(reply: FastifyReply, seconds: number): void {
  reply.header("cache-control", `public, max-age=${seconds}, immutable`);
}
