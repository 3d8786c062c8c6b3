import { options, type VNode } from "preact";

/** A virtual node, with the fields of Preact that its add-ons read: children, DOM node, parent. */
interface RenderedNode {
  readonly type: unknown;
  readonly __k?: readonly (RenderedNode | null)[] | null;
  readonly __e?: Node | null;
  readonly __?: RenderedNode | null;
}
interface RenderHooks {
  unmount?: ((node: VNode) => void) | undefined;
  /** Called with the root of what was rendered, once the page has been changed. */
  __c?: ((root: RenderedNode, queue: unknown) => void) | undefined;
}

/**
 * Keeps the page right while the browser translates it. Google Translate replaces text nodes by `<font>` elements,
 * but Preact goes on to change, move and remove the nodes that it made: without this, changed text stays in its old
 * translation, moved text is shown twice, removed text stays, and new elements come in the wrong order.
 *
 * Text that the page changes is shown untranslated until the browser translates it again.
 *
 * @returns a function that stops it
 */
export function followPageTranslation(root: Node): () => void {
  const hooks: RenderHooks = options as RenderHooks;
  const before = { ...hooks };
  /** The translation that is shown in the place of a text node. */
  const translations = new Map<Node, HTMLElement>();

  const forget = (text: Node) => {
    translations.get(text)?.remove();
    translations.delete(text);
  };

  const onRemoved = (text: Text, { addedNodes, previousSibling, nextSibling }: MutationRecord) => {
    const near = [...addedNodes, previousSibling, nextSibling];
    const font = near.find((node) => node instanceof HTMLElement && node.localName === "font");
    if (!(font instanceof HTMLElement) || text.isConnected) return;
    translations.set(text, font);
    observer.observe(text, { characterData: true });
  };

  const onChanged = (text: Node) => {
    translations.get(text)?.replaceWith(text);
    translations.delete(text);
  };

  const observer = new MutationObserver((records) => {
    for (const record of records) {
      if (record.type === "characterData") onChanged(record.target);
      for (const node of record.removedNodes) if (node instanceof Text) onRemoved(node, record);
      for (const node of record.addedNodes) if (node instanceof Text && node.isConnected) forget(node);
    }
    // a translation that left the page with its element is of no further use
    for (const [text, font] of translations) if (!font.isConnected) translations.delete(text);
  });
  observer.observe(root, { childList: true, subtree: true });

  hooks.unmount = (node) => {
    // Preact removes no node that is not in the page
    const text = (node as RenderedNode).__e;
    if (node.type === null && text && translations.has(text)) forget(text);
    before.unmount?.(node);
  };
  hooks.__c = (rendered, queue) => {
    if (translations.size) putInOrder(elementAround(rendered), translations);
    before.__c?.(rendered, queue);
  };

  return () => {
    observer.disconnect();
    hooks.unmount = before.unmount;
    hooks.__c = before.__c;
  };
}

/** The nearest element that a virtual node is in, or the uppermost virtual node. */
function elementAround(node: RenderedNode): RenderedNode {
  let around = node.__ ?? node;
  while (typeof around.type !== "string" && around.__) around = around.__;
  return around;
}

/** The elements and texts directly below a virtual node, in their order. */
function nodesBelow({ __k: children }: RenderedNode): readonly RenderedNode[] {
  return (children ?? []).flatMap((child) => {
    if (!child) return [];
    return typeof child.type === "function" ? nodesBelow(child) : [child];
  });
}

/** Puts the children of an element with translated texts, and of every element below it, in the order of Preact's. */
function putInOrder(around: RenderedNode, translations: ReadonlyMap<Node, HTMLElement>): void {
  const children = nodesBelow(around);
  const element = around.__e;
  if (typeof around.type === "string" && children.some(({ __e }) => __e && translations.has(__e))) {
    let next: Node | null = null;
    for (const { __e: node } of children.toReversed()) {
      const shown = node && (translations.get(node) ?? node);
      if (!shown) continue;
      if (shown.nextSibling !== next || shown.parentNode !== element) element?.insertBefore(shown, next);
      next = shown;
    }
  }
  for (const child of children) putInOrder(child, translations);
}
