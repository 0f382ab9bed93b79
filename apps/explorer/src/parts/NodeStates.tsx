import type { NodeSummary } from "@session/sdk/indexer-api";
import { StatePill } from "@session/ui";
import { toShownStates } from "@session/web";

/** Everything that is true of a node, the most important first: one that is out of service may be leaving, too. */
export function NodeStates({ node }: { readonly node: Parameters<typeof toShownStates>[0] }) {
  return (
    <span className="inline-flex flex-wrap gap-x-3">
      {toShownStates(node).map((state) => (
        <StatePill key={state} state={state} />
      ))}
    </span>
  );
}

/** The same for a file. */
export const statesText = (node: NodeSummary) => toShownStates(node).join(" ");
