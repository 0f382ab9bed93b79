import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { ViteUserConfig } from "vitest/config";
import type { TestProject } from "vitest/node";
import { bundle } from "./bundling/build.ts";

const root = join(import.meta.dirname, "..");
const CACHE = join(root, "node_modules", ".cache", "programs");

/**
 * Settings of a project whose tests start programs: they are bundled before, as they are shipped. Started from its sources
 * a program loads hundreds of files, each time, which takes longer than most of what tests want of it.
 *
 * Tests find `<name>.mjs` in the folder `inject("programs")`, which is removed with the run.
 *
 * @param entries name → entry point, relative to the repository
 */
export function withPrograms(entries: Readonly<Record<string, string>>): ViteUserConfig {
  return { test: { globalSetup: [import.meta.filename], provide: { programEntries: entries } } };
}

/** Called by Vitest. */
export async function setup(project: TestProject): Promise<() => void> {
  const entries = project.config.provide.programEntries ?? {};
  mkdirSync(CACHE, { recursive: true });
  const out = mkdtempSync(join(CACHE, `${project.name || "run"}-`));
  const build = () => bundle({ root, out, entries, withRuntime: false, withAnvil: false });
  await build();
  // Of `vitest --watch`, after a change.
  project.onTestsRerun(async () => void (await build()));
  project.provide("programs", join(out, "app"));
  return () => rmSync(out, { recursive: true, force: true });
}

declare module "vitest" {
  interface ProvidedContext {
    /** Name → entry point, relative to the repository. */
    programEntries: Readonly<Record<string, string>>;
    /** Folder of the bundled programs. */
    programs: string;
  }
}
