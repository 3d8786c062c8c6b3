import type { MailAddress } from "../address/mail-address.ts";
import type { InboundMail, MailAttachment } from "../inbound/inbound-mail.ts";
import { toSafeHtml } from "../inbound/safe-html.ts";

/** Raster pictures, which cannot run anything. */
const PICTURES = ["image/png", "image/jpeg", "image/gif", "image/webp"];
/** Bytes of all pictures together; the page holds them as text. */
const MAX_PICTURES = 8 * 1_048_576;

const STYLE = `:root{color-scheme:light}
body{margin:0;padding:12px;font:15px/1.5 system-ui,sans-serif;color:#1d2522;background:#fff;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 12px;margin:0 0 12px;padding-bottom:12px;border-bottom:1px solid #ddd;font-size:13px}
dt{color:#5c6763}dd{margin:0}pre{white-space:pre-wrap;font:inherit;margin:0}img{max-width:100%;height:auto}table{max-width:100%}
.note{color:#5c6763;font-size:13px}`;

/**
 * The policy of the page of an original mail. It may load nothing, from this server neither: the pictures of the mail are
 * part of the page. Links open in a new window, which is out of the sandbox.
 */
export const ORIGINAL_POLICY = [
  "default-src 'none'",
  "img-src data:",
  "style-src 'unsafe-inline'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
  "sandbox allow-popups allow-popups-to-escapeHtml-sandbox",
].join("; ");

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** The page that shows a mail as it was sent, in a sandboxed frame. Pure. */
export function originalPage({ header, text, html, attachments }: InboundMail): string {
  const fields = [
    ["From", addresses(header.from ? [header.from] : [])],
    ["Reply-To", addresses(header.replyTo)],
    ["To", addresses(header.to)],
    ["Cc", addresses(header.cc)],
    ["Date", header.date === null ? "" : new Date(header.date).toUTCString()],
    ["Subject", header.subject],
  ] as const;
  const list = fields
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `<dt>${name}</dt><dd dir="auto">${escapeHtml(value)}</dd>`)
    .join("");
  return [
    `<!doctype html><html><head><meta charset="utf-8"><title>${escapeHtml(header.subject)}</title><style>${STYLE}</style></head>`,
    `<body><dl>${list}</dl>${html ? htmlBody(html, attachments) : textBody(text)}</body></html>`,
  ].join("");
}

const addresses = (list: readonly MailAddress[]): string =>
  list.map(({ name, address }) => (name ? `${name} <${address}>` : address)).join(", ");

const textBody = (text: string | null): string =>
  text === null ? '<p class="note">This mail has no text.</p>' : `<pre dir="auto">${escapeHtml(text)}</pre>`;

function htmlBody(html: string, attachments: readonly MailAttachment[]): string {
  const { html: safe, imagesBlocked, isCut } = toSafeHtml(html, pictures(attachments));
  const notes = [
    imagesBlocked > 0 && `Pictures of other servers that are not loaded: ${imagesBlocked}.`,
    isCut && "The mail is so long that its end is left out here.",
  ].filter((note) => note !== false);
  return `${notes.map((note) => `<p class="note">${note}</p>`).join("")}<div dir="auto">${safe}</div>`;
}

/** The pictures of the mail itself as `data:` URLs, by their Content-ID. */
function pictures(attachments: readonly MailAttachment[]): ReadonlyMap<string, string> {
  const urls = new Map<string, string>();
  let size = 0;
  for (const { contentId, type, bytes } of attachments) {
    if (contentId === null || !PICTURES.includes(type)) continue;
    size += bytes.byteLength;
    if (size > MAX_PICTURES) break;
    urls.set(contentId.toLowerCase(), `data:${type};base64,${Buffer.from(bytes).toString("base64")}`);
  }
  return urls;
}
