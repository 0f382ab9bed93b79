import fc from "fast-check";
import { expect, it } from "vitest";
import { shortenHex } from "./shortenHex.ts";
import { toChecksumAddress } from "./toChecksumAddress.ts";

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: length, maxLength: length });

it("shortens to the first 6 and the last 4", () => {
  expect(shortenHex("0x52908400098527886E0F7030069857D2E4169EE7")).toBe("0x529084…9EE7");
  expect(shortenHex("ed25aa00000000000000000000009f3a")).toBe("ed25aa…9f3a");
  expect(shortenHex("0x1234567890")).toBe("0x1234567890");
  expect(shortenHex("")).toBe("");
  fc.assert(
    fc.property(hex(64), (digits) => {
      expect(shortenHex(`0x${digits}`)).toBe(`0x${digits.slice(0, 6)}…${digits.slice(60)}`);
    }),
  );
});

// The test cases of EIP-55 itself.
it.each([
  "0x52908400098527886E0F7030069857D2E4169EE7",
  "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
  "0xde709f2102306220921060314715629080e2fb77",
  "0x27b1fdb04752bbc536007a920d24acb045561c26",
  "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
  "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
  "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
  "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
])("EIP-55: %s", (address) => {
  expect(toChecksumAddress(address.toLowerCase())).toBe(address);
  expect(toChecksumAddress(address)).toBe(address);
});

it("leaves alone what is no address", () => {
  expect(toChecksumAddress("0x1234")).toBe("0x1234");
  expect(toChecksumAddress(`${"g".repeat(42)}`)).toBe("g".repeat(42));
});
