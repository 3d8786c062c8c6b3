import { GUIDE_GROUPS } from "./guides.ts";
import { type Guide, readGuide } from "./read-guide.ts";
import { createGuideSearch } from "./search-guides.ts";

/** The texts of the guides by the paths of their files, which are part of the built server. */
const FILES: Readonly<Record<string, string>> = import.meta.glob("../docs/*.md", {
  query: "?raw",
  import: "default",
  eager: true,
});

const markdownOf = (name: string) => FILES[`../docs/${name}.md`] ?? "";

/** All guides by their names, in the order of the navigation. */
export const guides: ReadonlyMap<string, Guide> = new Map(
  GUIDE_GROUPS.flatMap((group) => group.guides).map((name) => [name, readGuide(name, markdownOf(name))]),
);

export const searchGuides = createGuideSearch([...guides.values()]);

/** Reads a guide with texts replaced in it. @returns null if there is no guide of this name */
export const readReplaced = (name: string, text: string, replacement: string): Guide | null =>
  guides.has(name) ? readGuide(name, markdownOf(name).replaceAll(text, replacement)) : null;
