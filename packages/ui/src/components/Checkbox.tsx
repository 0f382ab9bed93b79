import { type ReactNode, useId } from "react";

export type CheckboxProps = {
  label: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  hint?: ReactNode;
  error?: ReactNode;
  disabled?: boolean;
  name?: string;
};

/** A box to tick, with its label, hint and error. */
export function Checkbox({ label, checked, onChange, hint, error, disabled, name }: CheckboxProps) {
  const id = useId();
  const hasError = error !== undefined && error !== null && error !== false;
  const described = [hint !== undefined && `${id}-hint`, hasError && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className="flex flex-col gap-1">
      <label className="flex min-h-6 items-start gap-2">
        <input
          type="checkbox"
          name={name}
          checked={checked}
          disabled={disabled}
          aria-invalid={hasError || undefined}
          aria-describedby={described || undefined}
          onChange={(event) => onChange(event.currentTarget.checked)}
          className="mt-0.5 size-4 shrink-0 accent-accent"
        />
        {label}
      </label>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="ps-6 text-xs text-muted">
          {hint}
        </p>
      )}
      <p id={`${id}-error`} role="alert" className="ps-6 text-xs text-danger empty:hidden">
        {hasError && error}
      </p>
    </div>
  );
}
