import { expect, it } from "vitest";
import { SdkError } from "../errors.ts";
import { withFreshCertificate } from "./freshCertificate.ts";

const reverted = (name: string) => new SdkError({ code: "CONTRACT_REVERTED", name, args: [], action: "claim" }, name);

it("tries again while the signer set changes, and gives up with the contract's answer", async () => {
  let runs = 0;
  const failing = (times: number, error: Error) => async () => {
    if (runs++ < times) throw error;
    return runs;
  };
  expect(await withFreshCertificate(failing(2, reverted("SignerSetChanged")), [1, 1, 1])).toBe(3);
  runs = 0;
  const changed = reverted("SignerSetChanged");
  await expect(withFreshCertificate(failing(9, changed), [1, 1, 1])).rejects.toBe(changed);
  expect(runs).toBe(4);
});

it("anything else ends it at once", async () => {
  let runs = 0;
  const other = reverted("NothingToClaim");
  const run = async () => {
    runs++;
    throw other;
  };
  await expect(withFreshCertificate(run, [1, 1])).rejects.toBe(other);
  expect(runs).toBe(1);
});
