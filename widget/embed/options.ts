import type { EmbedSettings } from "../../shared/property.ts";

/** The settings that attributes of the script tag override. */
type TagOptions = Pick<EmbedSettings, "position" | "consent"> & { readonly language?: string };

/** The settings with the options of the script tag, the address of the server's files, and the widget's language. */
export function readOptions(settings: EmbedSettings) {
  // while a classic script runs it is the current one; an HTML element, because an SVG script has no `src` of ours
  const { dataset, src } = document.currentScript as HTMLScriptElement;
  const language = (dataset.language || document.documentElement.lang || navigator.language)
    .toLowerCase()
    .split("-")[0] as string;
  return {
    ...settings,
    ...(dataset as TagOptions),
    base: src.split(settings.property)[0] as string, // splitting always gives a first part
    language: settings.launcher[language] ? language : "en",
  };
}
