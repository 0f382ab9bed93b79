import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import type { JsonSchema } from "./arbitraries.ts";

export type Method = "GET" | "POST" | "DELETE";
type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;
type Answer = { readonly content?: Content };
type RawOperation = {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, Answer>>;
};
export type Parameter = {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required?: boolean;
  readonly schema: JsonSchema;
};
export type Document = { readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>> };

/** One operation of an OpenAPI document, with checks of all it may answer. */
export type Operation = {
  readonly name: string;
  readonly method: Method;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: JsonSchema | undefined;
  readonly isStream: boolean;
  /** By status and media type. */
  readonly answers: ReadonlyMap<string, ReadonlyMap<string, ValidateFunction>>;
};

export const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });

export function operationsOf({ paths }: Document): Operation[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => toOperation(path, method, operation)),
  );
}

function toOperation(path: string, method: string, operation: RawOperation): Operation {
  const { parameters = [], requestBody, responses } = operation;
  return {
    ...{ name: `${method.toUpperCase()} ${path}`, method: method.toUpperCase() as Method, path, parameters },
    body: requestBody?.content["application/json"]?.schema,
    isStream: Object.values(responses).some(({ content = {} }) => Object.hasOwn(content, "text/event-stream")),
    answers: new Map(Object.entries(responses).map(([status, answer]) => [status, validatorsOf(answer)])),
  };
}

function validatorsOf({ content = {} }: Answer): Map<string, ValidateFunction> {
  return new Map(Object.entries(content).map(([type, { schema }]) => [type, ajv.compile(schema)]));
}
