import { stat } from "node:fs/promises";
import { request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { hasCode } from "@session/protocol";
import { describe, expect, it, onTestFinished } from "vitest";
import { AdminSocket } from "../../src/admin/adminSocket.ts";
import { temporaryFolder } from "../chain/support.ts";

async function listening() {
  const folder = await temporaryFolder();
  const bodies: unknown[] = [];
  const admin = await AdminSocket.listen(folder, {
    echo: (body) => {
      bodies.push(body);
      return body;
    },
    nothing: () => undefined,
    fail: () => {
      throw new TypeError("offsetMs must be a number");
    },
  });
  onTestFinished(() => admin.close());
  const call = (name: string, body: string | Buffer = "", method = "POST") =>
    new Promise<{ status: number; body: unknown }>((resolve, reject) => {
      const sent = request({ socketPath: admin.path, path: `/${name}`, method }, async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk as Buffer);
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString()) });
      });
      sent.once("error", reject);
      sent.end(body);
    });
  return { folder, admin, call, bodies };
}

describe("the admin socket", () => {
  it("answers calls by POST, with JSON or nothing", async () => {
    const { call, bodies } = await listening();
    expect(await call("echo", '{"offsetMs":5}')).toEqual({ status: 200, body: { offsetMs: 5 } });
    expect(await call("echo")).toEqual({ status: 200, body: {} });
    expect(await call("nothing")).toEqual({ status: 200, body: {} });
    expect(bodies).toEqual([{ offsetMs: 5 }, {}]);
  });

  it("does nothing for other methods and unknown names", async () => {
    const { call, bodies } = await listening();
    for (const method of ["GET", "PUT", "DELETE"]) expect((await call("echo", "", method)).status).toBe(405);
    for (const name of ["unknown", "", "toString", "__proto__", "echo/", "../echo"])
      expect(await call(name)).toMatchObject({ status: 404, body: { code: "NOT_FOUND" } });
    expect(bodies).toEqual([]);
  });

  it("refuses bad bodies: no JSON, too large, and what the call itself refuses", async () => {
    const { call, bodies } = await listening();
    expect(await call("echo", "{")).toMatchObject({ status: 400, body: { code: "BAD_REQUEST" } });
    expect(await call("echo", "x".repeat(20_000))).toEqual({ status: 413, body: { code: "TOO_LARGE" } });
    expect(await call("fail", "{}")).toEqual({
      status: 400,
      body: { code: "BAD_REQUEST", detail: "offsetMs must be a number" },
    });
    expect(bodies).toEqual([]);
    const text = "ä".repeat(5_000);
    expect(await call("echo", JSON.stringify({ text }))).toEqual({ status: 200, body: { text } });
  });

  it("is its owner's alone, takes the place of one a kill has left, and is gone from a closed node", async () => {
    const { folder, admin } = await listening();
    expect((await stat(admin.path)).mode & 0o777).toBe(0o600);
    const again = await AdminSocket.listen(folder, {});
    await again.close();
    const refused = await new Promise<string | undefined>((resolve) => {
      connect(again.path).once("error", (error: NodeJS.ErrnoException) => resolve(error.code));
    });
    expect(refused).toMatch(/^(ENOENT|ECONNREFUSED)$/);
  });

  it("says so when the folder's path is too long for a socket", async () => {
    const folder = join(await temporaryFolder(), "d".repeat(120));
    await expect(AdminSocket.listen(folder, {})).rejects.toSatisfy((error: unknown) =>
      hasCode(error, "OPTION_INVALID"),
    );
  });
});
