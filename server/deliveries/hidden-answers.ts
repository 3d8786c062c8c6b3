import type { Answer, FormDefinition, FormField } from "../../shared/rules/form.ts";
import { originOf } from "../../shared/rules/origin.ts";
import { withoutSecrets } from "../../shared/rules/page-address.ts";

/**
 * The answers with those of hidden fields as they may be stored (R24): a parameter, or an address that the page has set,
 * without secrets and people; of a referrer, only the origin. A value of which nothing is left goes. Pure.
 *
 * @param answers valid answers
 * @param allowed names of parameters that stay, whatever they hold
 */
export function withCleanHidden(
  { fields }: Pick<FormDefinition, "fields">,
  answers: Readonly<Record<string, Answer>>,
  allowed: readonly string[],
): Record<string, Answer> {
  const cleaned: Record<string, Answer> = Object.assign(Object.create(null), answers);
  for (const field of fields) {
    const answer = answers[field.id];
    if (field.type !== "hidden" || typeof answer !== "string") continue;
    const value = cleanValue(field, answer, allowed);
    if (value) cleaned[field.id] = value;
    else delete cleaned[field.id];
  }
  return cleaned;
}

function cleanValue({ source }: FormField, value: string, allowed: readonly string[]): string | null {
  switch (source?.kind) {
    case "query": {
      const query = withoutSecrets(`?${new URLSearchParams({ [source.name]: value })}`, allowed);
      return new URLSearchParams(query).get(source.name);
    }
    case "referrer":
      return originOf(value);
    case "page":
      return value.includes("//") ? withoutSecrets(value, allowed) : value;
    default:
      return value;
  }
}
