import { Amount, Banner, Button, defineMessages, Field, Link, Time, useT } from "@session/ui";
import { useState } from "react";
import { Section } from "../../parts/Section.tsx";
import type { BundleClaim, CheckpointBundle } from "../../verify/bundle.ts";
import { parseClaimSubject } from "./model.ts";
import { Outcome } from "./Outcome.tsx";
import { useVerification } from "./useVerification.ts";

const messages = defineMessages("explorer.claim", {
  title: "Check a claim",
  why: "A node proves what an address has earned, or that a node may leave, against the newest certified checkpoint. Your browser verifies that checkpoint and the proof. The contract takes proofs against any of its last 64 roots, but nodes keep the claims behind the newest only.",
  subject: "Address, or id of a node that was let go",
  wrong: "Enter an address (0x and 40 hex digits) or a node's id.",
  start: "Check",
  rewards: "Earned in all, as of this checkpoint:",
  exit: "The node may leave, its stake free from:",
  liquidation: "Anyone may liquidate the node, its stake locked until:",
  atOnce: "at once",
  other: "The proof is against checkpoint {height}, the newest: nodes keep proofs of that one only.",
});

export type ClaimPanelProps = {
  /** Of the page. */
  readonly height: number;
  /** What the address of the page asks about. */
  readonly subject: string;
  readonly onSubject: (subject: string) => void;
};

/** Verifies a claim by its proof. */
export function ClaimPanel({ height, subject, onSubject }: ClaimPanelProps) {
  const t = useT(messages);
  const [text, setText] = useState(subject);
  const [isWrong, setIsWrong] = useState(false);
  const { verification, start, isReady } = useVerification();
  const { bundle } = verification;
  const check = () => {
    const question = parseClaimSubject(text);
    setIsWrong(question === undefined);
    if (question === undefined) return;
    onSubject(text.trim());
    void start(question);
  };
  return (
    <Section title={t("title")}>
      <p className="max-w-prose text-muted">{t("why")}</p>
      <form
        className="screen-only flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          check();
        }}
      >
        <div className="w-full max-w-120">
          <Field
            label={t("subject")}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            error={isWrong ? t("wrong") : undefined}
            spellCheck={false}
            autoComplete="off"
          />
        </div>
        <Button type="submit" disabled={!isReady} busy={verification.state === "running"}>
          {t("start")}
        </Button>
      </form>
      {bundle !== undefined && <Said bundle={bundle} height={height} />}
      <Outcome verification={verification} onRetry={check} />
    </Section>
  );
}

function Said({
  bundle: { claim, checkpoint },
  height,
}: {
  readonly bundle: CheckpointBundle;
  readonly height: number;
}) {
  const t = useT(messages);
  if (claim === null) return null;
  return (
    <>
      <p className="text-base font-medium">
        <ClaimWords claim={claim} />
      </p>
      {checkpoint.height !== height && (
        <Banner
          tone="info"
          title={t.rich("other", {
            height: (
              <Link key="height" href={`/checkpoints/${checkpoint.height}`}>
                {checkpoint.height}
              </Link>
            ),
          })}
        />
      )}
    </>
  );
}

function ClaimWords({ claim: { kind, value } }: { readonly claim: BundleClaim }) {
  const t = useT(messages);
  if (kind === 1)
    return (
      <>
        {t("rewards")} <Amount value={BigInt(value)} maxDecimals={9} />
      </>
    );
  return (
    <>
      {t(kind === 2 ? "exit" : "liquidation")} {value === "0" ? t("atOnce") : <Time at={Number(value)} />}
    </>
  );
}
