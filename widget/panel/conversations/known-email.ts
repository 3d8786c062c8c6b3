import type { EmbedSettings } from "../../../shared/property.ts";
import type { Answers } from "../../../shared/rules/form.ts";
import { formDefinition } from "../../form/form-definition.ts";
import { answerTo } from "../../state/panel-state.ts";

/** The IDs of the fields that ask for an e-mail, of both forms. */
const emailFields = (settings: Pick<EmbedSettings, "forms">): string[] =>
  (["pre_chat", "offline"] as const)
    .flatMap((form) => formDefinition(settings, form).fields)
    .flatMap(({ id, type }) => (type === "email" ? id : []));

/** The e-mail that this browser has given in a form; empty: none. */
export function knownEmail(settings: Pick<EmbedSettings, "forms">, known: Answers): string {
  return String(
    emailFields(settings)
      .map((id) => answerTo(id, known))
      .find(Boolean) ?? "",
  );
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
  return { ...Object.fromEntries(emailFields(settings).map((id) => [id, email.trim()])), ...known };
}
