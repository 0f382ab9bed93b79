import fc from "fast-check";
import { expect, test } from "vitest";
import { countPresence, NO_PRESENCE, PRESENCE_WINDOW, recordPresence } from "./presence.ts";

test("presence counts the last 63 heights and no others", () => {
  expect(countPresence(NO_PRESENCE)).toEqual({ present: 0, counted: 0 });
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 150 }), (history) => {
      const presence = history.reduce(recordPresence, NO_PRESENCE);
      const window = history.slice(-PRESENCE_WINDOW);
      expect(countPresence(presence)).toEqual({ present: window.filter(Boolean).length, counted: window.length });
      expect(presence).toBeLessThan(2n ** 64n);
    }),
  );
});
