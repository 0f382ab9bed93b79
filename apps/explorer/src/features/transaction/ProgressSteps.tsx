import type { TransactionProgress } from "@session/sdk/indexer-api";
import { Banner, defineMessages, Link, Steps, useT } from "@session/ui";
import { entersBlocks, stages, toStages } from "./model.ts";

const messages = defineMessages("explorer.progressSteps", {
  label: "Way of the transaction",
  mined: "Mined on the L2",
  seen: "Read by the indexer",
  inBlock: "In blocks of the appchain",
  final: "Covered by a certified checkpoint",
  finalOnL2: "Final on the L2",
  noBlock: "Nothing of it is for the appchain.",
  block: "L2 block {block}",
  reverted: "It reverted",
  unknown: "Neither the indexer nor the L2 knows this transaction",
  unknownWhy: "Check its hash; one that was just sent may take a moment.",
  checkpoint: "checkpoint {height}",
});

/** How far the transaction has come. */
export function ProgressSteps({ progress }: { readonly progress: TransactionProgress }) {
  const t = useT(messages);
  const { mined, checkpoint, next, stage } = progress;
  const states = toStages(progress);
  const isForAppchain = entersBlocks(progress);
  const details = {
    mined: mined === null ? undefined : t("block", { block: String(mined.block) }),
    seen: undefined,
    inBlock: isForAppchain ? undefined : t("noBlock"),
    final:
      checkpoint === null ? undefined : (
        <Link href={`/checkpoints/${checkpoint}`}>{t("checkpoint", { height: String(checkpoint) })}</Link>
      ),
  };
  return (
    <>
      {stage === "unknown" && (
        <Banner tone="info" title={t("unknown")}>
          {t("unknownWhy")}
        </Banner>
      )}
      {mined?.status === "reverted" && (
        <Banner tone="danger" title={t("reverted")}>
          {mined.revert?.message} <code className="font-mono">{mined.revert?.name}</code>
        </Banner>
      )}
      <Steps
        label={t("label")}
        steps={stages.map((id) => ({
          id,
          title: t(id === "final" && !isForAppchain ? "finalOnL2" : id),
          state: states[id],
          ...(id === "mined" && mined?.time != null ? { at: mined.time } : {}),
          detail: states[id] === "running" ? (next?.message ?? details[id]) : details[id],
        }))}
      />
    </>
  );
}
