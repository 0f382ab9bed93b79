import { render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { I18nProvider } from "../i18n/I18nProvider.tsx";
import { AmountField, type AmountFieldProps } from "./AmountField.tsx";
import { Checkbox } from "./Checkbox.tsx";
import { Choices } from "./Choices.tsx";
import { ConfirmSentence } from "./ConfirmSentence.tsx";
import { Field } from "./Field.tsx";
import { Select } from "./Select.tsx";

const describedBy = (element: HTMLElement) =>
  (element.getAttribute("aria-describedby") ?? "")
    .split(" ")
    .filter((id) => id !== "")
    .map((id) => document.getElementById(id)?.textContent);

function Stake({ onAmount, ...rest }: Partial<AmountFieldProps> & { onAmount?: (amount: bigint | undefined) => void }) {
  const [text, setText] = useState("");
  return (
    <AmountField
      label="Stake"
      {...rest}
      text={text}
      onChange={(typed, amount) => {
        setText(typed);
        onAmount?.(amount);
      }}
    />
  );
}

describe("Field", () => {
  it("ties label, hint and error to the input", () => {
    render(<Field label="Key" hint="64 digits" error="Too short" required name="key" />);
    const input = screen.getByRole("textbox", { name: "Key" });
    expect(describedBy(input)).toEqual(["64 digits", "Too short"]);
    expect(input.getAttribute("aria-invalid")).toBe("true");
    expect(input.getAttribute("aria-required")).toBe("true");
    expect(screen.getByRole("alert").textContent).toBe("Too short");
  });

  it("says nothing of errors while there are none", () => {
    render(<Field label="Key" />);
    const input = screen.getByRole("textbox", { name: "Key" });
    expect(input.hasAttribute("aria-describedby")).toBe(false);
    expect(input.hasAttribute("aria-invalid")).toBe(false);
  });

  it("hides the label from sight alone", () => {
    render(<Select label="Fee" hideLabel value="a" onChange={() => {}} options={[{ value: "a", label: "any" }]} />);
    expect(screen.getByRole("combobox", { name: "Fee" })).toBeTruthy();
  });
});

describe("AmountField", () => {
  it("4-3: passes on exact base units, and undefined while it isn't an amount", async () => {
    const onAmount = vi.fn();
    render(<Stake onAmount={onAmount} max={10n ** 19n} />);
    await userEvent.setup().type(screen.getByRole("textbox", { name: "Stake" }), "0.1x");
    expect(onAmount.mock.calls.map(([amount]) => amount)).toEqual([0n, 0n, 100_000_000n, undefined]);
  });

  it("speaks of an error once the field is left, not while it is typed", async () => {
    const user = userEvent.setup();
    render(<Stake min={781_250_000_000n} hint="From 781.25 SESH." />);
    const input = screen.getByRole("textbox", { name: "Stake" });
    await user.type(input, "5");
    expect(describedBy(input)).toEqual(["From 781.25 SESH."]);
    await user.tab();
    expect(describedBy(input)).toEqual(["From 781.25 SESH.", "Too little: at least 781.25 SESH."]);
    await user.type(input, "000");
    expect(describedBy(input)).toEqual(["From 781.25 SESH."]);
  });

  it.each([
    ["", "Enter an amount."],
    ["-5", "Enter the amount without a sign."],
    ["1,234", "Is “1,234” in thousands or a fraction? Write it without separators, or with decimals: 1,234.5."],
    ["0.0000000001", "Too many decimals: 9 are the most."],
    ["26000", "Too much: at most 25,000 SESH."],
  ])("says what is wrong with %j", (text, words) => {
    render(<AmountField label="Stake" text={text} onChange={() => {}} max={25_000_000_000_000n} showErrors />);
    expect(describedBy(screen.getByRole("textbox"))).toEqual([words]);
  });

  it("Max enters all there is, or the limit if that is less", async () => {
    const onAmount = vi.fn();
    const user = userEvent.setup();
    const { unmount } = render(<Stake onAmount={onAmount} available={1_204_553_112_345n} max={25_000_000_000_000n} />);
    await user.click(screen.getByRole("button", { name: "Max: 1,204.553112345" }));
    expect(onAmount).toHaveBeenLastCalledWith(1_204_553_112_345n);
    expect(screen.getByRole<HTMLInputElement>("textbox").value).toBe("1204.553112345");
    unmount();
    render(<Stake onAmount={onAmount} available={30_000_000_000_000n} max={25_000_000_000_000n} />);
    await user.click(screen.getByRole("button", { name: "Max: 25,000" }));
    expect(onAmount).toHaveBeenLastCalledWith(25_000_000_000_000n);
  });

  it("takes more than there is for too much", () => {
    render(<AmountField label="Stake" text="2" onChange={() => {}} available={1_000_000_000n} showErrors />);
    expect(describedBy(screen.getByRole("textbox"))).toEqual(["Too much: at most 1 SESH."]);
  });

  it("reads a comma as the reader's locale does, and Max survives it", async () => {
    const onAmount = vi.fn();
    const user = userEvent.setup();
    render(
      <I18nProvider locale="de">
        <Stake onAmount={onAmount} available={1_234_000_000n} />
      </I18nProvider>,
    );
    await user.type(screen.getByRole("textbox"), "1,234");
    expect(onAmount).toHaveBeenLastCalledWith(1_234_000_000n);
    await user.click(screen.getByRole("button", { name: /^Max/ }));
    expect(onAmount).toHaveBeenLastCalledWith(1_234_000_000n);
  });
});

describe("choices", () => {
  it("are reached and changed by keyboard", async () => {
    const onChange = vi.fn();
    const user = userEvent.setup();
    const choices = [
      { value: "alone" as const, label: "Alone", hint: "All is yours" },
      { value: "pool" as const, label: "With others" },
    ];
    render(<Choices label="How?" choices={choices} value="alone" onChange={onChange} />);
    expect(screen.getByRole("group", { name: "How?" })).toBeTruthy();
    await user.tab();
    expect(describedBy(screen.getByRole("radio", { name: /^Alone/ }))).toEqual(["All is yours"]);
    await user.keyboard("{ArrowDown}");
    expect(onChange).toHaveBeenCalledWith("pool");
  });

  it("a select gives back one of its values", async () => {
    const onChange = vi.fn();
    const options = [
      { value: "any", label: "any fee" },
      { value: "5", label: "up to 5 %" },
    ];
    render(<Select label="Fee" options={options} value="any" onChange={onChange} />);
    await userEvent.setup().selectOptions(screen.getByRole("combobox", { name: "Fee" }), "up to 5 %");
    expect(onChange).toHaveBeenCalledExactlyOnceWith("5");
  });

  it("a box ties its hint and error", () => {
    render(<Checkbox label="Yes" checked={false} onChange={() => {}} hint="Later too" error="Tick it" />);
    expect(describedBy(screen.getByRole("checkbox", { name: "Yes" }))).toEqual(["Later too", "Tick it"]);
  });
});

describe("ConfirmSentence", () => {
  const sentence = "Exiting returns 25,000 SESH to you and 3 others in 15 days.";

  it("does nothing before it is agreed to, and says why", async () => {
    const onConfirm = vi.fn();
    const user = userEvent.setup();
    render(<ConfirmSentence sentence={sentence} confirmLabel="Request exit" onConfirm={onConfirm} />);
    expect(screen.getByRole("form", { name: sentence })).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Request exit" }));
    expect(onConfirm).not.toHaveBeenCalled();
    expect(screen.getByRole("alert").textContent).toBe("Tick this first: it can't be undone.");
    await user.click(screen.getByRole("checkbox"));
    expect(screen.getByRole("alert").textContent).toBe("");
    await user.click(screen.getByRole("button", { name: "Request exit" }));
    expect(onConfirm).toHaveBeenCalledOnce();
  });

  it("takes no second confirmation while it works", async () => {
    const onConfirm = vi.fn();
    const user = userEvent.setup();
    render(<ConfirmSentence sentence={sentence} confirmLabel="Request exit" onConfirm={onConfirm} busy />);
    await user.click(screen.getByRole("checkbox"));
    await user.click(screen.getByRole("button", { name: /^Request exit/ }));
    expect(onConfirm).not.toHaveBeenCalled();
  });

  it("says why it can't be done now, within reach of the keyboard, and does nothing", async () => {
    const onConfirm = vi.fn();
    const user = userEvent.setup();
    const props = { sentence, confirmLabel: "Request exit", onConfirm };
    const { rerender } = render(<ConfirmSentence {...props} blocked="The contract is paused." />);
    const button = screen.getByRole("button", { name: "Request exit" });
    expect(button.getAttribute("aria-disabled")).toBe("true");
    expect(describedBy(button)).toEqual(["The contract is paused."]);
    await user.click(screen.getByRole("checkbox"));
    await user.tab();
    expect(document.activeElement).toBe(button);
    await user.keyboard("{Enter}");
    expect(onConfirm).not.toHaveBeenCalled();
    rerender(<ConfirmSentence {...props} />);
    expect(button.hasAttribute("aria-disabled")).toBe(false);
    await user.keyboard("{Enter}");
    expect(onConfirm).toHaveBeenCalledOnce();
  });
});
