import { expect, test } from "vitest";
import { explain } from "../errors/explain.ts";
import { assertUnchanged, findChange } from "./guard.ts";

const ADDRESS = "0x14dC79964da2C08b23698B3D3cc7Ca32193d9955";
const OTHER = "0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f";
const held = { address: ADDRESS, chainId: 1 } as const;
const now = { isConnected: true, address: ADDRESS, chainId: 1 } as const;

test("what changed in the wallet is named, the gravest first; the case of letters is no change", () => {
  expect(findChange(held, { ...now, address: ADDRESS.toLowerCase() as `0x${string}` })).toBeUndefined();
  expect(findChange(held, { ...now, isConnected: false, address: OTHER })).toBe("disconnected");
  expect(findChange(held, { ...now, address: undefined })).toBe("disconnected");
  expect(findChange(held, { ...now, address: OTHER, chainId: 2 })).toBe("accountChanged");
  expect(findChange(held, { ...now, chainId: 2 })).toBe("chainChanged");
  expect(findChange(held, { ...now, chainId: undefined })).toBe("chainChanged");
});

test("must-not-repeat 4.4: each change has words of its own, and none passes for a refusal by the person", () => {
  const words = [{ isConnected: false }, { address: OTHER }, { chainId: 2 }].map((change) => {
    try {
      assertUnchanged(held, { ...now, ...change } as typeof now);
    } catch (error) {
      return explain(error);
    }
    throw new Error("it was let through");
  });
  expect(new Set(words.map(({ what }) => what)).size).toBe(3);
  for (const { what, isRefusal } of words) {
    expect(what).not.toContain("no words");
    expect(isRefusal).toBe(false);
  }
  expect(() => assertUnchanged(held, now)).not.toThrow();
});
