import { Banner, Button, defineMessages, downloadText, useT } from "@session/ui";
import script from "../../../download/verify.mjs?raw";
import { Failure } from "../../data/Answered.tsx";
import type { CheckpointBundle } from "../../verify/bundle.ts";
import { toVerdict } from "../../verify/steps.ts";
import { toShownSteps } from "./model.ts";
import { StepList } from "./StepList.tsx";
import { stepMessages } from "./stepWords.ts";
import type { Verification } from "./useVerification.ts";

const messages = defineMessages("explorer.outcome", {
  ok: "Verified in this browser",
  okWhy:
    "What was signed is proved and no step is wrong, computed here from what the contract and a node answered; the indexer was not asked.",
  failed: "Refused: a step failed",
  failedWhy: "The step “{step}” is wrong. Don't rely on this checkpoint; look below for why.",
  open: "Not proved entirely",
  openWhy: "No step is wrong, but one could not be decided; it says why.",
  fetching: "Asking contract and node …",
  sources: "Contract by {rpc}, node by {node}, read at {readAt}.",
  json: "Download the data",
  script: "Download the script",
  elsewhere: "To verify it elsewhere, download both, then: {command}",
});

const COMMAND = "npm install @noble/curves @noble/hashes && node verify.mjs";

/** How a verification goes, what it came to, and what it takes to repeat it. */
export function Outcome({
  verification,
  onRetry,
}: {
  readonly verification: Verification;
  readonly onRetry: () => void;
}) {
  const t = useT(messages);
  const { state, steps, bundle, error } = verification;
  if (state === "idle") return null;
  if (error !== undefined) return <Failure error={error} onRetry={onRetry} />;
  return (
    <div className="flex flex-col gap-4">
      {bundle === undefined && <p className="text-muted">{t("fetching")}</p>}
      {state === "done" && <VerdictBanner verification={verification} />}
      <StepList steps={toShownSteps(steps, state === "running" && bundle !== undefined)} />
      {bundle !== undefined && <Downloads bundle={bundle} />}
    </div>
  );
}

function VerdictBanner({ verification: { steps } }: { readonly verification: Verification }) {
  const t = useT(messages);
  const words = useT(stepMessages);
  const { state, firstFailed } = toVerdict(steps);
  if (firstFailed !== null)
    return (
      <Banner tone="danger" title={t("failed")}>
        {t("failedWhy", { step: words(firstFailed) })}
      </Banner>
    );
  if (state === "open")
    return (
      <Banner tone="warn" title={t("open")}>
        {t("openWhy")}
      </Banner>
    );
  return (
    <Banner tone="good" title={t("ok")}>
      {t("okWhy")}
    </Banner>
  );
}

function Downloads({ bundle }: { readonly bundle: CheckpointBundle }) {
  const t = useT(messages);
  const { checkpoint, sources } = bundle;
  const name = `checkpoint-${checkpoint.height}.json`;
  return (
    <div className="flex flex-col gap-2">
      <p className="text-xs wrap-anywhere text-muted">
        {t("sources", { rpc: sources.rpc, node: sources.node, readAt: sources.readAt })}
      </p>
      <div className="flex flex-wrap gap-3">
        <Button
          size="sm"
          onClick={() => downloadText(name, `${JSON.stringify(bundle, null, 2)}\n`, "application/json;charset=utf-8")}
        >
          {t("json")}
        </Button>
        <Button size="sm" onClick={() => downloadText("verify.mjs", script, "text/javascript;charset=utf-8")}>
          {t("script")}
        </Button>
      </div>
      <p className="text-xs text-muted">
        {t.rich("elsewhere", {
          command: <code key="command" dir="ltr" className="font-mono break-all">{`${COMMAND} ${name}`}</code>,
        })}
      </p>
    </div>
  );
}
