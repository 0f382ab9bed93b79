import { expect, test, vi } from "vitest";
import { stored } from "./stored.ts";

const toText = (json: unknown) => (typeof json === "string" ? json : "none");

test("it is kept, told, and forgotten", () => {
  localStorage.clear();
  const value = stored("test.value", toText);
  const listener = vi.fn();
  const leave = value.subscribe(listener);
  expect(value.read()).toBe("none");
  value.write("one");
  expect([value.read(), stored("test.value", toText).read()]).toEqual(["one", "one"]);
  expect(listener).toHaveBeenCalledTimes(1);
  value.write(undefined);
  expect([value.read(), localStorage.length]).toEqual(["none", 0]);
  leave();
});

test("what another tab writes is heard of, and what isn't a value is none", () => {
  const value = stored("test.value", toText);
  const listener = vi.fn();
  const leave = value.subscribe(listener);
  localStorage.setItem("test.value", '"two"');
  window.dispatchEvent(new StorageEvent("storage", { key: "test.value" }));
  expect(listener).toHaveBeenCalledTimes(1);
  expect(value.read()).toBe("two");
  localStorage.setItem("test.value", "{broken");
  expect(value.read()).toBe("none");
  leave();
  window.dispatchEvent(new StorageEvent("storage", { key: "test.value" }));
  expect(listener).toHaveBeenCalledTimes(1);
});

test("the same object is read until it changes, or React would draw without end", () => {
  localStorage.setItem("test.list", "[1]");
  const list = stored("test.list", (json) => (Array.isArray(json) ? json : []));
  expect(list.read()).toBe(list.read());
});
