import type { TypedApp } from "@session/http";
import { ClaimKind } from "@session/protocol";
import { address, claimSchema } from "@session/sdk/node-api";
import { getAddress, hexToBigInt } from "viem";
import { z } from "zod";
import { ApiError } from "../apiError.ts";
import { formatCheckpointRef } from "../checkpointQueries.ts";
import { toHex } from "../format.ts";
import type { ApiModules } from "../modules.ts";

export function claimRoutes(app: TypedApp, { checkpoints }: ApiModules): void {
  const schema = {
    summary: "All a claim transaction needs: checkpoint, certificate, amount and proof",
    params: z.object({ address }),
    response: { 200: claimSchema },
  };
  app.get("/v1/claims/:address", { schema }, async ({ params }) => {
    const { header, claims, certificate } = await checkpoints.newestCertified();
    const recipient = getAddress(params.address);
    const found = claims.proofOf(ClaimKind.rewards, hexToBigInt(recipient));
    if (found === undefined)
      throw new ApiError(
        { code: "NOTHING_TO_CLAIM", status: 404, what: recipient },
        `${recipient} has no rewards as of checkpoint ${header.height}.`,
      );
    return {
      checkpoint: formatCheckpointRef(header),
      certificate,
      recipient,
      lifetimeRewards: found.value.toString(),
      proof: found.proof.map(toHex),
    };
  });
}
