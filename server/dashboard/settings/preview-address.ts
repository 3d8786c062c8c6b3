import type { FormKind } from "../../../shared/form-key.ts";
import type { PropertySettings } from "../../../shared/property.ts";
import { apiAddress } from "../data/api-routes.ts";
import { queryString } from "../data/query-string.ts";

interface PreviewOptions {
  readonly draft: PropertySettings;
  readonly form: FormKind;
  readonly language: string;
  readonly view: "panel" | "launcher";
}

/** The address of the page with the widget and the unsaved settings, for the frame of the preview. */
export function previewAddress(property: string, { draft, ...options }: PreviewOptions): string {
  const bytes = new TextEncoder().encode(JSON.stringify(draft));
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const encoded = base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  const query = queryString({ draft: encoded, ...options });
  return apiAddress("/properties/:property/preview", { property }) + query;
}
