import type { NodeDetail } from "@session/sdk/indexer-api";
import { expect, test } from "vitest";
import { toExitSentence } from "./model.ts";

const share = (staker: string, returns: string) => ({ staker, returns }) as NodeDetail["shares"][number];

test("everybody's part is named, addresses in any case", () => {
  const shares = [share("0xAb", "10"), share("0xcd", "20"), share("0xEF", "30")];
  expect(toExitSentence(shares, "0xaB")).toEqual({ total: 60n, toAccount: 10n, others: 2 });
  expect(toExitSentence(shares, "0x00")).toEqual({ total: 60n, toAccount: 0n, others: 3 });
});
