import { type ReactNode, useId, useState } from "react";
import { useUiText } from "../i18n/useUiText.ts";
import { Button } from "./Button.tsx";
import { Checkbox } from "./Checkbox.tsx";

export type ConfirmSentenceProps = {
  /** What happens to whom and when: "Exiting returns 25,000 SESH to you and 3 others in 15 days." */
  sentence: ReactNode;
  /** What else follows from it, one line each. */
  consequences?: readonly { id: string; text: ReactNode }[];
  /** The action as a verb: "Request exit". */
  confirmLabel: string;
  onConfirm: () => void;
  onCancel?: (() => void) | undefined;
  /** While it is being done. */
  busy?: boolean;
  /** Why it can't be done now: said beside the button, which takes no press as long as there is a reason. */
  blocked?: ReactNode;
  /** `primary` for what can be undone. */
  variant?: "danger" | "primary";
};

/** A dangerous action as one plain sentence, agreed to before the button works. */
export function ConfirmSentence(props: ConfirmSentenceProps) {
  const { sentence, consequences = [], confirmLabel, onConfirm, onCancel, busy = false, variant = "danger" } = props;
  const isBlocked = props.blocked !== undefined;
  const t = useUiText();
  const id = useId();
  const [agreed, setAgreed] = useState(false);
  const [refused, setRefused] = useState(false);
  return (
    <form
      aria-labelledby={`${id}-sentence`}
      onSubmit={(event) => {
        event.preventDefault();
        if (busy || isBlocked) return;
        setRefused(!agreed);
        if (agreed) onConfirm();
      }}
      className="flex flex-col gap-4"
    >
      <p id={`${id}-sentence`} className="text-lg text-pretty">
        {sentence}
      </p>
      {consequences.length > 0 && (
        <ul className="flex list-disc flex-col gap-1 ps-5 text-muted">
          {consequences.map((consequence) => (
            <li key={consequence.id}>{consequence.text}</li>
          ))}
        </ul>
      )}
      <Checkbox
        label={t("confirm.agree")}
        checked={agreed}
        onChange={setAgreed}
        error={refused && !agreed ? t("confirm.missing") : undefined}
      />
      <div className="flex flex-wrap items-center justify-end gap-3">
        <p id={`${id}-blocked`} role="status" className="text-xs text-muted empty:hidden">
          {props.blocked}
        </p>
        {onCancel !== undefined && <Button onClick={onCancel}>{t("action.cancel")}</Button>}
        <Button
          type="submit"
          variant={variant}
          busy={busy}
          blocked={isBlocked}
          aria-describedby={isBlocked ? `${id}-blocked` : undefined}
        >
          {confirmLabel}
        </Button>
      </div>
    </form>
  );
}
