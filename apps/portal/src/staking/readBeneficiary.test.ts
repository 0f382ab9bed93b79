import { expect, test } from "vitest";
import { readBeneficiary } from "./readBeneficiary.ts";

const A = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";

test("left empty it is whoever signs; an address in one case is understood, a wrong checksum is not", () => {
  expect(readBeneficiary("  ")).toEqual({ ok: true, beneficiary: undefined });
  expect(readBeneficiary(A.toLowerCase())).toEqual({ ok: true, beneficiary: A });
  expect(readBeneficiary(A.replace("F", "f"))).toEqual({ ok: false, fault: "ADDRESS_CHECKSUM" });
  expect(readBeneficiary("0x1")).toEqual({ ok: false, fault: "ADDRESS_INVALID" });
});

test("a contract that can't pass rewards on is refused in any case", () => {
  expect(readBeneficiary(A, [undefined, A.toLowerCase()])).toEqual({ ok: false, fault: "BENEFICIARY_REFUSED" });
});
