import type { IndexedCheckpoint } from "@session/sdk/indexer-api";
import { Button, defineMessages, useT } from "@session/ui";
import { Failure } from "../../data/Answered.tsx";
import { Section } from "../../parts/Section.tsx";
import { Outcome } from "./Outcome.tsx";
import { useVerification } from "./useVerification.ts";

const messages = defineMessages("explorer.verify", {
  title: "Verify in this browser",
  why: "Your browser fetches the block from a node and the set of signers from the contract, and repeats digest, sum of keys and pairing itself.",
  start: "Verify in this browser",
  again: "Verify again",
  none: "There is nothing to verify yet: too few nodes have signed this checkpoint so far.",
});

/** The verification of the page's checkpoint. */
export function VerifyPanel({ checkpoint }: { readonly checkpoint: IndexedCheckpoint }) {
  const t = useT(messages);
  const acceptedAt = checkpoint.l2 === null ? undefined : BigInt(checkpoint.l2.blockNumber);
  const { verification, start, isReady, placesError } = useVerification(acceptedAt);
  const begin = () => void start({ kind: "checkpoint", height: checkpoint.height });
  if (checkpoint.certificate === null)
    return (
      <Section title={t("title")}>
        <p className="text-muted">{t("none")}</p>
      </Section>
    );
  return (
    <Section title={t("title")}>
      <p className="max-w-prose text-muted">{t("why")}</p>
      {placesError !== null && <Failure error={placesError} />}
      <div>
        <Button variant="primary" disabled={!isReady} busy={verification.state === "running"} onClick={begin}>
          {t(verification.state === "idle" ? "start" : "again")}
        </Button>
      </div>
      <Outcome verification={verification} onRetry={begin} />
    </Section>
  );
}
