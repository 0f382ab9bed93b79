import type { FastifyInstance } from "fastify";

/** Which methods each path has: for 405 with `Allow`, and for preflight requests. */
export class RouteTable {
  readonly #methods = new Map<string, Set<string>>();
  readonly #patterns = new Map<string, RegExp>();

  /** Hears of every route that is added from now on. */
  watch(app: FastifyInstance): void {
    app.addHook("onRoute", ({ url, method }) => {
      const methods = this.#methods.get(url) ?? new Set();
      for (const name of [method].flat()) methods.add(name);
      this.#methods.set(url, methods);
      this.#patterns.set(url, toPattern(url));
    });
  }

  /** Methods of the routes a request's URL could mean; empty for an unknown path. */
  methodsOf(url: string): string[] {
    const path = url.split(/[?#]/, 1)[0] ?? "";
    const found = new Set<string>();
    for (const [route, pattern] of this.#patterns)
      if (pattern.test(path)) for (const method of this.#methods.get(route) ?? []) found.add(method);
    return [...found].sort();
  }
}

function toPattern(route: string): RegExp {
  const parts = route.split("/").map((part) => (part.startsWith(":") ? "[^/]+" : part.replace(/[^\w-]/g, "\\$&")));
  return new RegExp(`^${parts.join("/")}$`);
}
