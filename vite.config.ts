import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { minify } from "terser";
import { defineConfig, type Plugin, type UserConfig } from "vite";
// types only: the test tools are not installed where the product only runs
import type { TestProjectInlineConfiguration } from "vitest/config";
import { LOCALE_TAGS } from "./shared/locale-tag.ts";
import { SHORT_NAMES, SHORT_PROPERTIES } from "./widget/short-names.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Packages that are native or optional at run time, and so stay in node_modules. */
const NOT_BUNDLED = ["@photostructure/sqlite", "@node-rs/argon2", "pg", "pg-native", "pino"];

/** Whether the embed has what few properties use (widget/embed/is-full.ts). The minifier decides it. */
const FULL = "__FOYER_FULL__";

/** The name that the server replaces in the locales (widget/locales/words.ts). */
const PROPERTY = "__FOYER_PROPERTY__";

/** Whether the form's view draws every type of field (widget/panel/all-fields.ts). The minifier decides it. */
const ALL_FIELDS = "__FOYER_ALL_FIELDS__";

/** In the minifier's own form. */
const shortNames = Object.fromEntries(
  Object.entries(SHORT_NAMES).map(([name, short]) => [`$${name}`, short]),
);

/** The settings that make the embed smaller after gzip, but the panel larger. */
const EMBED_ONLY = { hoist_funs: true, sequences: false } as const;

const CUSTOM_PROPERTY = new RegExp(`--(${Object.keys(SHORT_PROPERTIES).join("|")})(?![\\w-])`, "g");

/**
 * Minifies the scripts of the visitor's page once more, after the bundler: together they become 450 bytes smaller (gzip).
 * Vite's option for it leaves modules of a library alone, and what the panel is loaded as are such modules. Of the embed
 * there are two builds, `embed.js` and `embed-full.js`, and of the form's view `form-view.js` and `form-plain.js`.
 */
const terser: Plugin = {
  name: "terser",
  applyToEnvironment: ({ name }) => /^(embed|panel|forms)$/.test(name),
  async generateBundle({ format }, bundle) {
    const minified = async (code: string, isFull: boolean, hasAllFields = true) => {
      const global_defs = { [FULL]: isFull, [ALL_FIELDS]: hasAllFields };
      const own = this.environment.name === "embed" ? EMBED_ONLY : {};
      const unsafe = { unsafe_arrows: true, pure_getters: true, unsafe: true };
      const options = {
        compress: { passes: 5, keep_fargs: false, ...unsafe, ...own, global_defs },
        mangle: {
          properties: { builtins: true, regex: new RegExp(`^(${Object.keys(SHORT_NAMES).join("|")})$`) },
        },
        // the minifier fills it
        nameCache: { vars: { props: {} }, props: { props: { ...shortNames } } },
        ecma: 2020,
        module: format === "es",
      } as const;
      return (await minify(code, options)).code ?? code;
    };
    for (const file of Object.values(bundle)) {
      if (file.type !== "chunk") continue;
      if (this.environment.name === "embed") {
        const source = await minified(file.code, true);
        this.emitFile({ type: "asset", fileName: "embed-full.js", source });
      }
      const code = file.code.replace(CUSTOM_PROPERTY, (_, name: string) => `--${SHORT_PROPERTIES[name]}`);
      if (file.fileName === "form-view.js") {
        const source = await minified(code, false, false);
        this.emitFile({ type: "asset", fileName: "form-plain.js", source });
      }
      file.code = await minified(code, false);
    }
  },
};

/** The rules that both the form's view and the part that submits it have. */
const COPIED = /\/(form-conditions|hidden-values)\.ts$/;

/**
 * Gives the form's view a copy of these rules. They would become a file of their own, or one of the panel's first file,
 * where a plain form does not need them.
 */
const copyRules: Plugin = {
  name: "copy-rules",
  applyToEnvironment: ({ name }) => name === "panel",
  enforce: "pre",
  async resolveId(source, importer) {
    if (!COPIED.test(source) || !importer?.endsWith("/shown-fields.ts")) return null;
    const resolved = await this.resolve(source, importer, { skipSelf: true });
    return resolved && `${resolved.id}?copy`;
  },
};

/** The vendors whose interface Foyer answers to (`widget/compat`). */
const VENDORS = ["tawk", "chatwoot", "intercom", "crisp"] as const;

/** One classic script for each vendor, without imports: a page may call what it installs as soon as it has loaded. */
const compat = Object.fromEntries(
  VENDORS.map((vendor, index) => [
    `compat_${vendor}`,
    {
      consumer: "client",
      build: {
        outDir: "dist/compat",
        emptyOutDir: index === 0,
        lib: {
          entry: at(`widget/compat/scripts/${vendor}.ts`),
          formats: ["iife"],
          name: "_",
          fileName: () => `${vendor}.js`,
        },
        rolldownOptions: { output: { extend: false } },
      },
    },
  ]),
) satisfies UserConfig["environments"];

const INSTALLED_APP = at("server/dashboard/installed-app");

/** Adds the manifest and the icons of the installed dashboard, whose addresses must not change. */
const appFiles: Plugin = {
  name: "app-files",
  applyToEnvironment: ({ name }) => name === "app",
  generateBundle() {
    for (const folder of [INSTALLED_APP, `${INSTALLED_APP}/icons`])
      for (const fileName of readdirSync(folder).filter((name) => /\.(png|svg|webmanifest)$/.test(name)))
        this.emitFile({ type: "asset", fileName, source: readFileSync(`${folder}/${fileName}`) });
  },
};

/** The entries of the npm package. */
const PACKAGE = [
  ...["index", "react", "vue", "svelte", "forms"],
  ...["compat/tawk", "compat/chatwoot", "compat/intercom", "compat/crisp"],
];

/** Adds what makes a folder a package: its manifest with the version of the server, its page and the license. */
const packageFiles: Plugin = {
  name: "package-files",
  applyToEnvironment: ({ name }) => name === "npm",
  generateBundle() {
    const { version, license, repository } = JSON.parse(readFileSync(at("package.json"), "utf8"));
    const { name, ...rest } = JSON.parse(readFileSync(at("widget/npm/manifest.json"), "utf8"));
    const source = JSON.stringify({ name, version, license, repository, ...rest }, null, 2);
    this.emitFile({ type: "asset", fileName: "package.json", source: `${source}\n` });
    for (const [fileName, path] of Object.entries({
      "README.md": "widget/npm/README.md",
      LICENSE: "LICENSE",
    }))
      this.emitFile({ type: "asset", fileName, source: readFileSync(at(path)) });
  },
};

export default defineConfig({
  root: at("."),
  plugins: [copyRules, terser, appFiles, packageFiles],
  publicDir: false,
  // addresses between built files are relative: the server decides where each folder is
  base: "./",
  // a build under a test runner must give the same files; by default its JSX would contain lines and columns
  oxc: { jsx: { development: false } },
  build: { target: "es2022", emptyOutDir: true, reportCompressedSize: false },
  define: { [FULL]: "true", [ALL_FIELDS]: "true", [PROPERTY]: "{}" },
  environments: {
    /** The script tag: one classic script, into which the server writes a property's settings. */
    embed: {
      consumer: "client",
      define: { [FULL]: FULL },
      build: {
        outDir: "dist/embed",
        lib: { entry: at("widget/embed/embed.ts"), formats: ["iife"], name: "_", fileName: () => "embed.js" },
        minify: true,
        rolldownOptions: { output: { extend: false } },
      },
    },
    /** Loaded by the embed when the visitor is about to open the chat: the panel and one file for each locale. */
    panel: {
      consumer: "client",
      define: { [PROPERTY]: PROPERTY, [ALL_FIELDS]: ALL_FIELDS },
      build: {
        outDir: "dist/panel",
        // a library, because Vite gives an application's dynamic imports a preloader that weighs 0.9 KB
        lib: {
          entry: {
            panel: at("widget/panel/mount-panel.tsx"),
            "page-watch": at("widget/embed/page-watch/page-watch.ts"),
            "across-hosts": at("widget/embed/across-hosts.ts"),
            sdk: at("widget/sdk/sdk.ts"),
            activity: at("widget/sdk/activity.ts"),
            doctor: at("widget/sdk/doctor/doctor.ts"),
            identify: at("widget/identify/identify.ts"),
            ...Object.fromEntries(LOCALE_TAGS.map((tag) => [tag, at(`widget/locales/${tag}.ts`)])),
          },
          formats: ["es"],
        },
        rolldownOptions: {
          preserveEntrySignatures: "allow-extension",
          optimization: { inlineConst: { mode: "all", pass: 2 } },
          output: {
            entryFileNames: "[name].js",
            chunkFileNames: "[name].js",
            minify: { compress: true, mangle: false, codegen: true },
            comments: false,
          },
        },
      },
    },
    /** The forms of a page, `/w/PROPERTY/forms.js`. They load the panel's locales, and nothing else of it. */
    forms: {
      consumer: "client",
      build: {
        outDir: "dist/forms",
        lib: { entry: { forms: at("widget/inline/forms.ts") }, formats: ["es"] },
        rolldownOptions: {
          preserveEntrySignatures: "allow-extension",
          optimization: { inlineConst: { mode: "all", pass: 2 } },
          output: {
            entryFileNames: "forms.js",
            // beside the panel's files, whose names are others
            chunkFileNames: "forms-send.js",
            minify: { compress: true, mangle: false, codegen: true },
            comments: false,
          },
        },
      },
    },
    ...compat,
    /** The npm package `foyer-chat`; its types come from `npm run package`, because building needs no TypeScript. */
    npm: {
      consumer: "client",
      build: {
        outDir: "dist/npm",
        lib: {
          entry: Object.fromEntries(PACKAGE.map((name) => [name, at(`widget/npm/${name}.ts`)])),
          formats: ["es"],
        },
        rolldownOptions: {
          external: ["react", "vue"],
          // other entries import `index.js`, which stays one file
          preserveEntrySignatures: "allow-extension",
          // "use client" stays, at the top of the entry
          onLog: (level, log, report) => log.code !== "MODULE_LEVEL_DIRECTIVE" && report(level, log),
          output: { entryFileNames: "[name].js", chunkFileNames: "[name].js" },
        },
      },
    },
    dashboard: {
      consumer: "client",
      build: {
        outDir: "dist/dashboard",
        manifest: true,
        modulePreload: {
          polyfill: false,
          // whoever loads a screen has loaded these, and the first screen has to be small
          resolveDependencies: (_, deps) =>
            deps.filter((dep) => !/\b(rolldown-runtime|property-screens)-/.test(dep)),
        },
        rolldownOptions: {
          input: { dashboard: at("server/dashboard/main.tsx") },
          output: {
            codeSplitting: {
              // a few larger files compress better than many small ones, and each is loaded as a whole anyway
              groups: [
                { name: "dashboard", test: /server\/dashboard\/main\.tsx$/, priority: 3 },
                {
                  name: "property-screens",
                  // with the small modules that the inbox needs: in files of their own they would be larger
                  test: /server\/dashboard\/(?:app\/shell\/property-screens|inbox\/list\/conversation-row|ui\/(?:form-label|relative-time)|data\/use-action-with-notice)\.tsx?$/,
                  priority: 2,
                },
                {
                  name: "browser-push",
                  test: /server\/dashboard\/data\/(?:browser-alerts|browser-push|follow-link|push|push-subscription|worker-registration)\.ts$/,
                  priority: 1,
                },
                {
                  name: "parts",
                  test: /server\/dashboard\/ui\/(?:back-link|confirm-dialog|is-composing|matching-options|use-debounced|use-heading-focus|use-list-navigation|verbatim)\.tsx?$/,
                  priority: 1,
                },
              ],
            },
            entryFileNames: "[name]-[hash].js",
            chunkFileNames: "[name]-[hash].js",
            assetFileNames: "[name]-[hash][extname]",
          },
        },
      },
    },
    /** The page `/docs/api`, which has nothing in common with the dashboard's files, so that neither makes the other larger. */
    docs: {
      consumer: "client",
      build: {
        outDir: "dist/docs",
        manifest: true,
        modulePreload: { polyfill: false },
        rolldownOptions: {
          input: { "api-docs": at("server/dashboard/api-docs/main.tsx") },
          output: { entryFileNames: "[name]-[hash].js", assetFileNames: "[name]-[hash][extname]" },
        },
      },
    },
    /** The other pages below `/docs`: a style sheet, and the buttons that copy an example. */
    guides: {
      consumer: "client",
      build: {
        outDir: "dist/guides",
        manifest: true,
        modulePreload: { polyfill: false },
        rolldownOptions: {
          input: { guides: at("server/dashboard/guides/main.tsx") },
          output: { entryFileNames: "[name]-[hash].js", assetFileNames: "[name]-[hash][extname]" },
        },
      },
    },
    /** What makes the dashboard an installed app: the service worker, the manifest and the icons. */
    app: {
      consumer: "client",
      build: {
        outDir: "dist/app",
        lib: {
          entry: at("server/dashboard/installed-app/service-worker.ts"),
          formats: ["iife"],
          name: "_",
          fileName: () => "service-worker.js",
        },
      },
    },
    server: {
      consumer: "server",
      resolve: { noExternal: true, external: NOT_BUNDLED },
      build: {
        outDir: "dist/server",
        target: "node20",
        minify: false,
        ssr: true,
        rolldownOptions: { input: { main: at("server/main.ts") }, output: { entryFileNames: "[name].js" } },
      },
    },
  },
  builder: {
    async buildApp(builder) {
      for (const name of [
        "embed",
        "panel",
        "forms",
        ...Object.keys(compat),
        "npm",
        "dashboard",
        "docs",
        "guides",
        "app",
        "server",
      ])
        await builder.build(builder.environments[name] ?? fail(name));
    },
  },
  test: {
    reporters: ["default", "./test/support/slowest-tests.ts"],
    // a busy machine may be three times as slow: these limits end only a test that hangs
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // a page on a busy machine may take longer than the second that is the default
    expect: { poll: { timeout: 15_000 } },
    // one more than the cores of a small machine, because tests wait for databases now and then
    maxWorkers: 3,
    projects: [
      project("dom", ["widget", "dashboard"]),
      // each of the others in a group of its own: a process that runs many files ends when the next file is of another project
      project("rules", ["shared", "architecture", "tools"], {
        sequence: { groupOrder: 1 },
        isolate: false,
      }),
      project("server", ["server"], {
        sequence: { groupOrder: 2 },
        // a process runs many files, so that it loads the server once: 2 s of processor time for each of 150 files otherwise.
        // The server has no state outside what a test makes
        isolate: false,
        globalSetup: ["test/support/temporary-folder.ts", "test/support/database-templates.ts"],
      }),
      // whole servers and browsers run after the rest, because a busy machine would exceed their time limits
      project("whole", ["budgets", "browser", "faults"], {
        sequence: { groupOrder: 3 },
        // a test waits for its page most of the time
        maxWorkers: 4,
        // a process runs many files, so that a browser is started once for each process
        isolate: false,
        testTimeout: 120_000,
        globalSetup: ["test/support/temporary-folder.ts", "test/support/built.ts"],
      }),
    ],
  },
});

/** A project of tests: folders of `test/`, with the settings that only they need. */
function project(
  name: string,
  folders: readonly string[],
  more: TestProjectInlineConfiguration["test"] = {},
): TestProjectInlineConfiguration {
  const include = folders.map((folder) => `test/${folder}/**/*.test.{ts,tsx}`);
  return { extends: true, test: { name, include, ...more } };
}

function fail(name: string): never {
  throw new Error(`No build environment is named ${name}`);
}
