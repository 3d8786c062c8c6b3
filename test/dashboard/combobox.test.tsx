// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { useState } from "preact/hooks";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Combobox } from "../../server/dashboard/ui/combobox.tsx";
import { matchesTyped, matchingOptions } from "../../server/dashboard/ui/matching-options.ts";

const FRUITS = ["Apple", "Apricot", "Blood orange"].map((label) => ({ id: label.toLowerCase(), label }));

let chosen: string[] = [];
beforeEach(() => {
  chosen = [];
});
afterEach(cleanup);

function Fruits({ creatable, inline }: { creatable: boolean; inline: boolean }) {
  const [typed, setTyped] = useState("");
  return (
    <Combobox
      label="Fruit"
      inline={inline}
      value={typed}
      onInput={setTyped}
      options={matchingOptions(FRUITS, typed)}
      onChoose={({ id }) => chosen.push(id)}
      {...(creatable && {
        create: typed ? { label: `Create “${typed}”`, act: () => chosen.push(`created ${typed}`) } : null,
      })}
    />
  );
}

function show({ creatable = false, inline = false } = {}) {
  render(<Fruits creatable={creatable} inline={inline} />);
  const field = screen.getByRole("combobox", { name: "Fruit" });
  field.focus();
  return field;
}
const type = (field: HTMLElement, value: string) => fireEvent.input(field, { target: { value } });
const options = () => screen.queryAllByRole("option").map(({ textContent }) => textContent);
/** The text of the active option, as assistive technology finds it. */
const active = (field: HTMLElement) =>
  document.getElementById(field.getAttribute("aria-activedescendant") ?? "")?.textContent ?? null;
const press = (field: HTMLElement, ...keys: string[]) => {
  for (const key of keys) fireEvent.keyDown(field, { key });
};

describe("an inline combobox", () => {
  it("shows its options all the time, and leaves Escape to the dialog around it", () => {
    const field = show({ inline: true });
    expect(options()).toEqual(["Apple", "Apricot", "Blood orange"]);
    expect(active(field)).toBeNull();
    expect(fireEvent.keyDown(field, { key: "Escape" }), "not prevented").toBe(true);
    fireEvent.blur(field);
    expect(options()).toHaveLength(3);
    press(field, "ArrowDown", "ArrowDown", "Enter");
    expect(chosen).toEqual(["apricot"]);
    expect(options()).toHaveLength(3);
  });
});

describe("a combobox", () => {
  it("is closed until the user types, clicks or presses an arrow key", () => {
    const field = show();
    expect(options()).toEqual([]);
    expect(field.getAttribute("aria-expanded")).toBe("false");
    fireEvent.click(field);
    expect(options()).toEqual(["Apple", "Apricot", "Blood orange"]);
    expect(field.getAttribute("aria-expanded")).toBe("true");
    fireEvent.blur(field);
    expect(options()).toEqual([]);
    press(field, "ArrowDown");
    expect(options()).toHaveLength(3);
    expect(screen.getByRole("listbox").id).toBe(field.getAttribute("aria-controls"));
  });

  it("offers the options of which a word begins with the typed text", () => {
    const field = show();
    type(field, "ap");
    expect(options()).toEqual(["Apple", "Apricot"]);
    type(field, "ORA");
    expect(options()).toEqual(["Blood orange"]);
    type(field, "x");
    expect(field.getAttribute("aria-expanded")).toBe("false");
  });

  it("moves with the arrow keys, Home and End, and chooses with Enter", () => {
    const field = show();
    type(field, "ap");
    expect(active(field)).toBe("Apple");
    press(field, "ArrowDown");
    expect(active(field)).toBe("Apricot");
    press(field, "ArrowDown");
    expect(active(field)).toBe("Apple");
    press(field, "ArrowUp");
    expect(active(field)).toBe("Apricot");
    press(field, "Home");
    expect(active(field)).toBe("Apple");
    press(field, "End", "Enter");
    expect(chosen).toEqual(["apricot"]);
    expect(options()).toEqual([]);
  });

  it("Escape closes the list, and nothing else", () => {
    const field = show();
    type(field, "ap");
    expect(fireEvent.keyDown(field, { key: "Escape" })).toBe(false);
    expect(options()).toEqual([]);
    expect(fireEvent.keyDown(field, { key: "Escape" })).toBe(true);
    expect(chosen).toEqual([]);
  });

  it("ignores the Enter that ends the composition of a character", () => {
    const field = show();
    type(field, "ap");
    fireEvent.keyDown(field, { key: "Enter", isComposing: true });
    expect(chosen).toEqual([]);
  });

  it("chooses with the mouse without losing the focus", () => {
    const field = show();
    type(field, "b");
    const option = screen.getByRole("option");
    expect(fireEvent.mouseDown(option)).toBe(false);
    fireEvent.click(option);
    expect(chosen).toEqual(["blood orange"]);
    expect(document.activeElement).toBe(field);
  });

  it("that creates options has no active option at first, and its last entry uses the typed text", () => {
    const field = show({ creatable: true });
    type(field, "ap");
    expect(active(field)).toBeNull();
    expect(fireEvent.keyDown(field, { key: "Enter" })).toBe(true);
    expect(options()).toEqual([]);
    type(field, "ap");
    expect(options()).toEqual(["Apple", "Apricot", "Create “ap”"]);
    press(field, "ArrowUp");
    expect(active(field)).toBe("Create “ap”");
    press(field, "Enter");
    expect(chosen).toEqual(["created ap"]);
  });
});

describe("the options that match a typed text", () => {
  it("begin with it, or have a word that does", () => {
    expect(matchesTyped("Europe/Berlin", "ber")).toBe(true);
    expect(matchesTyped("Ann Lee", "lee")).toBe(true);
    expect(matchesTyped("Ann Lee", "ann l")).toBe(true);
    expect(matchesTyped("Ann Lee", "ee")).toBe(false);
    expect(matchesTyped("Ann Lee", "")).toBe(true);
  });

  it("are at most eight", () => {
    const many = Array.from({ length: 20 }, (_, index) => ({ id: String(index), label: `Tag ${index}` }));
    expect(matchingOptions(many, "tag")).toHaveLength(8);
  });
});
