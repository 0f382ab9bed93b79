import { zodResolver } from "@hookform/resolvers/zod";
import { cleanup, render, renderHook, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { FormProvider, useForm } from "react-hook-form";
import { afterEach, expect, test, vi } from "vitest";
import { ReservedField } from "./ReservedField.tsx";
import { useShownTerms } from "./shownTerms.ts";
import { FeeField } from "./TermsFields.tsx";
import { type Terms, type TermsRules, type TermsText, termsSchema } from "./terms.ts";

const OPERATOR = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const OTHER = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";
const RULES: TermsRules = {
  ...{ operator: OPERATOR, requirement: 25_000_000_000_000n, operatorMinimum: 6_250_000_000_000n },
  ...{ maxContributors: 3, maxFeeBps: 10_000, decimalSign: "." },
};
afterEach(cleanup);

function Form({ onGood }: { readonly onGood: (terms: Terms) => void }) {
  const form = useForm<TermsText, unknown, Terms>({
    resolver: zodResolver(termsSchema(RULES)),
    defaultValues: { ownStake: "6250", fee: "5", reserved: [], start: "itself" },
  });
  return (
    <FormProvider {...form}>
      <form onSubmit={form.handleSubmit(onGood)}>
        <FeeField rules={RULES} />
        <ReservedField rules={RULES} />
        <button type="submit">Go</button>
      </form>
    </FormProvider>
  );
}

test("what is wrong is said in words where it stands; put right, the terms are exact", async () => {
  const person = userEvent.setup();
  const onGood = vi.fn();
  render(<Form onGood={onGood} />);
  await person.clear(screen.getByLabelText(/Your fee/));
  await person.type(screen.getByLabelText(/Your fee/), "0.295");
  await person.click(screen.getByRole("button", { name: "Keep a place" }));
  await person.type(screen.getByRole("textbox", { name: "Address" }), OPERATOR);
  await person.type(screen.getByRole("textbox", { name: "Keep at least" }), "0");
  await person.click(screen.getByRole("button", { name: "Go" }));
  expect(await screen.findByText("At most 2 decimals.")).toBeDefined();
  expect(screen.getByText(/This is your own account/)).toBeDefined();
  expect(screen.getByText("Keep at least something for it.")).toBeDefined();
  expect(onGood).not.toHaveBeenCalled();

  await person.clear(screen.getByLabelText(/Your fee/));
  await person.type(screen.getByLabelText(/Your fee/), "0.29");
  await person.clear(screen.getByRole("textbox", { name: "Address" }));
  await person.type(screen.getByRole("textbox", { name: "Address" }), OTHER.toLowerCase());
  await person.clear(screen.getByRole("textbox", { name: "Keep at least" }));
  await person.type(screen.getByRole("textbox", { name: "Keep at least" }), "18750");
  await person.click(screen.getByRole("button", { name: "Go" }));
  await waitFor(() => expect(onGood).toHaveBeenCalled());
  expect(onGood.mock.calls[0]?.[0]).toEqual({
    ...{ ownStake: 6_250_000_000_000n, feeBps: 29, manualFinalize: false },
    reserved: [{ contributor: OTHER, amount: 18_750_000_000_000n }],
  });
});

test("places end with the network's, and a place taken away gives one back", async () => {
  const person = userEvent.setup();
  render(<Form onGood={() => undefined} />);
  const add = screen.getByRole("button", { name: "Keep a place" });
  await person.click(add);
  await person.click(add);
  expect(add.hasAttribute("disabled")).toBe(true);
  await person.type(screen.getAllByRole("textbox", { name: "Address" })[1] as HTMLElement, "second");
  await person.click(screen.getByRole("button", { name: "Remove place 1" }));
  expect(add.hasAttribute("disabled")).toBe(false);
  const [left] = screen.getAllByRole("textbox", { name: "Address" });
  expect((left as HTMLInputElement).value).toBe("second");
  expect(within(screen.getByRole("group", { name: "Places kept for others" })).getByText(/1 place left/)).toBeDefined();
});

test("terms that change under a reader's eyes aren't accepted by themselves", () => {
  const { result, rerender } = renderHook(({ hash }) => useShownTerms(hash), { initialProps: { hash: "0xa" } });
  expect(result.current).toMatchObject({ accepted: "0xa", haveChanged: false });
  rerender({ hash: "0xb" });
  expect(result.current).toMatchObject({ accepted: "0xa", haveChanged: true });
  result.current.accept();
  rerender({ hash: "0xb" });
  expect(result.current).toMatchObject({ accepted: "0xb", haveChanged: false });
});
