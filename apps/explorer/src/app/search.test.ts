import { expect, test } from "vitest";
import { createExplorerRouter } from "./router.tsx";
import { chartsSearch, eventsSearch, nodesSearch, pageSearch } from "./search.ts";

const { parseSearch, stringifySearch } = createExplorerRouter().options;

test.each(["7", "1e53", "00ab", "0x3C44", "12345678901234567890", "true", "WyIyMDYiXQ", "a b&c"])(
  "what stands in a page's address is what was searched for: %s",
  (text) => {
    const address = stringifySearch({ search: text });
    expect(address).not.toContain("%22");
    expect(nodesSearch.parse(parseSearch(address)).search).toBe(text);
  },
);

test("anything a page doesn't know is dropped, and never breaks it", () => {
  expect(nodesSearch.parse({ state: "sleeping", sort: "name", order: "up", cursor: ["x"] })).toEqual({});
  expect(eventsSearch.parse({ contract: "other", node: 7 })).toEqual({ node: "7" });
  expect(pageSearch.parse({ cursor: 50 })).toEqual({ cursor: "50" });
  expect(chartsSearch.parse({ resolution: "week" })).toEqual({});
});
