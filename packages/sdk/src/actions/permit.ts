import { seshL2Abi } from "@session/contracts";
import { type Hex, parseSignature } from "viem";
import { getEip712Domain } from "viem/actions";
import type { Wallet } from "../clients/wallet.ts";

export type PermitParameters = { readonly token: Hex; readonly spender: Hex; readonly value: bigint };
export type Permit = { readonly deadline: bigint; readonly v: number; readonly r: Hex; readonly s: Hex };

/** How long a permit can be used, in seconds of L2 time. */
const VALID_SEC = 3_600n;

const TYPES = {
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

/** Signs an ERC-2612 permit of the wallet's account, in the domain the token itself names (ERC-5267). */
export async function signPermit(wallet: Wallet, parameters: PermitParameters): Promise<Permit> {
  const { publicClient, walletClient } = wallet;
  const { token, spender, value } = parameters;
  const owner = walletClient.account.address;
  const [{ domain: named }, nonce, { timestamp }] = await Promise.all([
    getEip712Domain(publicClient, { address: token }),
    publicClient.readContract({ address: token, abi: seshL2Abi, functionName: "nonces", args: [owner] }),
    publicClient.getBlock(),
  ]);
  // viem also hands out the salt, which is zero here and no part of the token's domain.
  const { salt: _, ...domain } = named;
  const deadline = timestamp + VALID_SEC;
  const message = { owner, spender, value, nonce, deadline };
  const signature = await walletClient.signTypedData({ domain, types: TYPES, primaryType: "Permit", message });
  const { r, s, yParity } = parseSignature(signature);
  return { deadline, v: 27 + yParity, r, s };
}
