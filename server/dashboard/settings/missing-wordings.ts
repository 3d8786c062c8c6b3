import type { FormDraft } from "../../../shared/form.ts";
import type { Locale } from "../../../shared/locale-tag.ts";
import { ownNameOf } from "./own-name.ts";

/**
 * The languages in which texts of a form have no wording of their own, each with their number.
 *
 * @param languages of the property, without the first, for which the texts of all languages are
 */
export function missingWordings(
  form: FormDraft,
  languages: readonly Locale[],
): readonly { readonly language: string; readonly count: number }[] {
  const wordings = [
    form.intro,
    ...form.fields.flatMap(({ type, label, help, options }) =>
      type === "hidden" ? [] : [label, help, ...(options?.map((option) => option.label) ?? [])],
    ),
  ].filter((wording) => wording?.default);
  return languages.flatMap((locale) => {
    const count = wordings.filter((wording) => !wording?.[locale]).length;
    return count ? [{ language: ownNameOf(locale), count }] : [];
  });
}
