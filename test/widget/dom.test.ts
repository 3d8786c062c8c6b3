// @vitest-environment happy-dom
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Drawn, Fragment, h, render } from "../../widget/panel/dom.ts";

let page: HTMLElement;
beforeEach(() => {
  page = document.createElement("main");
  document.body.append(page);
});
afterEach(() => page.remove());

/** The content of a node: tags, attributes, values of fields and handlers. */
function contentOf(node: Node): unknown {
  if (!(node instanceof Element)) return node.textContent;
  const { value, checked, onclick } = node as HTMLInputElement;
  return {
    tag: node.localName,
    space: node.namespaceURI,
    attributes: [...node.attributes].map(({ name, value }) => `${name}=${value}`).sort(),
    held: [value, checked],
    listens: onclick ?? null,
    children: [...node.childNodes].map(contentOf),
  };
}

function freshContent(content: Drawn): unknown {
  const other = document.createElement("main");
  document.body.append(other);
  render(content, other);
  const drawn = contentOf(other);
  other.remove();
  return drawn;
}

const one = <E extends Element = HTMLElement>(selector: string) => page.querySelector(selector) as E;
const order = () => [...page.querySelectorAll("li")].map(({ id }) => id).join("");

/** Few components and handlers, so that the same ones are drawn again. */
const Twice = ({ children }: { children?: unknown }) => [children as Drawn, "·", children as Drawn];
const Wrap = ({ children }: { children?: unknown }) => h("section", null, children as Drawn);
const handlers = [() => undefined, () => undefined];

/** Hostile keys: paths of other elements, names on prototypes, the same key twice. */
const key = fc.constantFrom(
  undefined,
  "a",
  "b",
  "c",
  0,
  1,
  "0",
  "/a",
  "a/b",
  ".0",
  "a.",
  "'",
  "a'",
  "__proto__",
  "",
);
const attributes = fc.record(
  {
    key,
    id: fc.constantFrom("x", "y", undefined, null),
    class: fc.constantFrom("big", "", false),
    hidden: fc.boolean(),
    "aria-pressed": fc.constantFrom(true, false, undefined),
    "data-place": fc.constantFrom(0, 1, false),
    title: fc.constantFrom("<b>", "“”", undefined),
    style: fc.constantFrom("color: red;", "width: 3px;", undefined),
    onClick: fc.constantFrom(...handlers, undefined),
  },
  { requiredKeys: [] },
);
const text = fc.oneof(fc.string(), fc.constantFrom("", "<img src=x onerror=alert(1)>", "&amp;", 0, 7));

const { tree } = fc.letrec<{ tree: Drawn }>((tie) => {
  const children = fc.array(tie("tree"), { maxLength: 4 });
  const element = (tag: string, more: fc.Arbitrary<object> = fc.constant({})) =>
    fc
      .tuple(attributes, more, children)
      .map(([some, others, within]) => h(tag, { ...some, ...others }, ...within));
  const field = (type: string, held: fc.Arbitrary<object>) =>
    fc.tuple(attributes, held).map(([some, others]) => h("input", { ...some, type, ...others }));
  const optional = (name: string, values: fc.Arbitrary<unknown>) =>
    fc.record({ [name]: values }, { requiredKeys: [] });
  return {
    tree: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      text,
      fc.constantFrom(null, undefined, true, false),
      children,
      element("p"),
      element("div"),
      element("button"),
      fc.tuple(key, children).map(([key, within]) => h(Fragment, { key }, ...within)),
      fc.tuple(key, children).map(([key, within]) => h(Twice, { key }, ...within)),
      fc.tuple(key, children).map(([key, within]) => h(Wrap, { key }, ...within)),
      fc.array(fc.tuple(attributes, fc.constantFrom("M0 0", undefined)), { maxLength: 3 }).map((parts) =>
        h(
          "svg",
          { viewBox: "0 0 1 1" },
          parts.map(([some, d]) => h("path", { ...some, style: undefined, d })),
        ),
      ),
      field("text", optional("value", fc.constantFrom("one", "two", ""))),
      field("checkbox", optional("checked", fc.boolean())),
      fc
        .tuple(attributes, optional("value", fc.constantFrom("one", "two", "")))
        .map(([some, held]) => h("textarea", { ...some, ...held })),
      fc
        .tuple(attributes, fc.constantFrom("a", "b"), fc.uniqueArray(fc.constantFrom("c", "d")))
        .map(([some, value, others]) =>
          h(
            "select",
            { ...some, value },
            ["a", ...others, "b"].map((value) => h("option", { value, key: value })),
          ),
        ),
    ),
  };
});

describe("repeated renders", () => {
  test("the result is that of a first render, whatever was drawn before", () => {
    fc.assert(
      fc.property(fc.array(tree, { minLength: 1, maxLength: 5 }), (trees) => {
        for (const content of trees) {
          render(content, page);
          expect(contentOf(page)).toEqual(freshContent(content));
        }
        render(null, page);
        expect(page.childNodes).toHaveLength(0);
      }),
      { numRuns: 300 },
    );
  });

  test("the same content changes nothing on the page", async () => {
    const changed = vi.fn();
    const watch = new MutationObserver(changed);
    fc.assert(
      fc.property(tree, (content) => {
        render(content, page);
        watch.observe(page, { subtree: true, childList: true, attributes: true, characterData: true });
        render(content, page);
        expect(watch.takeRecords()).toEqual([]);
        watch.disconnect();
      }),
      { numRuns: 100 },
    );
    expect(changed).not.toHaveBeenCalled();
  });

  test("an element keeps its key wherever it moves, and is drawn once", () => {
    const keys = fc.uniqueArray(fc.constantFrom(..."abcdefgh"), { maxLength: 8 });
    const list = (wanted: readonly string[]) =>
      h(
        "ul",
        null,
        wanted.map((id) => h("li", { key: id, id }, id)),
      );
    fc.assert(
      fc.property(fc.array(keys, { maxLength: 6 }), (lists) => {
        render(null, page);
        let before = new Map<string, Element>();
        for (const wanted of lists) {
          render(list(wanted), page);
          const now = new Map([...page.querySelectorAll("li")].map((item) => [item.id, item as Element]));
          expect(order()).toBe(wanted.join(""));
          for (const [id, item] of now) if (before.has(id)) expect(item).toBe(before.get(id));
          before = now;
        }
      }),
    );
  });

  test.each([
    ["two with the same key", [h("li", { key: "a", id: "1" }), h("li", { key: "a", id: "2" })]],
    ["a key that is another's number", [h("li", { id: "1" }), h("li", { key: "0", id: "2" })]],
    ["a key that is a path", [[h("li", { key: "b", id: "1" })], h("li", { key: "0/b", id: "2" })]],
    [
      "a key like a component's place",
      [h(() => h("li", { id: "1" }), null), h("li", { key: ".0.", id: "2" })],
    ],
    [
      "a key of a prototype",
      [h("li", { key: "__proto__", id: "1" }), h("li", { key: "constructor", id: "2" })],
    ],
  ])("%s takes nothing away", (_, items) => {
    for (let turn = 0; turn < 3; turn++) {
      render(turn === 1 ? [...items].reverse() : items, page);
      expect([...order()].sort().join("")).toBe("12");
    }
  });

  test("a list of a thousand entries may grow, shrink and be reversed", () => {
    const ids = Array.from({ length: 1_000 }, (_, at) => `${at}`);
    const list = (wanted: readonly string[]) => wanted.map((id) => h("li", { key: id, id }));
    for (const wanted of [ids, [...ids].reverse(), ids.slice(300, 600), ids]) {
      render(list(wanted), page);
      expect(order()).toBe(wanted.join(""));
    }
  });
});

describe("the state of the page", () => {
  const field = (more: object = {}) => h("textarea", { key: "field", ...more });
  const beside = (name: string) => h("p", { key: name }, name);

  test("focus, selection, scroll position and typed text are kept while other elements come and go", () => {
    render([beside("a"), field(), beside("b")], page);
    const textarea = one<HTMLTextAreaElement>("textarea");
    textarea.focus();
    textarea.value = "half-ty";
    textarea.setSelectionRange(2, 4);
    textarea.scrollTop = 12;
    const blurred = vi.fn();
    textarea.addEventListener("blur", blurred);
    for (const around of [
      [field()],
      [beside("c"), beside("b"), field(), beside("a")],
      [beside("c"), field({ class: "text" }), beside("a"), beside("d")],
      [null, [beside("d"), beside("e")], beside("c"), field(), false].flat(),
    ]) {
      render(around, page);
      expect(one("textarea")).toBe(textarea);
      expect(document.activeElement).toBe(textarea);
      expect([textarea.value, textarea.selectionStart, textarea.selectionEnd, textarea.scrollTop]).toEqual([
        "half-ty",
        2,
        4,
        12,
      ]);
    }
    expect(blurred).not.toHaveBeenCalled();
  });

  test("a field has the value that is drawn; without one it keeps the visitor's", () => {
    render(h("input", { value: "drawn" }), page);
    const input = one<HTMLInputElement>("input");
    input.value = "typed";
    render(h("input", { value: "drawn" }), page);
    expect(input.value).toBe("drawn");
    render(h("input", { value: "other" }), page);
    expect(input.value).toBe("other");
    render(h("input", null), page);
    expect([one("input") === input, input.value]).toEqual([true, ""]);
    input.value = "typed";
    render(h("input", { class: "text" }), page);
    expect(input.value).toBe("typed");
  });

  test("a checkbox is checked as drawn, and a list can select an option of the same render", () => {
    const list = (value: string, ...ids: string[]) =>
      h(
        "select",
        { value },
        ids.map((id) => h("option", { value: id, key: id })),
      );
    render([h("input", { type: "checkbox", checked: true }), list("b", "a", "b")], page);
    const [box, select] = [one<HTMLInputElement>("input"), one<HTMLSelectElement>("select")];
    expect([box.checked, select.value]).toEqual([true, "b"]);
    box.checked = false;
    render([h("input", { type: "checkbox", checked: true }), list("c", "c", "a")], page);
    expect([box.checked, select.value]).toEqual([true, "c"]);
    render([h("input", { type: "checkbox" }), list("a", "c", "a")], page);
    expect([box.checked, select.value]).toEqual([false, "a"]);
  });
});

describe("attributes and handlers", () => {
  test.each([
    ["true is an empty attribute", { hidden: true }, { hidden: "" }],
    ["false, null and undefined remove an attribute", { hidden: false, id: null, class: undefined }, {}],
    [
      "of aria and data attributes, true and false are values",
      { "aria-busy": false, "data-on": true },
      { "aria-busy": "false", "data-on": "true" },
    ],
    ["a number is a value", { tabIndex: -1 }, { tabindex: "-1" }],
    ["an empty text is a value", { title: "" }, { title: "" }],
    ["a name on Object's prototype is an ordinary name", { constructor: "x" }, { constructor: "x" }],
  ])("%s", (_, props, attributes) => {
    render(h("p", props), page);
    expect(Object.fromEntries([...one("p").attributes].map(({ name, value }) => [name, value]))).toEqual(
      attributes,
    );
    render(h("p", null), page);
    expect(one("p").attributes).toHaveLength(0);
  });

  test("a style is a text, and can be removed", () => {
    render(h("p", { style: "width: 3px" }), page);
    expect(one("p").style.width).toBe("3px");
    render(h("p", {}), page);
    expect(one("p").hasAttribute("style")).toBe(false);
  });

  test("a handler is called once, is replaced, and is removed when it is not drawn any more", () => {
    const [first, second] = [vi.fn(), vi.fn()];
    for (const onClick of [first, second, undefined, false]) {
      render(h("button", { onClick }), page);
      one("button").click();
    }
    render(h("button", null), page);
    one("button").click();
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 1]);
  });

  test("SVG elements have the namespace of SVG, and elements after them do not", () => {
    render([h("svg", { viewBox: "0 0 1 1" }, h("path", { d: "M0 0" })), h("p", null)], page);
    expect(
      [one("svg"), one("path"), one("p")].map(({ namespaceURI }) => namespaceURI?.split("/").at(-1)),
    ).toEqual(["svg", "svg", "xhtml"]);
    expect(one("svg").getAttribute("viewBox")).toBe("0 0 1 1");
  });

  test("hostile texts stay texts", () => {
    const hostile = `</p><script>alert(1)</script><img src=x onerror="alert(1)">&lt;`;
    render(h("p", { title: hostile }, hostile), page);
    expect([one("p").textContent, one("p").title, page.querySelectorAll("*").length]).toEqual([
      hostile,
      hostile,
      1,
    ]);
  });

  test("properties that a page adds to prototypes have no effect", () => {
    const names = ["key", "ref", "title", "style", "tag", "onclick", "checked"];
    try {
      for (const prototype of [Object.prototype, Array.prototype, String.prototype])
        for (const name of names)
          Object.defineProperty(prototype, name, {
            value: () => "page",
            configurable: true,
            writable: true,
            enumerable: true,
          });
      for (let turn = 0; turn < 2; turn++)
        render([h("p", { id: "p" }, "text", ["more", h("b", {})]), h("input", null), "end"], page);
    } finally {
      for (const prototype of [Object.prototype, Array.prototype, String.prototype])
        for (const name of names) delete (prototype as Record<string, unknown>)[name];
    }
    expect(page.innerHTML).toBe('<p id="p">textmore<b></b></p><input>end');
  });
});

describe("refs and nested renders", () => {
  test("a ref is called with the element after each render, with its children, on the page", () => {
    const ref = vi.fn((node: Element) => `${node.textContent} ${node.isConnected}`);
    render(h("p", { ref }, "one"), page);
    render(h("p", { ref }, "two"), page);
    expect(ref.mock.results.map(({ value }) => value)).toEqual(["one true", "two true"]);
  });

  test("a nested render runs afterwards, and the last one counts", () => {
    const draw = (count: number): void =>
      render(
        [
          h("p", { ref: () => count < 3 && draw(count + 1), id: `p${count}` }, `${count}`),
          count % 2 ? h("b", null, count) : h("i", null, count),
          `end ${count}`,
        ],
        page,
      );
    draw(0);
    expect(page.innerHTML).toBe('<p id="p3">3</p><b>3</b>end 3');
  });

  test("an error is thrown to the caller, and the next render is complete", () => {
    const Bad = (): Drawn => {
      throw new Error("bad");
    };
    const good = (end: string) => [h("p", { key: "p" }, "kept"), h("div", null, h("b", null, end)), end];
    render(good("one"), page);
    const bad = [h("p", { key: "q" }), h("div", { class: "x" }, h("i", null), h(Bad, null)), "bad"];
    expect(() => render(bad, page)).toThrow("bad");
    render(good("two"), page);
    expect(contentOf(page)).toEqual(freshContent(good("two")));
  });
});
