import type { FormKind } from "../../shared/form.ts";
import type { EmbedSettings } from "../../shared/property.ts";

/** What a form asks; an offline form that is the same as the pre-chat form is not sent twice. */
export const formOf = ({ forms }: Pick<EmbedSettings, "forms">, kind: FormKind) =>
  forms[kind] ?? forms.pre_chat;
