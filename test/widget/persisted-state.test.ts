// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from "vitest";
import { openVisitorStore } from "../../widget/embed/visitor.ts";
import { openPersistedState } from "../../widget/state/persisted-state.ts";

const PROPERTY_URL = "https://chat.example.com/w/abcdefghij";
const open = () => openPersistedState(openVisitorStore(PROPERTY_URL, undefined, () => false));

afterEach(() => {
  vi.restoreAllMocks();
  localStorage.clear();
});

test("what is stored is read by another tab, also after it has changed", () => {
  const [one, two] = [open(), open()];
  one.write({ message: "Hello" });
  expect(two.read().message).toBe("Hello");
  one.write({ message: "Hello again", mute: true });
  expect(two.read()).toMatchObject({ message: "Hello again", mute: true });
});

test("what is stored is parsed once, however often it is read", () => {
  open().write({ message: "Hello" });
  const store = open();
  const parse = vi.spyOn(JSON, "parse");
  for (let count = 0; count < 100; count++) expect(store.read().message).toBe("Hello");
  expect(parse).toHaveBeenCalledTimes(1);
});

test("what somebody else has stored under the key is no state", () => {
  open().write({ message: "Hello" });
  const record = localStorage.getItem(PROPERTY_URL) ?? "";
  localStorage.setItem(PROPERTY_URL, `${record.slice(0, 50)}{"message":`);
  expect(open().read().message).toBe("");
});
