import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import { textOn } from "../../../../shared/rules/contrast.ts";
import { splitLinks } from "../../../../shared/rules/links.ts";

/** The sender of the mail. */
export interface MailBrand {
  /** The property's name. */
  readonly name: string;
  /** `#rrggbb`. */
  readonly accent: string;
}

export interface LayoutOptions {
  readonly brand: MailBrand;
  readonly subject: string;
  readonly language: string;
  readonly direction: "ltr" | "rtl";
  readonly children: ComponentChildren;
}

const INK = "#1d2522";
const FONT = "16px/1.5 -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

/**
 * Renders the HTML of a mail: one column with the property's name and colour. It loads nothing, and styles stand at the
 * elements, because many clients remove style sheets. All texts are escaped.
 */
export function renderMail({ brand, subject, language, direction, children }: LayoutOptions): string {
  const html = renderToString(
    <html lang={language} dir={direction}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>{subject}</title>
      </head>
      <body style={{ margin: 0, padding: "16px", background: "#ffffff", color: INK, font: FONT }}>
        <div dir={direction} style={{ maxWidth: "600px", margin: "0 auto" }}>
          <p
            style={{
              margin: "0 0 24px",
              paddingBottom: "8px",
              borderBottom: `3px solid ${brand.accent}`,
              fontWeight: "bold",
            }}
          >
            {brand.name}
          </p>
          {children}
        </div>
      </body>
    </html>,
  );
  return `<!doctype html>${html}`;
}

/** A text as it was typed: its paragraphs, line breaks and links. */
export function TypedText({ text }: { readonly text: string }) {
  return text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => (
      <p key={paragraph} dir="auto" style={{ margin: "0 0 16px", overflowWrap: "anywhere" }}>
        {paragraph.split("\n").map((line, at) => (
          <>
            {at > 0 && <br />}
            {splitLinks(line).map((part, index) => (index % 2 ? <a href={part}>{part}</a> : part))}
          </>
        ))}
      </p>
    ));
}

/** A link that looks like a button. */
export function Action({ brand, url, label }: { brand: MailBrand; url: string; label: string }) {
  return (
    <p style={{ margin: "24px 0" }}>
      <a
        href={url}
        style={{
          display: "inline-block",
          padding: "10px 20px",
          borderRadius: "8px",
          background: brand.accent,
          color: textOn(brand.accent),
          textDecoration: "none",
          fontWeight: "bold",
        }}
      >
        {label}
      </a>
    </p>
  );
}

/** Small print. */
export function Note({ children }: { readonly children: ComponentChildren }) {
  return <p style={{ margin: "16px 0", color: "#5b6561", fontSize: "14px" }}>{children}</p>;
}

/** A text as the quotation of a plain text mail. */
export const quoted = (text: string): string =>
  text
    .trim()
    .split("\n")
    .map((line) => (line ? `> ${line}` : ">"))
    .join("\n");

/** The parts of a plain text that are not empty, a blank line between them. */
export const paragraphs = (...parts: readonly (string | null)[]): string =>
  `${parts.filter(Boolean).join("\n\n")}\n`;
