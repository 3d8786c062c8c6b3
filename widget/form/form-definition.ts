import type { FormKey } from "../../shared/form-key.ts";
import type { EmbedSettings } from "../../shared/property.ts";

/** The forms of a property, or those of one place in the page. */
type Forms = Readonly<Partial<Record<FormKey, EmbedSettings["forms"]["pre_chat"]>>> & EmbedSettings["forms"];

/** The definition of a form. An offline form that equals the pre-chat form is not part of the settings. */
export const formDefinition = ({ forms }: { readonly forms: Forms }, form: FormKey) =>
  forms[form] ?? forms.pre_chat;
