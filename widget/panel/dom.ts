import type { JSX as Preact } from "preact";

/**
 * Draws what functions describe: elements by name, functions that describe more, texts, lists. A renderer of our own,
 * because the visitor pays for it with every byte: there is no state in it, no hook, no class, no text that becomes
 * markup. Each drawing is of the whole panel, and changes of the page what is different.
 *
 * - A prop is an attribute; `on…` is the element's handler, `style` a text, `value` and `checked` are what a field has.
 *   Undefined, null and false take an attribute away; of `aria-…` and `data-…`, false is a value.
 * - An element is kept as long as its tag, its `type` and its place are the same; in a list, its `key` is its place.
 * - What comes and goes around an element does not move it; what is itself moved in a list loses the focus.
 * - `ref` is called with the element after each drawing of it, once its children are drawn.
 */
export interface Drawing {
  readonly tag: string | ((props: never) => Drawn);
  readonly props: Props;
}
type Props = { readonly [name: string]: unknown; readonly children: readonly Drawn[] };
export type Drawn = Drawing | readonly Drawn[] | string | number | boolean | null | undefined;

/** What JSX becomes. Nothing is looked up on a prototype that the page can reach. */
export function h(tag: Drawing["tag"], props: object | null, ...children: Drawn[]): Drawing {
  return { tag, props: { __proto__: null, ...props, children } as unknown as Props };
}
export declare namespace h {
  namespace JSX {
    type Element = Drawn;
    type ElementType = keyof Preact.IntrinsicElements | ((props: never) => Drawn);
    /** Preact's, but for what this renderer does in its own way. */
    type IntrinsicElements = {
      [N in keyof Preact.IntrinsicElements]: Omit<Preact.IntrinsicElements[N], "style" | "ref"> & {
        style?: string;
        ref?(element: N extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[N] : never): void;
      };
    };
    interface IntrinsicAttributes {
      key?: string | number;
    }
    interface ElementChildrenAttribute {
      children: unknown;
    }
  }
}
export const Fragment = ({ children }: { children?: unknown }) => children as Drawn;

const SVG = "http://www.w3.org/2000/svg";

/** What stands on the page for something described. */
interface Part {
  readonly node: Element | Text;
  readonly kind: string | undefined;
  /** As it was drawn last. */
  props: Props;
}

const { props: NO_PROPS } = h("", null);
/** What was drawn into each element, by places. */
const drawn = new WeakMap<Element, Map<string, Part>>();

/** Puts elements and texts under their places: in lists by their keys, or by where they stand in what was described. */
function flatten(one: Drawn, place: string, into: Map<string, Drawing | string>): void {
  if (one === null || one === undefined || typeof one === "boolean") return;
  if (Array.isArray(one)) {
    // not `entries`, which Prototype.js takes away
    one.forEach((part, index) => {
      const key = part?.props?.key;
      flatten(part, place + (key === undefined ? `.${index}` : `/${key}`), into);
    });
  } else if (typeof one === "object" && typeof (one as Drawing).tag === "function") {
    const { tag, props } = one as Drawing;
    flatten((tag as (props: Props) => Drawn)(props), `${place}.`, into);
  } else {
    // the same key twice, or a key that reads like another's place: both are drawn
    while (into.has(place)) place += "'";
    into.set(place, typeof one === "object" ? (one as Drawing) : `${one}`);
  }
}

/** What never becomes another: an element by its tag, a field by its type, too; a text is empty, nothing is undefined. */
const kindOf = (one?: Drawing | string) =>
  typeof one === "object" ? `${one.tag as string} ${one.props.type}` : one && "";

function create(one: Drawing | string, parent: Element): Element | Text {
  if (typeof one === "string") return new Text();
  const tag = one.tag as string;
  return tag === "svg" || parent.namespaceURI === SVG
    ? document.createElementNS(SVG, tag)
    : document.createElement(tag);
}

function set(node: Element, name: string, value: unknown): void {
  const own = node as unknown as Record<string, unknown>;
  if (/^on/.test(name)) own[name.toLowerCase()] = value;
  else if (value === undefined || value === null || (value === false && name[4] !== "-"))
    node.removeAttribute(name);
  // as a property, a style is no business of the page's policy (CSP)
  else if (name === "style") own.style = value;
  else node.setAttribute(name, value === true && name[4] !== "-" ? "" : `${value}`);
}

function update(part: Part, props: Props): void {
  const { node, props: before } = part as { node: Element; props: Props };
  const field = node as unknown as Record<string, unknown>;
  part.props = props;
  // first the children: a list can choose only what it has
  patch(props.children, node);
  for (const name of Object.keys({ ...before, ...props })) {
    const value = props[name];
    if (name === "value" || name === "checked") {
      const held = value ?? (name === "value" ? "" : false);
      if (field[name] !== held) field[name] = held;
    } else if (value !== before[name] && !/^(children|ref|key)$/.test(name)) set(node, name, value);
  }
  if (props.ref) (props.ref as (node: Element) => void)(node);
}

function patch(content: Drawn, parent: Element): void {
  const wanted = new Map<string, Drawing | string>();
  const parts = drawn.get(parent) ?? new Map<string, Part>();
  drawn.set(parent, parts);
  flatten(content, "", wanted);
  // what goes away goes first, so that what stays need not be moved
  for (const [place, { node, kind }] of parts)
    if (kindOf(wanted.get(place)) !== kind) {
      node.remove();
      parts.delete(place);
    }
  let next = parent.firstChild;
  for (const [place, one] of wanted) {
    const part = parts.get(place) ?? { node: create(one, parent), kind: kindOf(one), props: NO_PROPS };
    const { node } = part;
    if (node === next) next = node.nextSibling;
    else parent.insertBefore(node, next);
    parts.set(place, part);
    if (typeof one === "object") update(part, one.props);
    else if ((node as Text).data !== one) (node as Text).data = one;
  }
}

/** What is to be drawn, the first of it being drawn now. */
const waiting: [content: Drawn, parent: Element][] = [];

/**
 * Draws into an element, in the place of what was drawn there before. What is asked for during a drawing (by a `ref`,
 * or by the blur of what goes away) is drawn after it.
 */
export function render(content: Drawn, parent: Element): void {
  if (waiting.push([content, parent]) > 1) return;
  try {
    for (const drawing of waiting) patch(...drawing);
  } finally {
    waiting.length = 0;
  }
}
