import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { addMonths, scheduleOf } from "../../src/tge/schedule.ts";

const at = (text: string) => BigInt(Date.parse(text) / 1_000);

describe("lockups", () => {
  it("count calendar months, the month's last day where a day is missing", () => {
    assert.equal(addMonths(at("2025-05-21T12:00:01Z"), 12), at("2026-05-21T12:00:01Z"));
    assert.equal(addMonths(at("2027-08-31T23:59:59Z"), 6), at("2028-02-29T23:59:59Z"));
    assert.equal(addMonths(at("2028-02-29T00:00:00Z"), 24), at("2030-02-28T00:00:00Z"));
    assert.equal(addMonths(at("2025-12-31T00:00:00Z"), 0), at("2025-12-31T00:00:00Z"));
  });

  it("are those published", () => {
    const tge = at("2025-05-21T00:00:00Z");
    assert.deepEqual(scheduleOf("A", tge), { cliff: undefined, end: at("2027-05-21T00:00:00Z") });
    assert.deepEqual(scheduleOf("B", tge), { cliff: at("2026-05-21T00:00:00Z"), end: at("2027-05-21T00:00:00Z") });
    assert.deepEqual(scheduleOf("D", tge), { cliff: at("2026-05-21T00:00:00Z"), end: at("2028-05-21T00:00:00Z") });
    assert.deepEqual(scheduleOf("incentive", tge), { cliff: undefined, end: at("2025-08-19T00:00:00Z") });
  });
});
