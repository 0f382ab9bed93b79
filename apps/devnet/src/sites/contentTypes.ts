const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
};
const PACKED_ALREADY: readonly string[] = [".png", ".ico", ".woff2"];

/** @param extension with its dot */
export function contentTypeOf(extension: string): string {
  return TYPES[extension] ?? "application/octet-stream";
}

/** Whether packing makes it smaller. */
export function isText(extension: string): boolean {
  return Object.hasOwn(TYPES, extension) && !PACKED_ALREADY.includes(extension);
}
