import type { ParamsResponse, StoredRegistration } from "@session/sdk/indexer-api";
import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { TermsRules } from "../../staking/terms.ts";
import type { Check } from "./model.ts";
import { Wizard } from "./Wizard.tsx";
import type { WizardChoice } from "./wizardForm.ts";

const OPERATOR = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const registration = {
  ...{ operator: OPERATOR, ed25519Pubkey: `0x${"ab".repeat(32)}`, createdAt: 1, expiresAt: 2 },
} as StoredRegistration;
const params = {
  staking: { requirement: "25000000000000", operatorMinimum: "6250000000000", maxContributors: 10, maxFeeBps: 10_000 },
  contracts: {
    sesh: `0x${"01".repeat(20)}`,
    serviceNodeRewards: `0x${"02".repeat(20)}`,
    serviceNodeContributionFactory: "0x3",
  },
} as unknown as ParamsResponse;
const RULES: TermsRules = {
  ...{ operator: OPERATOR, requirement: 25_000_000_000_000n, operatorMinimum: 6_250_000_000_000n },
  ...{ maxContributors: 10, maxFeeBps: 10_000, decimalSign: "." },
};
const GOOD: Check[] = [{ id: "operator", state: "ok" }];
const shown = (choice: WizardChoice) =>
  JSON.stringify(choice, (_, value) => (typeof value === "bigint" ? String(value) : value));
const wizard = (checks = GOOD, vesting?: string) => (
  <Wizard
    {...{ registration, params, checks, vesting }}
    rules={RULES}
    sign={(choice) => <output>{shown(choice)}</output>}
  />
);
beforeEach(() => localStorage.clear());
afterEach(cleanup);

test("express: the defaults go to the signature at once, and a reload comes back to it", async () => {
  const person = userEvent.setup();
  render(wizard());
  await person.click(screen.getByRole("radio", { name: /You with others/ }));
  await person.click(screen.getByRole("button", { name: "Sign with these" }));
  const expected =
    '{"mode":"pool","terms":{"ownStake":"6250000000000","feeBps":500,"reserved":[],"manualFinalize":false}}';
  expect((await screen.findByRole("status")).textContent).toBe(expected);
  cleanup();
  render(wizard());
  expect(screen.getByRole("status").textContent).toBe(expected);
});

test("nothing can be signed for a node that fails a check", async () => {
  const person = userEvent.setup();
  render(wizard([{ id: "operator", state: "failed" }]));
  await person.click(screen.getByRole("button", { name: "Sign with these" }));
  expect(await screen.findByText("The node can't be registered yet")).toBeDefined();
  expect(screen.queryByText(/"mode"/)).toBeNull();
});

test("a vesting contract stakes alone, whatever was chosen before", async () => {
  const person = userEvent.setup();
  render(wizard());
  await person.click(screen.getByRole("radio", { name: /You with others/ }));
  cleanup();
  render(wizard(GOOD, `0x${"77".repeat(20)}`));
  expect(screen.getByRole("radio", { name: /You with others/ }).hasAttribute("disabled")).toBe(true);
  await person.click(screen.getByRole("button", { name: "Sign with these" }));
  expect((await screen.findByRole("status")).textContent).toBe('{"mode":"alone"}');
});

test("terms of a pool that were never finished don't keep a vesting contract from staking alone", async () => {
  const person = userEvent.setup();
  const text = { mode: "pool", beneficiary: "", ownStake: "", fee: "x", reserved: [], start: "itself" };
  const draft = JSON.stringify({ step: "node", text });
  localStorage.setItem(`session.register.${registration.ed25519Pubkey}`, draft);
  render(wizard(GOOD, `0x${"77".repeat(20)}`));
  await person.click(screen.getByRole("button", { name: "Sign with these" }));
  expect((await screen.findByRole("status")).textContent).toBe('{"mode":"alone"}');
});
