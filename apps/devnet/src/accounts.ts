import { type DevAccount, devAccounts } from "@session/testing";
import type { Address } from "viem";

/**
 * Who the development accounts are. DEVELOPMENT ONLY: everybody knows their keys.
 * 0 deploys and fills the faucet, 1 owns the contracts, 2 to 8 operate the seeded nodes in turn, 7 and 8 also join pools
 * (with and without a reservation), 8 liquidates, and 9 is yours to stake with.
 */
export const DEPLOYER: DevAccount = devAccounts[0];
export const OWNER: DevAccount = devAccounts[1];
export const STAKER: DevAccount = devAccounts[9];
export const RESERVED: DevAccount = devAccounts[7];
export const STRANGER: DevAccount = devAccounts[8];
const OPERATORS: readonly DevAccount[] = devAccounts.slice(2, 9);

/** Operator of the i-th seeded node. */
export function operatorOf(index: number): DevAccount {
  return OPERATORS[index % OPERATORS.length] ?? STAKER;
}

/** The development account with this address. */
export function findAccount(address: string): DevAccount | undefined {
  return devAccounts.find((account) => account.address.toLowerCase() === address.toLowerCase());
}

export type ShownAccount = {
  readonly role: string;
  readonly address: Address;
  readonly privateKey: `0x${string}`;
};

/** The accounts worth knowing, for the table and `status --json`. */
export function shownAccounts(nodeNames: readonly string[]): ShownAccount[] {
  const rolesOf = (account: DevAccount) => {
    const operated = nodeNames.filter((_, index) => operatorOf(index).address === account.address).join(", ");
    return [
      ...(operated === "" ? [] : [`operator of ${operated}`]),
      ...(account === RESERVED ? ["joins pools, by reservation"] : []),
      ...(account === STRANGER ? ["joins pools, liquidates"] : []),
    ].join("; ");
  };
  return [
    { role: "deployer and faucet", ...DEPLOYER },
    { role: "owner of the contracts", ...OWNER },
    ...OPERATORS.map((account) => ({ role: rolesOf(account), ...account })).filter(({ role }) => role !== ""),
    { role: "staker, yours to use", ...STAKER },
  ];
}
