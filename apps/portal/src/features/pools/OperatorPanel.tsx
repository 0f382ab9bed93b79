import { type Pool, updatePoolManualFinalize } from "@session/sdk";
import type { ParamsResponse } from "@session/sdk/indexer-api";
import { Button, defineMessages, useT } from "@session/ui";
import { useState } from "react";
import type { Hex } from "viem";
import { Sign } from "../../staking/Sign.tsx";
import { CancelPool } from "./CancelPool.tsx";
import { EditTerms } from "./EditTerms.tsx";
import type { PoolActions } from "./model.ts";

const messages = defineMessages("portal.operatorPanel", {
  title: "You run this pool",
  edit: "Change the terms",
  fixed: "Others are inside: fee, places and keys stay as they are until you cancel.",
  cancel: "Cancel the pool…",
  toManual: "Start it myself",
  toItself: "Let it start by itself",
});

export type OperatorPanelProps = {
  readonly pool: Pool;
  readonly params: ParamsResponse;
  readonly account: Hex;
  readonly actions: PoolActions;
  readonly onSent: (hash: Hex) => void;
};

/** What only the operator can do. */
export function OperatorPanel({ pool, params, account, actions, onSent }: OperatorPanelProps) {
  const t = useT(messages);
  const [isOpen, setOpen] = useState<"edit" | "cancel">();
  const close = () => setOpen(undefined);
  if (!actions.isOperator || pool.state === "finalized") return null;
  const { edit } = actions;
  return (
    <section className="flex flex-col gap-4">
      <h2 className="text-base">{t("title")}</h2>
      {edit === undefined && <p className="text-muted">{t("fixed")}</p>}
      <div className="flex flex-wrap items-start gap-3">
        {edit !== undefined && isOpen !== "edit" && (
          <Button size="sm" onClick={() => setOpen("edit")}>
            {t("edit")}
          </Button>
        )}
        {actions.canCancel && (
          <Button size="sm" onClick={() => setOpen("cancel")}>
            {t("cancel")}
          </Button>
        )}
      </div>
      {edit === undefined && pool.state === "openForPublicContrib" && <SwitchStart pool={pool} onSent={onSent} />}
      {isOpen === "edit" && edit !== undefined && (
        <EditTerms key={edit} {...{ pool, params, account, edit, onSent }} onClose={close} />
      )}
      {isOpen === "cancel" && <CancelPool {...{ pool, account, onSent }} onClose={close} />}
    </section>
  );
}

/** May be changed with others inside. A full pool has its own way to be started. */
function SwitchStart({ pool, onSent }: Pick<OperatorPanelProps, "pool" | "onSent">) {
  const t = useT(messages);
  const manualFinalize = !pool.manualFinalize;
  return (
    <Sign
      label={t(manualFinalize ? "toManual" : "toItself")}
      variant="secondary"
      act={(wallet) => updatePoolManualFinalize(wallet, { pool: pool.address, manualFinalize })}
      deps={["updateManualFinalize", pool.address, manualFinalize]}
      needs={{ feature: "pools" }}
      onSent={onSent}
    />
  );
}
