import { toHex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { expect, test } from "vitest";
import { DEV_MNEMONIC, devAccounts } from "./devAccounts.ts";

test("the written accounts are those of the mnemonic", () => {
  expect(devAccounts).toHaveLength(10);
  devAccounts.forEach((written, addressIndex) => {
    const account = mnemonicToAccount(DEV_MNEMONIC, { addressIndex });
    expect(written.address).toBe(account.address);
    expect(written.privateKey).toBe(toHex(account.getHdKey().privateKey ?? new Uint8Array()));
  });
});
