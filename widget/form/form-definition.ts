import type { FormKind } from "../../shared/form.ts";
import type { EmbedSettings } from "../../shared/property.ts";

/** The definition of a form. An offline form that equals the pre-chat form is not part of the settings. */
export const formDefinition = ({ forms }: Pick<EmbedSettings, "forms">, kind: FormKind) =>
  forms[kind] ?? forms.pre_chat;
