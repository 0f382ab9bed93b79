import { type ReactNode, useId } from "react";

export type Choice<Value extends string> = {
  value: Value;
  label: ReactNode;
  /** What it means, in a sentence. */
  hint?: ReactNode;
  disabled?: boolean;
};

export type ChoicesProps<Value extends string> = {
  /** The question. */
  label: ReactNode;
  choices: readonly Choice<Value>[];
  value: Value | undefined;
  onChange: (value: Value) => void;
  error?: ReactNode;
};

/** One of a few, all visible, each with its meaning: radio buttons. */
export function Choices<Value extends string>({ label, choices, value, onChange, error }: ChoicesProps<Value>) {
  const id = useId();
  return (
    <fieldset aria-describedby={error === undefined ? undefined : `${id}-error`} className="flex flex-col gap-2">
      <legend className="mb-2 text-sm font-medium">{label}</legend>
      {choices.map((choice) => (
        <label
          key={choice.value}
          className="flex items-start gap-3 rounded-md border border-line px-4 py-3 hover:border-edge has-checked:border-accent has-disabled:text-faint"
        >
          <input
            type="radio"
            name={id}
            value={choice.value}
            checked={choice.value === value}
            disabled={choice.disabled}
            onChange={() => onChange(choice.value)}
            aria-describedby={choice.hint === undefined ? undefined : `${id}-${choice.value}`}
            className="mt-0.5 size-4 shrink-0 accent-accent"
          />
          <span className="flex flex-col">
            <span>{choice.label}</span>
            {choice.hint !== undefined && (
              <span id={`${id}-${choice.value}`} className="text-muted">
                {choice.hint}
              </span>
            )}
          </span>
        </label>
      ))}
      <p id={`${id}-error`} role="alert" className="text-xs text-danger empty:hidden">
        {error}
      </p>
    </fieldset>
  );
}
