import { describe, expect, test } from "vitest";
import { readWorkspace, repositoryRoot } from "../workspace.ts";
import { type BoundaryProject, type Edge, findBoundaryProblems } from "./boundaries.ts";
import { readBoundaryProjects, readEdges } from "./graph.ts";
import type { SourceFile } from "./problem.ts";

const edges = readEdges(repositoryRoot);
const projects = readBoundaryProjects(repositoryRoot, readWorkspace(repositoryRoot));

/** Codes found in the real workspace's graph with one planted file, as it would be with that file committed. */
function plant(path: string, text: string, declare: Record<string, string[]> = {}): string[] {
  const declared = projects.map((project) => ({
    ...project,
    declared: [...project.declared, ...(declare[project.name] ?? [])],
  }));
  return codesOf(declared, edges, [{ path, text }]);
}

function codesOf(all: readonly BoundaryProject[], graph: readonly Edge[], files: readonly SourceFile[]): string[] {
  return findBoundaryProblems(all, graph, files).map(({ code }) => code);
}

test("the graph has edges between projects: TypeScript or Nx can lose them without a word", () => {
  const names = new Set(projects.map(({ name }) => name));
  const inner = edges.filter(({ source, target }) => names.has(source) && names.has(target));
  expect(inner).toContainEqual({ source: "sdk", target: "protocol" });
  expect(inner).toContainEqual({ source: "node", target: "l2" });
  expect(inner.length).toBeGreaterThan(20);
});

describe("a planted violation of each kind is found", () => {
  test("an empty graph", () => {
    expect(codesOf(projects, [], [])).toEqual(["GRAPH_EMPTY"]);
    expect(codesOf(projects, [{ source: "l2", target: "npm:viem" }], [])).toEqual(["GRAPH_EMPTY"]);
  });

  test("a project without a layer", () => {
    const untagged = projects.map((project) => (project.name === "l2" ? { ...project, tags: [] } : project));
    expect(codesOf(untagged, edges, [])).toEqual(["BOUNDARY_UNTAGGED"]);
  });

  test.each([
    ["protocol", "bls"],
    ["bls", "sdk"],
    ["config", "sdk"],
    ["contracts", "protocol"],
    ["l2", "contracts"],
    ["sdk", "l2"],
    ["node", "devnet"],
    ["devnet", "node"],
    ["integration", "node"],
    ["testing", "protocol"],
    ["tools", "protocol"],
  ])("a forbidden edge %s → %s in the Nx graph", (source, target) => {
    expect(codesOf(projects, [...edges, { source, target }], [])).toEqual(["BOUNDARY_EDGE"]);
  });

  test("a forbidden edge that only a source file shows, however it is imported", () => {
    const declare = { protocol: ["@session/bls"] };
    for (const text of [
      `import { sign } from "@session/bls";`,
      `import type { Bls } from "@session/bls";`,
      `export * from "@session/bls";`,
      `const bls = await import("@session/bls");`,
    ])
      expect(plant("packages/protocol/src/planted.ts", text, declare)).toEqual(["BOUNDARY_EDGE"]);
  });

  test("an app that imports another app", () => {
    const declare = { devnet: ["@session/session-node"] };
    const text = `import { main } from "@session/session-node/main";`;
    expect(plant("apps/devnet/src/planted.ts", text, declare)).toEqual(["BOUNDARY_EDGE"]);
  });

  test("a relative import out of the project", () => {
    const text = `import { CodedError } from "../../protocol/src/errors.ts";`;
    expect(plant("packages/l2/src/planted.ts", text)).toEqual(["BOUNDARY_RELATIVE"]);
    expect(plant("packages/l2/test/planted.test.ts", `import "../../../tools/errors.ts";`)).toEqual([
      "BOUNDARY_RELATIVE",
    ]);
  });

  test.each(["node:fs", "fs", "node:crypto", "fs/promises"])("%s in a browser package", (specifier) => {
    const text = `import * as builtin from "${specifier}";`;
    for (const folder of ["protocol", "config", "sdk", "bls"])
      expect(plant(`packages/${folder}/src/planted.ts`, text)).toEqual(["BOUNDARY_NODE_BUILTIN"]);
  });

  test("a package that no browser can load in a browser package", () => {
    const text = `import blst from "@chainsafe/blst";`;
    expect(plant("packages/bls/src/planted.ts", text)).toEqual(["BOUNDARY_NODE_PACKAGE"]);
  });

  test("a Node-only part reached from the rest of its package", () => {
    const text = `export { BlstBls } from "./backends/blst.ts";`;
    expect(plant("packages/bls/src/planted.ts", text)).toEqual(["BOUNDARY_NODE_ONLY"]);
  });

  test("a Node-only subpath imported by a browser package", () => {
    expect(plant("packages/sdk/src/planted.ts", `import "@session/bls/blst";`)).toEqual(["BOUNDARY_NODE_ONLY"]);
  });

  test("testing in what is shipped", () => {
    expect(plant("packages/sdk/src/planted.ts", `import "@session/testing";`)).toEqual(["BOUNDARY_TESTING"]);
  });

  test("a file behind a package's back", () => {
    const text = `import "@session/protocol/src/errors.ts";`;
    expect(plant("packages/sdk/src/planted.ts", text)).toEqual(["BOUNDARY_NOT_EXPORTED"]);
  });

  test("a package that happens to be installed but is not declared", () => {
    expect(plant("packages/l2/src/planted.ts", `import pino from "pino";`)).toEqual(["BOUNDARY_UNDECLARED"]);
    expect(plant("packages/l2/src/planted.ts", `import { test } from "vitest";`)).toEqual(["BOUNDARY_UNDECLARED"]);
  });
});

describe("what is allowed stays allowed", () => {
  test("a project of its own within another: its dependencies are not the workspace's", () => {
    const text = 'import { createConfig } from "ponder";';
    expect(plant("apps/indexer/bench/ponder/ponder.config.ts", text)).toEqual([]);
    expect(plant("apps/indexer/bench/planted.ts", text)).toEqual(["BOUNDARY_UNDECLARED"]);
  });

  test.each([
    [
      "packages/bls/src/backends/planted.test.ts",
      `import { test } from "vitest"; import "@session/testing"; import "node:fs";`,
    ],
    [
      "packages/bls/src/workers/planted.ts",
      `import { Worker } from "node:worker_threads"; import "../backends/blst.ts";`,
    ],
    ["apps/devnet/src/planted.ts", `import "@session/testing"; import "node:fs";`],
    ["apps/node/src/planted.ts", `import "@session/bls/blst"; import "node:fs"; import "classic-level";`],
    ["packages/sdk/vitest.config.ts", `import shared from "../../tools/vitest.config.ts"; import "vitest/config";`],
    ["packages/protocol/src/planted.ts", `// import "node:fs";\nconst text = 'import "node:fs"';`],
  ])("%s", (path, text) => {
    expect(plant(path, text)).toEqual([]);
  });
});
