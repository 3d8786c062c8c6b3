/** A text to look for: a part in any case, the whole text, or a regular expression's source and flags. */
export type TextMatch =
  | { readonly kind: "part" | "whole"; readonly text: string }
  | { readonly kind: "pattern"; readonly source: string; readonly flags: string };

/** One step of a locator: from the elements that the steps before it found to elements below them, or to one of them. */
export type FindStep =
  | { readonly kind: "css"; readonly selector: string }
  | { readonly kind: "role"; readonly role: string; readonly name: TextMatch | null }
  | { readonly kind: "label"; readonly text: TextMatch }
  | { readonly kind: "text"; readonly text: TextMatch }
  | { readonly kind: "nth"; readonly index: number };

/**
 * The elements that the steps lead to, in document order, through open shadow roots: what Playwright's locators find,
 * as far as our pages need it.
 *
 * Runs in the page. It refers to nothing outside of itself, because only its text is sent.
 */
export function findElements(steps: readonly FindStep[]): Element[] {
  const IMPLICIT: Readonly<Record<string, string>> = {
    button: "button,summary,input[type=button],input[type=submit]",
    checkbox: "input[type=checkbox]",
    combobox: "select",
    dialog: "dialog",
    heading: "h1,h2,h3,h4,h5,h6",
    img: "img,svg",
    link: "a[href]",
    list: "ul,ol",
    listitem: "li",
    main: "main",
    radio: "input[type=radio]",
    textbox: "textarea,input:not([type]),input[type=text],input[type=email],input[type=tel],input[type=url]",
  };
  const clean = (text: string | null | undefined) => (text ?? "").replace(/\s+/g, " ").trim();
  const matches = (text: string, match: TextMatch): boolean => {
    if (match.kind === "pattern") return new RegExp(match.source, match.flags).test(text);
    if (match.kind === "whole") return text === clean(match.text);
    return text.toLowerCase().includes(clean(match.text).toLowerCase());
  };
  const below = (root: Element | Document | ShadowRoot): Element[] => {
    const shadow = root instanceof Element ? root.shadowRoot : null;
    const children = [...(shadow ? shadow.children : []), ...root.children];
    return children.flatMap((child) => [child, ...below(child)]);
  };
  const labelOf = (element: Element): string => {
    const root = element.getRootNode() as Document | ShadowRoot;
    const ids = clean(element.getAttribute("aria-labelledby")).split(" ").filter(Boolean);
    const named = clean(ids.map((id) => root.getElementById(id)?.textContent ?? "").join(" "));
    const labels = "labels" in element ? [...((element as HTMLInputElement).labels ?? [])] : [];
    return (
      named ||
      clean(element.getAttribute("aria-label")) ||
      clean(labels.map((label) => label.textContent).join(" "))
    );
  };
  const nameOf = (element: Element): string =>
    labelOf(element) ||
    clean(element.getAttribute("alt") ?? element.textContent) ||
    clean(element.getAttribute("title") ?? element.getAttribute("placeholder"));
  const hasRole = (element: Element, role: string): boolean => {
    const own = element.getAttribute("role");
    return own ? own === role : !!IMPLICIT[role] && element.matches(IMPLICIT[role]);
  };
  const isHidden = (element: Element): boolean =>
    !element.checkVisibility({ visibilityProperty: true }) || !!element.closest("[aria-hidden=true],[inert]");
  const ownText = (element: Element) =>
    element.matches("script,style,head,head *") ? "" : clean(element.textContent);

  const step = (from: Element | Document, one: FindStep): Element[] => {
    const all = below(from);
    if (one.kind === "css") return all.filter((element) => element.matches(one.selector));
    if (one.kind === "role") {
      const { role, name } = one;
      const withRole = all.filter((element) => hasRole(element, role) && !isHidden(element));
      return name ? withRole.filter((element) => matches(nameOf(element), name)) : withRole;
    }
    if (one.kind === "label")
      return all.filter((element) => {
        const label = labelOf(element);
        return !!label && matches(label, one.text);
      });
    if (one.kind === "text") {
      const found = all.filter((element) => matches(ownText(element), one.text) && !!ownText(element));
      return found.filter((element) => ![...element.children].some((child) => found.includes(child)));
    }
    return [];
  };
  let found: (Element | Document)[] = [document];
  for (const one of steps) {
    if (one.kind === "nth") {
      const at = found.at(one.index);
      found = at ? [at] : [];
    } else found = [...new Set(found.flatMap((from) => step(from, one)))];
  }
  return found.filter((one): one is Element => one instanceof Element);
}
