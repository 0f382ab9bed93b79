import type { FastifyDynamicSwaggerOptions } from "@fastify/swagger";
import { problem } from "@session/sdk/indexer-api";
import { jsonSchemaTransform } from "fastify-type-provider-zod";
import { z } from "zod";
import { COMMON_CODES } from "./problem.ts";

type RouteSchema = {
  readonly response?: Record<string, unknown>;
  readonly produces?: readonly string[];
  readonly hide?: boolean;
};
type Documented = { readonly schema: RouteSchema | undefined; readonly url: string };

/** Options of the OpenAPI 3.1 document: every route with its answers, those that aren't JSON and problems included. */
export function openApiOptions(title: string, version: string): FastifyDynamicSwaggerOptions {
  return {
    openapi: { openapi: "3.1.0", info: { title, version, license: { name: "Apache-2.0" } } },
    transform: (document) => {
      const { url, method, config } = document.route;
      const transformed = jsonSchemaTransform(document as never) as Documented;
      const { schema } = transformed;
      if (schema === undefined || schema.hide) return transformed as never;
      const operationId = toOperationId(String(method), url);
      const emptied = config?.isEmpty ? { 204: { description: "Done" } } : {};
      const response = {
        ...textAnswer(schema),
        ...schema.response,
        ...emptied,
        default: problemAnswer(config?.problems),
      };
      return { ...transformed, schema: { operationId, ...schema, response } } as never;
    },
  };
}

/** `GET /v1/nodes/:id` becomes `getV1NodesId`: names for generated clients. */
function toOperationId(method: string, url: string): string {
  const words = url.split(/[^a-zA-Z0-9]+/).filter((word) => word !== "");
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

function textAnswer({ produces = [], response = {} }: RouteSchema): Record<string, unknown> {
  if (produces.length === 0 || Object.keys(response).length > 0) return {};
  const content = Object.fromEntries(produces.map((type) => [type, { schema: { type: "string" } }]));
  return { 200: { description: "Text", content } };
}

function problemAnswer(own: readonly string[] | undefined) {
  const schema =
    own === undefined ? problem : problem.extend({ code: z.enum([...new Set([...COMMON_CODES, ...own])]) });
  const content = { "application/problem+json": { schema: z.toJSONSchema(schema) } };
  return { description: "A problem (RFC 9457)", content };
}
