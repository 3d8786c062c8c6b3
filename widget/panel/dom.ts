import type { JSX as Preact } from "preact";

/**
 * A small renderer of elements, components (functions), texts and lists. It weighs a fraction of Preact, because it has
 * no state, hooks or classes. Each render is of the whole panel, and changes only what is different on the page.
 *
 * - A prop is an attribute; `on…` is the handler of the element, `style` a text, `value` and `checked` are the state of
 *   a field. Undefined, null and false remove an attribute, but false is a value of `aria-…` and `data-…`.
 * - An element is kept as long as its tag, its `type` and its path are the same. In a list, the `key` replaces the index
 *   in the path.
 * - Elements that come and go around an element do not move it. An element that moves in a list loses the focus.
 * - `ref` is called with the element after each render of it and its children.
 */
export interface Drawing {
  readonly tag: string | ((props: never) => Drawn);
  readonly props: Props;
}
type Props = { readonly [name: string]: unknown; readonly children: readonly Drawn[] };
export type Drawn = Drawing | readonly Drawn[] | string | number | boolean | null | undefined;

/** JSX compiles to calls of this function. The props have no prototype that the page could have changed. */
export function h(tag: Drawing["tag"], props: object | null, ...children: Drawn[]): Drawing {
  return { tag, props: { __proto__: null, ...props, children } as unknown as Props };
}
export declare namespace h {
  namespace JSX {
    type Element = Drawn;
    type ElementType = keyof Preact.IntrinsicElements | ((props: never) => Drawn);
    /** The types of Preact, except for `style` and `ref`, which differ here. */
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

/** A node on the page. */
interface Part {
  readonly node: Element | Text;
  readonly kind: string | undefined;
  /** The props of the last render. */
  props: Props;
}

const { props: NO_PROPS } = h("", null);
/** The nodes in each element, by their paths. */
const rendered = new WeakMap<Element, Map<string, Part>>();

/** Collects elements and texts by their paths, which consist of keys, and of indices where there is no key. */
function flatten(one: Drawn, path: string, into: Map<string, Drawing | string>): void {
  if (one === null || one === undefined || typeof one === "boolean") return;
  if (Array.isArray(one)) {
    // not `entries`, which Prototype.js replaces
    one.forEach((part, index) => {
      const key = part?.props?.key;
      flatten(part, path + (key === undefined ? `.${index}` : `/${key}`), into);
    });
  } else if (typeof one === "object" && typeof (one as Drawing).tag === "function") {
    const { tag, props } = one as Drawing;
    flatten((tag as (props: Props) => Drawn)(props), `${path}.`, into);
  } else {
    // both are drawn if a key occurs twice, or equals another path
    while (into.has(path)) path += "'";
    into.set(path, typeof one === "object" ? (one as Drawing) : `${one}`);
  }
}

/** A node is replaced if this changes: the tag and the `type` of an element; empty for a text, undefined for nothing. */
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
  const properties = node as unknown as Record<string, unknown>;
  if (/^on/.test(name)) properties[name.toLowerCase()] = value;
  else if (value === undefined || value === null || (value === false && name[4] !== "-"))
    node.removeAttribute(name);
  // as a property, because the page's policy (CSP) forbids style attributes
  else if (name === "style") properties.style = value;
  else node.setAttribute(name, value === true && name[4] !== "-" ? "" : `${value}`);
}

function update(part: Part, props: Props): void {
  const { node, props: before } = part as { node: Element; props: Props };
  const field = node as unknown as Record<string, unknown>;
  part.props = props;
  // the children first: a select can only select an option that it has
  patch(props.children, node);
  for (const name of Object.keys({ ...before, ...props })) {
    const value = props[name];
    if (name === "value" || name === "checked") {
      const state = value ?? (name === "value" ? "" : false);
      if (field[name] !== state) field[name] = state;
    } else if (value !== before[name] && !/^(children|ref|key)$/.test(name)) set(node, name, value);
  }
  if (props.ref) (props.ref as (node: Element) => void)(node);
}

function patch(content: Drawn, parent: Element): void {
  const wanted = new Map<string, Drawing | string>();
  const parts = rendered.get(parent) ?? new Map<string, Part>();
  rendered.set(parent, parts);
  flatten(content, "", wanted);
  // nodes are removed first, so that the others need not be moved
  for (const [path, { node, kind }] of parts)
    if (kindOf(wanted.get(path)) !== kind) {
      node.remove();
      parts.delete(path);
    }
  let next = parent.firstChild;
  for (const [path, one] of wanted) {
    const part = parts.get(path) ?? { node: create(one, parent), kind: kindOf(one), props: NO_PROPS };
    const { node } = part;
    if (node === next) next = node.nextSibling;
    else parent.insertBefore(node, next);
    parts.set(path, part);
    if (typeof one === "object") update(part, one.props);
    else if ((node as Text).data !== one) (node as Text).data = one;
  }
}

/** The renders to run; the first one is running. */
const queue: [content: Drawn, parent: Element][] = [];

/**
 * Renders into an element, and replaces its previous content. A render that is started during another one (by a `ref`,
 * or by the blur of a removed element) runs after it.
 */
export function render(content: Drawn, parent: Element): void {
  if (queue.push([content, parent]) > 1) return;
  try {
    for (const job of queue) patch(...job);
  } finally {
    queue.length = 0;
  }
}
