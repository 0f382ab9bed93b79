import { SdkError } from "@session/sdk";
import { expect, test } from "vitest";
import { FetchBundleError } from "../verify/fetchBundle.ts";
import { explain, explainMessages } from "./explain.ts";

const problem = (status: number, apiCode: string) =>
  new SdkError({ code: "API_PROBLEM", url: "http://x", status, apiCode }, "no");

test("what the API, a node and this page call an error has words", () => {
  expect(explain(problem(404, "NOT_FOUND")).code).toBe("NOT_FOUND");
  expect(explain(problem(404, "BLOCK_NOT_FOUND"))).toEqual({ code: "NOT_FOUND", shown: "BLOCK_NOT_FOUND" });
  expect(explain(problem(404, "NOTHING_TO_CLAIM")).code).toBe("NOTHING_TO_CLAIM");
  expect(explain(problem(500, "INTERNAL"))).toEqual({ code: "UNKNOWN", shown: "INTERNAL" });
  expect(explain(new FetchBundleError("NO_CERTIFICATE", "none")).code).toBe("NO_CERTIFICATE");
  expect(explain(new TypeError("x is undefined"))).toEqual({ code: "UNKNOWN", shown: "TypeError" });
});

test("every code has a sentence and a next step", () => {
  const keys = Object.keys(explainMessages.messages);
  const codes = keys.filter((key) => !key.endsWith(".next"));
  expect(codes.filter((code) => !keys.includes(`${code}.next`))).toEqual([]);
  expect(keys).toHaveLength(2 * codes.length);
});
