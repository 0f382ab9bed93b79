import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { hasCode } from "@session/protocol";
import { Command, CommanderError } from "commander";
import { afterEach, describe, expect, it, vi } from "vitest";
import { addStartOptions, readStartOptions, type StartOptions } from "../../src/cli/options.ts";
import { temporaryFolder } from "../chain/support.ts";

afterEach(() => vi.unstubAllEnvs());

function read(...flags: string[]): StartOptions {
  const command = addStartOptions(new Command("start"))
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  command.parse(["--network", "/n.json", ...flags], { from: "user" });
  return readStartOptions(command);
}

async function config(values: unknown): Promise<string> {
  const path = join(await temporaryFolder(), "config.json");
  writeFileSync(path, typeof values === "string" ? values : JSON.stringify(values));
  return path;
}

describe("options of start", () => {
  it("have safe defaults: API on loopback, no clock offset, no keys taken for restored ones", () => {
    expect(read()).toMatchObject({
      ...{ apiHost: "127.0.0.1", apiPort: 4800, p2pHost: "0.0.0.0", p2pPort: 4801, apiRateLimit: 600 },
      ...{ clockOffsetMs: 0, restoredKey: false, localPeers: false, l2: [], announce: [], bootstrap: [] },
    });
  });

  it("come from the config file, then from variables, then from flags, the later ones winning", async () => {
    const path = await config({ apiPort: 1000, p2pPort: 1000, apiRateLimit: 1000, l2: ["http://file"] });
    expect(read("--config", path)).toMatchObject({
      apiPort: 1000,
      p2pPort: 1000,
      apiRateLimit: 1000,
      l2: ["http://file"],
    });
    vi.stubEnv("SESSION_API_PORT", "2000");
    vi.stubEnv("SESSION_P2P_PORT", "2000");
    vi.stubEnv("SESSION_L2", "http://variable,http://other");
    expect(read("--config", path, "--p2p-port", "3000")).toMatchObject({
      ...{ apiPort: 2000, p2pPort: 3000, apiRateLimit: 1000 },
      l2: ["http://variable", "http://other"],
    });
    expect(read("--config", path, "--l2", "http://flag").l2.at(-1)).toBe("http://flag");
  });

  it("of the config file pass the same checks as flags", async () => {
    expect(read("--config", await config({ apiPort: "80", l2: "http://one", bootstrap: ["/a", "/b"] }))).toMatchObject({
      ...{ apiPort: 80, l2: ["http://one"], bootstrap: ["/a", "/b"] },
    });
    const refused = [
      { apiPort: 70_000 },
      { apiPort: "abc" },
      { apiPort: [1, 2] },
      { apiRateLimit: 0 },
      { blsThreads: -1 },
      { localPeers: "yes" },
      { l2: { url: "x" } },
      { logLevel: "loud" },
      { apiPortt: 1 },
      { config: "other.json" },
      [],
      null,
      "{",
    ];
    for (const values of refused) {
      const path = await config(values);
      expect(() => read("--config", path), JSON.stringify(values)).toThrow(
        expect.toSatisfy((error: unknown) => hasCode(error, "OPTION_INVALID")),
      );
    }
    expect(() => read("--config", "/not/there.json")).toThrow(
      expect.toSatisfy((error: unknown) => hasCode(error, "OPTION_INVALID")),
    );
  });

  it("refuse flags that aren't what they should be", () => {
    const refused = [
      ["--api-port", "65536"],
      ["--api-port", ""],
      ["--api-port", "1e3"],
      ["--api-rate-limit", "0"],
      ["--bls-threads", "1.5"],
      ["--l2-poll-ms", "-5"],
      ["--log-level", "loud"],
      ["--unknown", "1"],
    ];
    for (const flags of refused) expect(() => read(...flags), flags.join(" ")).toThrow(CommanderError);
  });

  it("need a network", () => {
    const command = addStartOptions(new Command("start"));
    command.parse([], { from: "user" });
    expect(() => readStartOptions(command)).toThrow(
      expect.toSatisfy((error: unknown) => hasCode(error, "OPTION_INVALID")),
    );
  });
});
