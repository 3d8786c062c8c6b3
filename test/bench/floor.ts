import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build } from "vite";
import { getRaw } from "../support/raw.ts";

/** A file of the floor page, compressed with Brotli. */
interface FloorFile {
  readonly path: string;
  readonly body: Buffer;
}

const source = (name: string) => fileURLToPath(new URL(`./floor/${name}`, import.meta.url));

async function bundle(name: string, format: "iife" | "es"): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: "error",
    oxc: { jsx: { runtime: "automatic", importSource: "preact", development: false } },
    build: {
      write: false,
      minify: true,
      target: "es2022",
      lib: { entry: source(name), formats: [format], name: "_", fileName: () => name },
      rolldownOptions: { output: { minify: true } },
    },
  });
  // a library has one output for each format
  const [{ output }] = result as [Extract<typeof result, { output: unknown }>];
  return output[0].code;
}

const compress = (text: string) => brotliCompressSync(Buffer.from(text));

const random = (bytes: number) => randomBytes(bytes).toString("hex");

/** A function that nothing calls: a browser has to read it, as it has to read code that is used later. */
const filler = () =>
  `function f${random(4)}(a,b){return a.p${random(3)}?b.p${random(3)}("${random(6)}",a):[a,b]}\n`;

/** A script of so many compressed bytes, to within a few: code that is run, and functions that are not. */
function padTo(size: number, code: string): Buffer {
  let text = `${code}\n`;
  let body = compress(text);
  while (body.length < size) {
    const missing = size - body.length;
    for (let added = 0; added < Math.max(1, missing / 100); added++) text += filler();
    body = compress(text);
  }
  return body;
}

/** The compressed sizes of the widget's files, as a browser gets them, in the order in which it needs them. */
async function widgetSizes(embedUrl: string): Promise<number[]> {
  const seen = new Set<string>();
  const sizes: number[] = [];
  const fetchFile = async (url: string) => {
    seen.add(url);
    const { body } = await getRaw(url, { "accept-encoding": "br" });
    sizes.push(body.length);
    return (await getRaw(url, {})).body.toString();
  };
  const embed = await fetchFile(embedUrl);
  const folder = new URL(/files:"(assets\/[\w-]+\/)"/.exec(embed)?.[1] ?? "", embedUrl).href;
  const waiting = [`${folder}panel.js`, `${folder}en.js`, `${folder}form-view.js`];
  for (let url = waiting.shift(); url; url = waiting.shift()) {
    if (seen.has(url)) continue;
    const text = await fetchFile(url);
    for (const [, name = ""] of text.matchAll(/(?:from|import)\s*\(?\s*["'`]\.\/([\w-]+\.js)["'`]/g))
      waiting.push(folder + name);
  }
  return sizes;
}

/**
 * The least that a widget like this one can cost: a page that loads as many files of the same compressed sizes,
 * registers the visit, and draws the same fields with bare Preact. The page figures are compared with it.
 *
 * @param embedUrl of the widget, `http://127.0.0.1:1234/w/PROPERTY.js`
 * @param folder of the floor's files on the page's site, `/floor/`
 */
export async function makeFloor(embedUrl: string, folder: string): Promise<FloorFile[]> {
  const [embedSize = 0, ...others] = await widgetSizes(embedUrl);
  const paths = others.map((_, index) => `${folder}${index}.js`);
  const embed = (await bundle("embed.ts", "iife"))
    .replace("__FILES__", JSON.stringify(paths))
    .replace("__EMBED__", JSON.stringify(embedUrl));
  const form = await bundle("form.tsx", "es");
  return [
    { path: `${folder}embed.js`, body: padTo(embedSize, embed) },
    ...others.map((size, index) => ({
      path: paths[index] ?? "",
      body: padTo(size, index ? "export{}" : form),
    })),
  ];
}
