import type { Answers, FormDefinition, HiddenSource } from "../../shared/rules/form.ts";

/** The scheme and the host of an address. */
const ORIGIN = /^[a-z][a-z\d+.-]*:\/\/[^/?#]+/i;

/**
 * The values that the hidden fields of a form have on this page: parameters of its address, and the origin of the page
 * before. Those that the page sets are among the answers.
 */
export function hiddenValues({ fields }: Pick<FormDefinition, "fields">): Answers {
  const values = fields.flatMap(({ id, source }) => {
    const value = source && valueOn(source);
    return value ? [[id, value] as const] : [];
  });
  return Object.fromEntries(values);
}

function valueOn(source: HiddenSource): string | null | undefined {
  if (source.kind === "query") return new URLSearchParams(location.search).get(source.name);
  if (source.kind === "referrer") return ORIGIN.exec(document.referrer)?.[0];
  return source.kind === "constant" ? source.value : null;
}
