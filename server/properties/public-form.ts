import * as z from "zod/mini";
import type { PublicForm } from "../../shared/form.ts";
import { ServedForm } from "../../shared/form.ts";
import type { FormKey } from "../../shared/form-key.ts";
import { textOn } from "../../shared/rules/contrast.ts";
import type { KnownProperty } from "./store.ts";

/** A form as any page may load it: nothing of the team, of other forms or of other settings. Null: there is none. */
export function publicForm(
  { forms, settings }: Pick<KnownProperty, "forms" | "settings">,
  key: FormKey,
): PublicForm | null {
  const definition = forms.get(key);
  if (!definition) return null;
  const { accent, theme, consent } = settings;
  return {
    key,
    definition: z.parse(ServedForm, definition),
    accent,
    onAccent: textOn(accent),
    theme,
    consent,
  };
}
