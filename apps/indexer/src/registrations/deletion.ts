import { ProblemError } from "@session/http";
import { DELETION_VALID_SEC, type RegistrationDeletion, registrationDeletionTypedData } from "@session/sdk";
import { type Hex, type PublicClient, recoverTypedDataAddress } from "viem";

/**
 * Whether the operator signed this deletion: an account by ECDSA, which needs no provider, a contract wallet by EIP-1271.
 *
 * @throws ProblemError DEADLINE_INVALID, SIGNATURE_INVALID, PROVIDER_DOWN
 */
export async function checkDeletion(
  deletion: RegistrationDeletion,
  signature: Hex,
  { l2Client, nowSec }: { readonly l2Client: PublicClient; readonly nowSec: number },
): Promise<void> {
  const { deadline, createdAt, operator } = deletion;
  if (deadline < nowSec || deadline > nowSec + DELETION_VALID_SEC)
    throw new ProblemError(
      { code: "DEADLINE_INVALID", status: 422, deadline },
      `The deadline ${deadline} must lie between now (${nowSec}) and ${DELETION_VALID_SEC} s ahead: sign again.`,
    );
  // So that no posting after this deletion can be of the same second, and be deleted by the same signature.
  if (nowSec <= createdAt)
    throw new ProblemError(
      { code: "DEADLINE_INVALID", status: 422, createdAt },
      "It was posted this very second: try again in the next.",
    );
  const typedData = registrationDeletionTypedData(deletion);
  if (await isOfAccount(typedData, signature, operator)) return;
  if (await isOfContract(typedData, signature, operator, l2Client)) return;
  throw new ProblemError(
    { code: "SIGNATURE_INVALID", status: 422, operator },
    `The signature isn't ${operator}'s over this registration as it was posted at ${createdAt}.`,
  );
}

type TypedData = ReturnType<typeof registrationDeletionTypedData>;

async function isOfAccount(typedData: TypedData, signature: Hex, operator: Hex): Promise<boolean> {
  try {
    const signer = await recoverTypedDataAddress({ ...typedData, signature });
    return signer.toLowerCase() === operator.toLowerCase();
  } catch {
    // Not 65 bytes, or no point: it may still be a contract wallet's.
    return false;
  }
}

async function isOfContract(typedData: TypedData, signature: Hex, operator: Hex, client: PublicClient) {
  try {
    const code = await client.getCode({ address: operator });
    if (code === undefined) return false;
    return await client.verifyTypedData({ ...typedData, address: operator, signature });
  } catch (cause) {
    throw new ProblemError(
      { code: "PROVIDER_DOWN", status: 503 },
      "The L2 can't be asked whether a contract wallet signed this: try again later.",
      { cause },
    );
  }
}
