import { PropertySettings } from "../../shared/property.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { parse } from "../platform/http/read-body.ts";

/** Only the widget's own script may run, and only the dashboard may embed the page: drafts are untrusted input. */
export const PREVIEW_HEADERS = {
  "Content-Security-Policy": [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'", // the embed fetches its files before it imports them
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    "require-trusted-types-for 'script'",
  ].join("; "),
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
} as const;

/**
 * Reads a draft of settings from a URL: JSON in base64url.
 *
 * @throws ApiError `invalid_request`
 */
export function readDraft(text: string): PropertySettings {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, "base64url").toString());
  } catch (cause) {
    const fault = { path: "draft", code: "draft", message: "must be settings as JSON in base64url" };
    throw new ApiError("invalid_request", { faults: [fault], cause });
  }
  return parse(PropertySettings, value);
}

/** A page with nothing but the widget. Its parameters must be validated; a draft in base64url needs no escaping. */
export function previewPage({
  language,
  ...query
}: {
  draft: string;
  form: string;
  view: string;
  language: string;
}): string {
  const script = `preview.js?${new URLSearchParams(query)}`.replaceAll("&", "&amp;");
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Foyer</title>
<script async src="${script}" data-language="${language}"></script>
</html>
`;
}
