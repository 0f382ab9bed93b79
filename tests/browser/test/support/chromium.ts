import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium } from "playwright-core";
import { vi } from "vitest";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
/** Quiet: it asks nobody for updates. */
const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A limit for hangs. */
const PORT_MS = 60_000;

/** @throws where there is none */
export function findChromium(): string {
  const place = process.env.CHROMIUM_PATH ?? PLACES.find((path) => existsSync(path));
  if (place === undefined || !existsSync(place))
    throw new Error("Chromium is missing: apt-get install chromium, or set CHROMIUM_PATH to its binary.");
  return place;
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: ARGUMENTS });
}

/** A profile of its own that another program may look at, too, by a port: one that Chromium chooses itself and writes down. */
export async function launchProfile(folder: string): Promise<{ profile: BrowserContext; port: number }> {
  const args = [...ARGUMENTS, "--remote-debugging-port=0"];
  const profile = await chromium.launchPersistentContext(folder, { executablePath: findChromium(), args });
  const port = await vi.waitFor(
    async () => {
      const [first] = (await readFile(join(folder, "DevToolsActivePort"), "utf8")).split("\n");
      if (!first) throw new Error("Chromium hasn't written its port down yet");
      return Number(first);
    },
    { timeout: PORT_MS },
  );
  return { profile, port };
}
