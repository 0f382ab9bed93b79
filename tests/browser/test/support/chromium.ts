import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium } from "playwright-core";

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

/** A profile of its own that another program may look at, too, by a port. */
export function launchProfile(folder: string, debuggingPort: number): Promise<BrowserContext> {
  const args = [...ARGUMENTS, `--remote-debugging-port=${debuggingPort}`];
  return chromium.launchPersistentContext(folder, { executablePath: findChromium(), args });
}
