import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { CostLine } from "./Cost.tsx";

afterEach(cleanup);

const MILLI_ETH = 10n ** 15n;
const textOf = (wei: bigint, isWhole: boolean, ofAll: boolean) => {
  const { container } = render(<CostLine cost={{ wei, isWhole, isPending: false, error: null }} ofAll={ofAll} />);
  return container.textContent;
};

test("what several transactions cost together is said to be that", () => {
  expect(textOf(MILLI_ETH, true, true)).toBe("Network fee of all steps about 0.001ETH");
  expect(textOf(1n, true, true)).toBe("Network fee of all steps less than 0.000001ETH");
});

test("a sum with a step that can't be known is a least, not an estimate", () => {
  expect(textOf(MILLI_ETH, false, true)).toBe("Network fee of all steps: at least 0.001ETH");
});

test("a single transaction has its own words, whatever its receipt would have said", () => {
  expect(textOf(MILLI_ETH, false, false)).toBe("Network fee about 0.001ETH");
  expect(textOf(1n, true, false)).toBe("Network fee less than 0.000001ETH");
});
