import {
  type Account,
  type Address,
  type Chain,
  concatHex,
  createPublicClient,
  type Hash,
  type Hex,
  http,
  numberToHex,
  padHex,
  size,
  type Transport,
  type WalletClient,
} from "viem";

/** One of several calls that are sent as one. */
export type BatchedCall = { readonly to: Address; readonly data?: Hex };

/**
 * The code an account delegates to (EIP-7702), so that it makes several calls in one transaction, all or none. It has no
 * guard at all: whoever calls the account may use it. Test accounts only.
 *
 * Calldata is, for each call, its target and the length of its data, 32 bytes each, then the data.
 */
const PROGRAM: Hex = concatHex([
  "0x5f", //                        at = 0
  "0x5b803614602f57", //         01 loop: at == CALLDATASIZE → end
  "0x8060200135", //                length = calldata[at + 32]
  "0x80826040015f37", //            memory[0…length) = calldata from at + 64 on
  "0x5f5f825f5f86355af1", //        success = CALL(gas, calldata[at], 0, memory[0…length))
  "0x602757", //                    success → next
  "0x3d5f5f3e3d5ffd", //            else revert with what the call reverted with
  "0x5b01604001", //             27 next: at = at + length + 64
  "0x600156", //                    → loop
  "0x5b00", //                   2f end: STOP
]);

/** What deploys {@link PROGRAM}: returns all but its own 9 bytes. */
const BATCH_ACCOUNT_BYTECODE: Hex = concatHex(["0x60", numberToHex(size(PROGRAM)), "0x8060095f395ff3", PROGRAM]);

/** Calls as the program takes them. */
function encodeBatch(calls: readonly BatchedCall[]): Hex {
  return concatHex(
    calls.flatMap(({ to, data = "0x" }) => [padHex(to, { size: 32 }), numberToHex(size(data), { size: 32 }), data]),
  );
}

/** Makes calls as an account in one transaction, all or none; the account delegates to a program of its own for that. */
export async function sendTogether(
  client: WalletClient<Transport, Chain, Account>,
  calls: readonly BatchedCall[],
): Promise<Hash> {
  const reader = createPublicClient({ chain: client.chain, transport: http(), pollingInterval: 250 });
  const deployment = await client.deployContract({ abi: [], bytecode: BATCH_ACCOUNT_BYTECODE });
  const { contractAddress } = await reader.waitForTransactionReceipt({ hash: deployment });
  if (contractAddress == null) throw new Error("the account's program wasn't deployed");
  const authorization = await client.signAuthorization({ contractAddress, executor: "self" });
  return client.sendTransaction({
    ...{ to: client.account.address, data: encodeBatch(calls), authorizationList: [authorization] },
  });
}
