import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";

/** Fastify whose routes are typed by their zod schemas. */
export type TypedApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** What is logged of a request: faults inside the process, with their cause. */
export type HttpLogger = { readonly error: (fields: object, message: string) => void };

declare module "fastify" {
  interface FastifyContextConfig {
    /** The answer stays open as long as its reader does: its length says nothing. */
    readonly isStream?: boolean;
    /** A success has no body. */
    readonly isEmpty?: boolean;
    /** Codes of the route's own problems, for the document. */
    readonly problems?: readonly string[];
  }
}
