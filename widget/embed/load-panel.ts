import type { LocaleModule, Panel, PanelHost, PanelModule } from "./panel-host.ts";

/** Loads the panel and a locale from a folder on the server, and mounts the panel. */
export async function loadPanel(host: PanelHost, folder: string, language: string): Promise<Panel> {
  const [{ default: mount }, { default: words }] = await Promise.all(
    ["panel", language].map(async (name) => {
      const file = `${folder + name}.js`;
      // a module that failed to load can never be imported again, so it is fetched into the cache first
      await fetch(file, host);
      return import(/* @vite-ignore */ file);
    }) as [Promise<PanelModule>, Promise<LocaleModule>],
  );
  return mount(host, words);
}
