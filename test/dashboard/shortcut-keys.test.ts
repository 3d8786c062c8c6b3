// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from "vitest";
import { isModeShortcut, modeShortcutKeys, shortcutKey } from "../../server/dashboard/ui/shortcut-keys.ts";
import { isShortcut } from "../../server/dashboard/ui/virtual-list.tsx";
import { wellFormed } from "../../shared/rules/well-formed.ts";

interface Press extends KeyboardEventInit {
  /** AltGr of Linux and the Mac. */
  readonly altGraph?: boolean;
}

function press(key: string, code: string, { altGraph = false, ...init }: Press = {}): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, code, ...init });
  vi.spyOn(event, "getModifierState").mockImplementation((name) => altGraph && name === "AltGraph");
  return event;
}

const on = (platform: string) => vi.spyOn(navigator, "platform", "get").mockReturnValue(platform);
afterEach(() => vi.restoreAllMocks());

describe("a single letter as a shortcut", () => {
  it.each([
    ["English", "j", "KeyJ", "j"],
    ["English with Caps Lock", "J", "KeyJ", "j"],
    ["Russian", "о", "KeyJ", "j"],
    ["Russian with Caps Lock", "О", "KeyJ", "j"],
    ["Greek", "ξ", "KeyJ", "j"],
    ["Hebrew", "ח", "KeyJ", "j"],
    ["Arabic", "ت", "KeyJ", "j"],
    ["Korean", "ㅓ", "KeyJ", "j"],
    ["Thai", "่", "KeyJ", "j"],
    ["Georgian", "ჯ", "KeyJ", "j"],
    // layouts with Latin letters: what is printed on the key
    ["French", "a", "KeyQ", "a"],
    ["German", "z", "KeyY", "z"],
    ["Dvorak", "j", "KeyC", "j"],
    // letters that are no Latin ones of the alphabet
    ["German", "ö", "Semicolon", "ö"],
    ["Russian", "ж", "Semicolon", "ж"],
    ["any", "?", "Slash", "?"],
    ["any", "ArrowDown", "ArrowDown", "ArrowDown"],
    ["any", "Dead", "KeyN", "Dead"],
  ])("on the %s layout, %s at %s, is %s", (_, key, code, shortcut) => {
    expect(shortcutKey(press(key, code))).toBe(shortcut);
  });

  it("with Shift is another key than without", () => {
    expect(shortcutKey(press("X", "KeyX", { shiftKey: true }))).toBe("X");
    expect(shortcutKey(press("Ч", "KeyX", { shiftKey: true }))).toBe("X");
  });

  it.each([
    ["Control", { ctrlKey: true }],
    ["Option and Alt", { altKey: true }],
    ["Command", { metaKey: true }],
    ["AltGr of Windows", { ctrlKey: true, altKey: true }],
    ["AltGr of Linux", { altGraph: true }],
  ])("is none with %s", (_, modifiers) => {
    expect(isShortcut(press("x", "KeyX"))).toBe(true);
    expect(isShortcut(press("x", "KeyX", modifiers))).toBe(false);
  });
});

describe("the switch between a reply and a note", () => {
  it.each([
    ["Win32", "n", { altKey: true }, true],
    ["Win32", "т", { altKey: true }, true],
    ["Win32", "n", { ctrlKey: true }, false],
    ["Win32", "n", {}, false],
    // AltGr types: ń in Polish
    ["Win32", "ń", { ctrlKey: true, altKey: true, altGraph: true }, false],
    ["Linux x86_64", "n", { altKey: true }, true],
    ["Linux x86_64", "ń", { altGraph: true }, false],
    // Option types: ñ and ˜, and in Greek and Russian other signs
    ["MacIntel", "Dead", { altKey: true }, false],
    ["MacIntel", "n", { altKey: true }, false],
    ["MacIntel", "ñ", { altKey: true }, false],
    ["MacIntel", "n", { ctrlKey: true, altKey: true }, false],
    ["MacIntel", "n", { metaKey: true }, false],
    ["MacIntel", "n", { ctrlKey: true }, true],
    ["MacIntel", "т", { ctrlKey: true }, true],
    ["iPad", "˜", { altKey: true }, false],
    ["iPhone", "n", { ctrlKey: true }, true],
  ])("on %s, %s with %j: %s", (platform, key, modifiers: Press, switches) => {
    on(platform);
    expect(isModeShortcut(press(key, "KeyN", modifiers))).toBe(switches);
  });

  it("is shown as it is on the system", () => {
    on("MacIntel");
    expect(modeShortcutKeys()).toBe("Ctrl N");
    on("Win32");
    expect(modeShortcutKeys()).toBe("Alt N");
  });
});

it.each([
  ["a\ud83d.png", "a\ufffd.png"],
  ["\udc00\ud800", "\ufffd\ufffd"],
  ["😀.png", "😀.png"],
  ["a\ud83d\ud83d\ude00", "a\ufffd😀"],
])("a file name with half of a surrogate pair can be sent: %j as %j", (name, sent) => {
  expect(decodeURIComponent(encodeURIComponent(wellFormed(name)))).toBe(sent);
});
