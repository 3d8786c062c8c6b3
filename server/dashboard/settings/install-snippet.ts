import type { EmbedSettings } from "../../../shared/property.ts";

/** The options that the install page offers for the pages with the tag. The property's settings hold for the others. */
export interface SnippetOptions {
  readonly consent?: NonNullable<EmbedSettings["consent"]>;
  readonly language?: string;
}

/** Where the tag is pasted. */
export type SnippetPlace = "page" | "tag_manager";

/**
 * The script tag of a property.
 *
 * In a page its options are attributes. Tag managers run a copy of the tag without its attributes, so there the options
 * are in its address.
 *
 * @param server the address of this server, e.g. `https://chat.example.com`
 */
export function scriptTag(
  server: string,
  property: string,
  place: SnippetPlace,
  options: SnippetOptions,
): string {
  const given = Object.entries(options).filter(([, value]) => value);
  const script = `${server}/w/${property}.js`;
  if (place === "tag_manager") {
    const query = new URLSearchParams(given).toString();
    return `<script async src="${script}${query && `?${query}`}"></script>`;
  }
  const attributes = given.map(([name, value]) => ` data-${name}="${value}"`).join("");
  return `<script async src="${script}"${attributes}></script>`;
}
