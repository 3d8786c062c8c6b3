import type { Engine } from "./engines.ts";
import type { EnginePage } from "./engines-page.ts";
import type { Site } from "./site.ts";

/** Pages of a site that are open at once, each in a frame of one page: much faster than one after the other. */
export interface Frames {
  readonly page: EnginePage;
  /** Evaluates an expression in every frame. @returns its value by the name of the frame */
  evaluate(expression: string): Promise<Readonly<Record<string, unknown>>>;
}

/** Opens pages of a site, given by name, in frames. @param folder the path that they are below, such as `/shapes` */
export async function openFrames(
  engine: Engine,
  site: Site,
  folder: string,
  pages: Readonly<Record<string, string>>,
): Promise<Frames> {
  const frames = Object.entries(pages).map(([name, html], index) => {
    site.page(`${folder}/${index}`, { html });
    return `<iframe title="${name}" src="${folder}/${index}"></iframe>`;
  });
  const html = `<!doctype html><html lang="en"><head><title>Frames</title><link rel="icon" href="data:,"></head>
    <body>${frames.join("")}</body></html>`;
  const page = await engine.open(site.page(folder, { html }));
  return {
    page,
    evaluate: (expression) =>
      page.evaluate(`Object.fromEntries([...document.querySelectorAll("iframe[title]")].map((frame) =>
        [frame.title, frame.contentWindow.eval(${JSON.stringify(expression)})]))`),
  };
}
