import type { ParamsResponse, StakeAction, StakesResponse } from "@session/sdk/indexer-api";
import { type ReactNode, useState } from "react";
import type { Hex } from "viem";
import { BulkBar } from "./BulkBar.tsx";
import { BulkDialog } from "./BulkDialog.tsx";
import { BulkProgress } from "./BulkProgress.tsx";
import { BulkTick } from "./BulkTick.tsx";
import { type BulkKind, canTick, type RowKey, rowKeyOf } from "./model.ts";
import { isFinished } from "./queue.ts";
import { useBulkRunner } from "./useBulkRunner.ts";

export type BulkParameters = {
  readonly signer: Hex;
  readonly stakes: StakesResponse;
  readonly params: ParamsResponse;
  readonly isBlocked: boolean;
};
type Line = { readonly node: { readonly id: number }; readonly account: string };

/** Acting on many nodes at once: a box for each line, and what belongs above the list. */
export function useBulk({ signer, stakes, params, isBlocked }: BulkParameters): {
  /** Undefined where there is nothing to choose between. */
  readonly renderSelect: ((line: Line) => ReactNode) | undefined;
  /** The bar, its dialog, and the queue that runs. */
  readonly panel: ReactNode;
} {
  const { runner, queue, isElsewhere } = useBulkRunner(signer, params);
  const [ticked, setTicked] = useState<ReadonlySet<RowKey>>(new Set());
  const [asked, setAsked] = useState<{ kind: BulkKind; actions: readonly StakeAction[] }>();
  const keys = stakes.nodes
    .map(({ node, account }) => rowKeyOf(node.id, account))
    .filter((key) => canTick(stakes, key));
  // What has changed since it was ticked isn't chosen any more.
  const chosen = new Set(keys.filter((key) => ticked.has(key)));
  const isOffered = keys.length > 1;
  const clear = () => setTicked(new Set());
  const change = (key: RowKey, isTicked: boolean) =>
    setTicked(new Set(isTicked ? [...chosen, key] : [...chosen].filter((other) => other !== key)));
  const renderSelect = ({ node, account }: Line) => {
    const key = rowKeyOf(node.id, account);
    return (
      <BulkTick
        nodeId={node.id}
        isOn={canTick(stakes, key)}
        isTicked={chosen.has(key)}
        onChange={(isTicked) => change(key, isTicked)}
      />
    );
  };
  const panel = (
    <>
      {queue !== undefined && <BulkProgress {...{ queue, isElsewhere, runner }} />}
      {isOffered && (
        <BulkBar
          {...{ stakes, isBlocked, ticked: chosen }}
          isBusy={queue !== undefined && !isFinished(queue)}
          onAct={(kind, actions) => setAsked({ kind, actions })}
          onAll={() => setTicked(new Set(keys))}
          onClear={clear}
        />
      )}
      {asked !== undefined && (
        <BulkDialog
          {...{ ...asked, stakes, params, signer }}
          onClose={() => setAsked(undefined)}
          onStart={(kind, planned) => {
            setAsked(undefined);
            clear();
            runner.start(kind, planned, Date.now());
          }}
        />
      )}
    </>
  );
  return { renderSelect: isOffered ? renderSelect : undefined, panel };
}
