import type { JSX as Preact } from "preact";

/**
 * Draws what functions describe: elements by name, functions that describe more, texts, lists. A renderer of our own,
 * because the visitor pays for it with every byte: there is no state in it, no hook, no class, no text that becomes
 * markup. Each drawing is of the whole panel, and changes of the page what is different.
 */
export interface Drawing {
  readonly tag: string | ((props: never) => Drawn);
  readonly props: Props;
  readonly key?: string | number | undefined;
}
type Props = { readonly [name: string]: unknown; readonly children: readonly Drawn[] };
export type Drawn = Drawing | readonly Drawn[] | string | number | boolean | null | undefined;

/** What JSX becomes. */
export function h(tag: Drawing["tag"], props: Partial<Drawing> | null, ...children: Drawn[]): Drawing {
  return { tag, props: { ...props, children }, key: props?.key };
}
export declare namespace h {
  namespace JSX {
    type Element = Drawn;
    type ElementType = keyof Preact.IntrinsicElements | ((props: never) => Drawn);
    interface IntrinsicElements extends Preact.IntrinsicElements {}
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

interface Part {
  readonly node: Element | Text;
  readonly tag: string;
  readonly props: Props;
}

const NO_PROPS: Props = { children: [] };
const drawn = new WeakMap<Node, Map<string, Part>>();

/** Puts elements and texts under keys: their own, or by where they stand in what was described. */
function flatten(one: Drawn, key: string, into: Map<string, Drawing | string>): void {
  if (one === null || one === undefined || typeof one === "boolean") return;
  if (Array.isArray(one)) {
    for (const [index, part] of one.entries()) flatten(part, `${key}/${part?.key ?? index}`, into);
  } else if (typeof one !== "object") into.set(key, `${one}`);
  else {
    const { tag, props } = one as Drawing;
    if (typeof tag === "string") into.set(key, one as Drawing);
    else flatten(tag(props as never), `${key}.`, into);
  }
}

const tagOf = (one?: Drawing | string) => (typeof one === "object" ? (one.tag as string) : one && "");

function create(tag: string, parent: Element): Element | Text {
  if (!tag) return new Text();
  return tag === "svg" || parent.namespaceURI === SVG
    ? document.createElementNS(SVG, tag)
    : document.createElement(tag);
}

function set(node: Element, name: string, value: unknown): void {
  const own = node as unknown as Record<string, unknown>;
  if (name === "style") own.style = value;
  else if (name.startsWith("on")) own[name.toLowerCase()] = value;
  else if (value === undefined || value === null || (value === false && name[4] !== "-"))
    node.removeAttribute(name);
  else node.setAttribute(name, value === true && name[4] !== "-" ? "" : `${value}`);
}

/** Draws into an element, in the place of what was drawn there before. */
export function render(content: Drawn, parent: Element): void {
  const wanted = new Map<string, Drawing | string>();
  const before = drawn.get(parent) ?? new Map<string, Part>();
  const now = new Map<string, Part>();
  flatten(content, "", wanted);
  // what goes away goes first, so that what stays is not moved and keeps the focus
  for (const [key, { node, tag }] of before)
    if (tagOf(wanted.get(key)) !== tag) {
      node.remove();
      before.delete(key);
    }
  let next = parent.firstChild;
  for (const [key, one] of wanted) {
    const tag = tagOf(one) as string; // it has one
    const old = before.get(key);
    const node = old?.node ?? create(tag, parent);
    if (node === next) next = node.nextSibling;
    else parent.insertBefore(node, next);
    const props = typeof one === "object" ? one.props : NO_PROPS;
    now.set(key, { node, tag, props });
    if (node instanceof Element) update(node, old?.props ?? NO_PROPS, props);
    else if (node.data !== one) node.data = one as string;
  }
  drawn.set(parent, now);
}

function update(node: Element, before: Props, props: Props): void {
  const { children, value, checked, ref } = props;
  for (const name of Object.keys({ ...before, ...props }))
    if (!/^(children|value|checked|ref|key)$/.test(name) && before[name] !== props[name])
      set(node, name, props[name]);
  render(children, node);
  // after the children: a list can choose only what it has
  const field = node as HTMLInputElement;
  if (value !== undefined && field.value !== value) field.value = value as string;
  if (checked !== undefined && field.checked !== checked) field.checked = checked as boolean;
  if (ref) (ref as (node: Element) => void)(node);
}
