import { FieldFrame, type FieldFrameProps, INPUT, INPUT_SMALL } from "./Field.tsx";

export type SelectOption<Value extends string> = { value: Value; label: string; disabled?: boolean };

export type SelectProps<Value extends string> = FieldFrameProps & {
  options: readonly SelectOption<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  disabled?: boolean;
  name?: string;
  /** `sm` beside small buttons, as in the head of a page. */
  size?: "md" | "sm";
};

const SIZES = {
  md: { control: `${INPUT} pe-9`, sign: "end-3 top-3" },
  sm: { control: `${INPUT_SMALL} pe-7`, sign: "end-2 top-2" },
} as const;

/**
 * One of many: the browser's own select, which every keyboard, phone and screen reader knows. (Radix's injects a
 * `<style>`, which `style-src 'self'` refuses.)
 */
export function Select<Value extends string>({
  options,
  value,
  onChange,
  disabled,
  name,
  size = "md",
  ...frame
}: SelectProps<Value>) {
  return (
    <FieldFrame {...frame}>
      {(control) => (
        <div className="relative">
          <select
            {...control}
            name={name}
            value={value}
            disabled={disabled}
            onChange={(event) => {
              const chosen = options.find((option) => option.value === event.currentTarget.value);
              if (chosen !== undefined) onChange(chosen.value);
            }}
            className={`${SIZES[size].control} appearance-none`}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value} disabled={option.disabled}>
                {option.label}
              </option>
            ))}
          </select>
          <svg
            aria-hidden="true"
            viewBox="0 0 16 16"
            className={`${SIZES[size].sign} pointer-events-none absolute size-4 fill-none stroke-muted stroke-[1.5]`}
          >
            <path d="M4 6l4 4 4-4" />
          </svg>
        </div>
      )}
    </FieldFrame>
  );
}
