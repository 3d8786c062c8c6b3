import { fileURLToPath } from "node:url";
import { build } from "vite";
import type { Site } from "./site.ts";

/** A page whose whole document React 18 owns, as the server renders it and the browser hydrates it. */
export interface ReactPage {
  /** The address of the widget's script. */
  readonly script: string;
  /** Where its tag is: in the head it runs before React does; an effect adds it after the hydration. */
  readonly place: "head" | "body" | "effect";
  /** A text of the page; `browserTime` is what the browser draws in its place. */
  readonly serverTime: string;
  readonly browserTime: string;
}

interface Renderer {
  renderShop(props: { script: string; place: string; time: string }): string;
}

const APP = new URL("../browser/hosts/react-app/", import.meta.url);

/**
 * Builds the app of `test/browser/hosts/react-app` for production and serves its script.
 *
 * @returns a function that serves one page and returns its address
 */
export async function serveReactSite(site: Site): Promise<(page: ReactPage) => string> {
  const built = await build({
    configFile: false,
    logLevel: "warn",
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      write: false,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: fileURLToPath(new URL("client.js", APP)) },
    },
  });
  const [output] = [built].flat();
  const client = output && "output" in output ? output.output[0].code : undefined;
  if (!client) throw new Error("The React app was not built");
  site.page("/react-app.js", { html: client, headers: { "Content-Type": "text/javascript" } });
  const renderer: Renderer = await import(new URL("render.js", APP).href);
  let count = 0;
  return ({ script, place, serverTime, browserTime }) => {
    const html = renderer.renderShop({ script, place, time: serverTime });
    const address = site.page(`/react-${++count}`, { html });
    return `${address}?${new URLSearchParams({ script, place, time: browserTime })}`;
  };
}
