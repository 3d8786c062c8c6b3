import { createHash } from "node:crypto";
import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import { textOn } from "../../../shared/rules/contrast.ts";
import type { MailLocale } from "../outbound/templates/locale.ts";

/** How a page looks, and in which language it is. */
export interface PageLook extends FrameLook {
  readonly locale: MailLocale;
}

/** The look of a page in any language. */
export interface FrameLook {
  readonly locale: string;
  /** `#rrggbb`. */
  readonly accent: string;
  readonly theme: "auto" | "light" | "dark";
}

/** A page, with the policy that allows its styles and nothing else (CSP 3). */
export interface RenderedPage {
  readonly html: string;
  readonly policy: string;
}

const SCHEMES = { auto: "light dark", light: "light", dark: "dark" } as const;

/** Without `"`, `&` and `<`, which would be escaped in the page, and then be others than those that the policy allows. */
const styles = ({ accent, theme }: FrameLook) => `
:root{color-scheme:${SCHEMES[theme]};--ink:light-dark(#1d2522,#e8ebe8);--soft:light-dark(#5b6561,#a4ada8);--paper:light-dark(#fffdf9,#171c1a);--line:light-dark(#d8dcd8,#39413d);--own:light-dark(#eef3f0,#222a27);--bad:light-dark(#a3261b,#ff9c8f)}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif}
main{max-width:640px;margin:0 auto;padding:24px 16px 48px}
h1{margin:0 0 24px;padding-block-end:12px;border-block-end:3px solid ${accent};font-size:20px;line-height:1.3;overflow-wrap:anywhere}
ol{margin:0;padding:0;list-style:none}
li{margin:0 0 16px;padding:12px 16px;border:1px solid var(--line);border-radius:12px}
li.own{margin-inline-start:32px;background:var(--own)}
li:not(.own){margin-inline-end:32px}
p{margin:0 0 16px;overflow-wrap:anywhere}
li p{margin:0;white-space:pre-wrap}
.by{margin:0 0 4px;color:var(--soft);font-size:14px;white-space:normal}
.by b{color:var(--ink)}
.soft{color:var(--soft)}
.bad{color:var(--bad)}
a{color:inherit}
main>p a,p.file a{display:inline-block;min-height:24px;padding-block:2px}
label,legend{display:block;margin:24px 0 4px;padding:0;font-weight:600}
legend{margin-block-start:0}
label .soft,legend .soft{font-weight:400}
fieldset{margin:24px 0 0;padding:0;border:0;min-width:0}
label.option{display:flex;gap:12px;margin:16px 0 4px;font-weight:400}
fieldset label.option{margin-block-start:4px}
label.option input{flex:none;width:20px;height:20px;margin:2px 0 0;accent-color:${accent}}
label+.soft,legend+.soft{margin:0 0 4px;font-size:14px}
.bad{margin:4px 0 0}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
input[type=text],select{display:block;width:100%;min-height:44px;padding:8px 12px;border:1px solid var(--soft);border-radius:8px;background:var(--paper);color:inherit;font:inherit}
[dir=rtl] [dir=ltr]{text-align:right}
[aria-invalid=true]{border-color:var(--bad)!important}
textarea{display:block;width:100%;min-height:120px;padding:12px;border:1px solid var(--soft);border-radius:8px;background:var(--paper);color:inherit;font:inherit;resize:vertical}
button{margin-block-start:12px;padding:10px 24px;border:0;border-radius:8px;background:${accent};color:${textOn(accent)};font:inherit;font-weight:600;cursor:pointer}
a:focus-visible,textarea:focus-visible,input:focus-visible,select:focus-visible,button:focus-visible{outline:3px solid var(--ink);outline-offset:2px}
`;

interface PageContent {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly direction: "ltr" | "rtl";
}

/** Renders a page without scripts: it loads nothing, and only its own forms are sent. All texts are escaped. */
export function renderPage(look: FrameLook, { title, children, direction }: PageContent): RenderedPage {
  const css = styles(look);
  const html = renderToString(
    <html lang={look.locale} dir={direction}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{title}</title>
        <link rel="icon" href="data:," />
        <style>{css}</style>
      </head>
      <body>
        <main>
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>,
  );
  const hash = createHash("sha256").update(css).digest("base64");
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${hash}'`,
    "img-src data:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  return { html: `<!doctype html>${html}`, policy };
}
