import { useT } from "@session/ui";
import { bulkMessages } from "./messages.ts";

export type BulkTickProps = {
  readonly nodeId: number;
  readonly isTicked: boolean;
  /** False where nothing can be done about the node now. */
  readonly isOn: boolean;
  readonly onChange: (isTicked: boolean) => void;
};

/** The box in a node's line. */
export function BulkTick({ nodeId, isTicked, isOn, onChange }: BulkTickProps) {
  const t = useT(bulkMessages);
  return (
    // The label makes the target as large as the cell.
    <label className="flex size-6 items-center justify-center">
      <span className="sr-only">{t("tick", { id: String(nodeId) })}</span>
      <input
        type="checkbox"
        className="size-4 accent-accent"
        checked={isTicked && isOn}
        disabled={!isOn}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </label>
  );
}
