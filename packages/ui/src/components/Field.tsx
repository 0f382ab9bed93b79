import { type InputHTMLAttributes, type ReactNode, useId } from "react";
import { useUiText } from "../i18n/useUiText.ts";
import { classNames } from "./classNames.ts";

export type FieldFrameProps = {
  label: ReactNode;
  /** What to enter, limits; stays visible. */
  hint?: ReactNode;
  /** What is wrong and what to do; takes the hint's side, announced when it appears. */
  error?: ReactNode;
  required?: boolean | undefined;
  /** For filters, where the value says what it is: the label is for screen readers only. */
  hideLabel?: boolean | undefined;
  /** Holds the place of an error beside the hint, so that nothing below moves when one comes. */
  holdsPlace?: boolean | undefined;
};

/** Ids and aria attributes that tie a control to its label, hint and error. */
export type FieldControl = {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
  "aria-required": true | undefined;
};

const CONTROL =
  "w-full min-w-0 rounded-md border border-edge bg-ground placeholder:text-muted " +
  "disabled:border-line disabled:text-faint aria-invalid:border-danger";
export const INPUT = `${CONTROL} h-10 px-3 text-base md:text-sm`;
export const INPUT_SMALL = `${CONTROL} h-8 px-2 text-xs`;

/** Label, hint and error around any control; the control gets its attributes from the render function. */
export function FieldFrame(props: FieldFrameProps & { children: (control: FieldControl) => ReactNode }) {
  const { label, hint, error, required, hideLabel = false, holdsPlace = false, children } = props;
  const t = useUiText();
  const id = useId();
  const hasError = error !== undefined && error !== null && error !== false && error !== "";
  const described = classNames(hint !== undefined && `${id}-hint`, hasError && `${id}-error`);
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className={hideLabel ? "sr-only" : "text-sm font-medium"}>
        {label}
        {required === false && <span className="ms-2 font-normal text-muted">{t("field.optional")}</span>}
      </label>
      {children({
        id,
        "aria-describedby": described === "" ? undefined : described,
        "aria-invalid": hasError || undefined,
        "aria-required": required || undefined,
      })}
      <div className={holdsPlace ? "min-h-12 text-xs md:min-h-8" : "contents"}>
        {hint !== undefined && (
          <div id={`${id}-hint`} className="text-xs text-muted">
            {hint}
          </div>
        )}
        <div id={`${id}-error`} role="alert" className="text-xs text-danger empty:hidden">
          {hasError ? error : null}
        </div>
      </div>
    </div>
  );
}

export type FieldProps = FieldFrameProps & {
  /** Something behind the text: a unit, a button. */
  after?: ReactNode;
  mono?: boolean;
} & Omit<InputHTMLAttributes<HTMLInputElement>, "id" | "required">;

/** A text field with label, hint and error. Takes `ref`, `name`, `onChange` and `onBlur` of form libraries. */
export function Field({
  label,
  hint,
  error,
  required,
  hideLabel,
  after,
  mono = false,
  className,
  ...input
}: FieldProps) {
  return (
    <FieldFrame label={label} hint={hint} error={error} required={required} hideLabel={hideLabel}>
      {(control) => (
        <div className="relative flex items-center gap-2">
          <input {...input} {...control} className={classNames(INPUT, mono && "font-mono", className)} />
          {after}
        </div>
      )}
    </FieldFrame>
  );
}
