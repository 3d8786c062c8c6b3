/**
 * Whether the widget is dark.
 *
 * @param theme of the owner: `light` or `dark`; anything else means that the page decides
 * @param pageScheme the value of the page's `color-scheme`. With both schemes, or none, the visitor's preference decides.
 */
export function isDark(theme: string | undefined, pageScheme: string, prefersDark: boolean): boolean {
  const scheme = theme === "light" || theme === "dark" ? theme : pageScheme;
  const hasDark = scheme.includes("dark");
  return hasDark === scheme.includes("light") ? prefersDark : hasDark;
}

/** The `color-scheme` of the page, by its style sheets or else by its `meta` element. */
function colorSchemeOfPage(): string {
  const { colorScheme } = getComputedStyle(document.documentElement);
  const meta = document.querySelector<HTMLMetaElement>("meta[name=color-scheme]");
  return colorScheme === "normal" && meta ? meta.content : colorScheme;
}

/** The factor by which the page's style sheets enlarge an element (CSS `zoom`). Not every browser has `currentCSSZoom`. */
function zoomOf(element: Element | null): number {
  return element ? (Number(getComputedStyle(element).zoom) || 1) * zoomOf(element.parentElement) : 1;
}

/**
 * Adapts the panel to its page, and to the part of the window that the on-screen keyboard leaves.
 *
 * @param container what the panel is drawn into
 * @param host the widget's element in the page
 * @param settings with the theme as for `isDark`, which may change
 * @returns a function that adapts it at once
 */
export function followPage(
  container: HTMLElement,
  host: Element,
  settings: { readonly theme?: string | undefined },
  signal: AbortSignal,
): () => void {
  const darkQuery = matchMedia("(prefers-color-scheme: dark)");
  const view = window.visualViewport;
  const follow = () => {
    const scheme = isDark(settings.theme, colorSchemeOfPage(), darkQuery.matches) ? "dark" : "light";
    container.className = scheme;
    container.style.cssText = `color-scheme:${scheme};--unzoom:${1 / zoomOf(host)};${
      view ? `--height:${view.height}px;--top:${view.offsetTop}px` : ""
    }`;
  };
  darkQuery.addEventListener("change", follow, { signal });
  view?.addEventListener("resize", follow, { signal });
  view?.addEventListener("scroll", follow, { signal });
  const observer = new MutationObserver(follow);
  observer.observe(document.documentElement, { attributes: true });
  signal.addEventListener("abort", () => observer.disconnect());
  follow();
  return follow;
}
