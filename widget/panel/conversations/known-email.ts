import type { EmbedSettings } from "../../../shared/property.ts";
import type { Answers, FormField } from "../../../shared/rules/form.ts";
import { formDefinition } from "../../form/form-definition.ts";
import { answerTo } from "../../state/panel-state.ts";

/** The fields of both forms that ask for an e-mail. */
const emailFields = (settings: Pick<EmbedSettings, "forms">): FormField[] =>
  (["pre_chat", "offline"] as const).flatMap((form) =>
    formDefinition(settings, form).fields.filter(({ type }) => type === "email"),
  );

/** The e-mail that this browser has given in a form; empty: none. */
export function knownEmail(settings: Pick<EmbedSettings, "forms">, known: Answers): string {
  return String(emailFields(settings).flatMap(({ id }) => answerTo(id, known) ?? [])[0] ?? "");
}

/**
 * The known answers with the e-mail that the visitor has proven, so that no form asks for it again (R28). An e-mail that
 * they have given in a form stays: people have several.
 */
export function withProvenEmail(
  settings: Pick<EmbedSettings, "forms">,
  known: Answers,
  email: string,
): Answers {
  return { ...Object.fromEntries(emailFields(settings).map(({ id }) => [id, email.trim()])), ...known };
}
