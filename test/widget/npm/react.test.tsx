// @vitest-environment happy-dom
/** @jsxImportSource react */
import { act, type ReactNode, StrictMode } from "react";
import { createRoot, type Root } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Foyer, useFoyer } from "../../../widget/npm/react.ts";
import { openPackagePage, type PackagePage } from "../../support/package-page.ts";

const options = { server: "https://chat.example.com", property: "abcdefghij" } as const;

let page: PackagePage;
let root: Root;
const render = (node: ReactNode) => act(() => root.render(node));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  page = openPackagePage();
  root = createRoot(document.createElement("div"));
});
afterEach(() => {
  act(() => root.unmount());
  vi.runAllTimers();
  page.reset();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function HelpButton() {
  const foyer = useFoyer();
  return (
    <button type="button" onClick={() => foyer.start({ message: "Help" })}>
      Help
    </button>
  );
}

describe("<Foyer>", () => {
  test("on a server draws nothing and adds nothing, and so does useFoyer", () => {
    const html = renderToString(
      <>
        <Foyer {...options} />
        <HelpButton />
      </>,
    );
    expect(html).toBe('<button type="button">Help</button>');
    expect(page.scripts).toHaveLength(0);
  });

  test("in strict mode costs one script, and each listener is there once", () => {
    render(
      <StrictMode>
        <Foyer {...options} language="de" onOpen={() => undefined} />
      </StrictMode>,
    );
    vi.runAllTimers();
    expect(page.scripts).toHaveLength(1);
    page.arrive();
    expect(page.calls.filter(([command]) => command !== "off")).toEqual([
      ["on", "open"],
      ["on", "open"],
    ]);
    expect(page.calls.filter(([command]) => command === "off")).toHaveLength(1);
  });

  test("that is unmounted takes the widget away, also before the script has arrived", () => {
    render(<Foyer {...options} />);
    render(null);
    vi.runAllTimers();
    page.arrive();
    expect(window.Foyer).toBeUndefined();
    render(<Foyer {...options} />);
    page.arrive();
    expect(window.Foyer).toBeDefined();
    render(null);
    vi.runAllTimers();
    expect(window.Foyer).toBeUndefined();
  });

  test("of another page in place of the one before leaves the widget as it is", () => {
    render(<Foyer key="one" {...options} />);
    page.arrive();
    render(<Foyer key="two" {...options} />);
    vi.runAllTimers();
    expect(page.scripts).toHaveLength(1);
    expect(page.calls).toEqual([]);
  });

  test("with another property adds that in place of the first", () => {
    render(<Foyer {...options} />);
    page.arrive();
    render(<Foyer {...options} property="other00000" />);
    page.arrive();
    vi.runAllTimers();
    expect(page.calls).toEqual([["shutdown"]]);
    expect(page.scripts).toHaveLength(2);
  });

  test("passes on what has changed, and nothing else", () => {
    render(<Foyer {...options} language="de" identity={{ user_id: 1 }} />);
    page.arrive();
    render(<Foyer {...options} language="de" identity={{ user_id: 1 }} />);
    expect(page.calls).toEqual([["identify", { user_id: 1 }]]);
    render(
      <Foyer {...options} language="fr" theme="dark" position="left" launcher="#help" identity={null} />,
    );
    expect(page.calls.slice(1)).toEqual([
      ["language", "fr"],
      ["theme", { scheme: "dark" }],
      ["theme", { position: "left" }],
      ["launcher", "#help"],
      ["logout"],
    ]);
    render(<Foyer {...options} language="fr" theme="dark" position="left" />);
    expect(page.calls.slice(6)).toEqual([["launcher", null]]);
  });
});
