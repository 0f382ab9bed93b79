import type { z } from "zod";

export type ConfigFault = { readonly code: "CONFIG_UNREACHABLE" | "CONFIG_INVALID"; readonly lines: readonly string[] };

/** @returns the configuration, or what is wrong with it, a line for each field */
export function parseConfig<Schema extends z.ZodType<object>>(
  schema: Schema,
  json: unknown,
): z.output<Schema> | ConfigFault {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "file"}: ${message}`);
  return { code: "CONFIG_INVALID", lines };
}

/** Reads `/config.json` beside the site. */
export async function loadConfig<Schema extends z.ZodType<object>>(
  schema: Schema,
  fetchOf = globalThis.fetch.bind(globalThis),
): Promise<z.output<Schema> | ConfigFault> {
  const url = `${import.meta.env.BASE_URL}config.json`;
  try {
    const response = await fetchOf(url, { cache: "no-cache" });
    if (!response.ok) return { code: "CONFIG_UNREACHABLE", lines: [`${url} answered ${response.status}`] };
    return parseConfig(schema, await response.json());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { code: "CONFIG_UNREACHABLE", lines: [`${url}: ${reason}`] };
  }
}

export function isFault(result: object): result is ConfigFault {
  return "lines" in result;
}
