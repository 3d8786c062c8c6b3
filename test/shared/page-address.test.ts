import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutSecrets } from "../../shared/rules/page-address.ts";

const clean = (address: string, allowed: readonly string[] = []) => withoutSecrets(address, allowed);
const SHOP = "https://shop.example/cart";

describe("a page's address", () => {
  it.each([
    "https://shop.example/",
    "https://shop.example/a/b.html?page=2&sort=price&filter[size]=xl",
    "https://shop.example/?utm_source=news&utm_medium=mail&utm_campaign=spring%20sale",
    "https://www.google.com/search?q=blue+shoes&hl=de",
    "https://shop.example/#/products/12?tab=reviews",
    "https://shop.example/?next=%2Fa%3Fb%3Dc%26d%3De",
    "https://shop.example/100%-cotton?x=%ff&y=%",
    "https://unpkg.com/preact@10.2.0/dist/preact.js",
    "https://maps.example/@52.5200,13.4050,12z?entry=ttu",
    "https://shop.example/author/smith?keyword=red&currency=EUR&codec=h264",
    "http://localhost:3000/?a=1&&b=2#",
    "https://例え.jp/パス?ページ=2",
    "https://shop.example/?gclid=EAIaIQobChMI8b_R0PXk_QIVdRoGAB0ZtQx_EAAYASAAEgL",
    "",
    "about:srcdoc",
    "android-app://com.google.android.gm/",
  ])("R24: stays to the letter where it names no secret and nobody: %s", (address) => {
    expect(clean(address)).toBe(address);
  });

  it.each([
    ["token", "abc"],
    ["access_token", "abc"],
    ["resetPasswordToken", "abc"],
    ["RESET-TOKEN", "abc"],
    ["key", "1"],
    ["apikey", "1"],
    ["code", "123456"],
    ["oobCode", "1"],
    ["password", "hunter2"],
    ["user[password]", "hunter2"],
    ["user%5Bpassword%5D", "hunter2"],
    ["passwd", "x"],
    ["session", "1"],
    ["PHPSESSID", "1"],
    ["sid", "1"],
    ["auth", "1"],
    ["authToken", "1"],
    ["sig", "1"],
    ["X-Amz-Signature", "1"],
    ["email", "jane"],
    ["e-mail", "jane"],
    ["eMail", "jane"],
    ["customer.email", "jane"],
    ["useremail", "jane"],
    ["EMAIL1", "jane"],
    ["phone", "123"],
    ["phone_2", "123"],
    ["name", "Jane"],
    ["firstName", "Jane"],
    ["lname", "Doe"],
    ["SAMLResponse", "1"],
    ["id_token", "1"],
    ["jwt", "1"],
    ["otp", "1"],
    ["vorname", "Jana"],
    ["contrase%C3%B1a", "x"],
    ["contrase%F1a", "x"],
    ["%D0%BF%D0%B0%D1%80%D0%BE%D0%BB%D1%8C", "x"],
    ["ｔｏｋｅｎ", "x"],
    ["to%E2%80%8Bken", "x"],
    ["%74oken", "x"],
    ["%2574oken", "x"],
    ["mkt_tok", "x"],
    ["_hsenc", "x"],
    // whatever the parameter is called
    ["u", "jane@example.com"],
    ["u", "jane%40example.com"],
    ["u", "jane%2540example.com"],
    ["u", "J%C3%BCrgen%40m%C3%BCller.example"],
    ["q", "mail+to+jane@example.com"],
    ["x", "%2B49%20170%201234567"],
    ["x", "+49-170-1234567"],
    ["x", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"],
    ["x", "%7B%22email%22%3A%22jane%22%7D"],
    ["x", "amFuZUBleGFtcGxlLmNvbQ=="],
    ["x", "amFuZUBleGFtcGxlLmNvbQ"],
  ])(
    "R24: loses the parameter %s=%s in the query, the fragment and the path, and nothing else",
    (name, value) => {
      const pair = `${name}=${value}`;
      expect(clean(`${SHOP}?${pair}`)).toBe(SHOP);
      expect(clean(`${SHOP}?a=1&${pair}`)).toBe(`${SHOP}?a=1`);
      expect(clean(`${SHOP}?${pair}&a=1#top`)).toBe(`${SHOP}?a=1#top`);
      expect(clean(`${SHOP}?a=1&${pair}&b=2`)).toBe(`${SHOP}?a=1&b=2`);
      expect(clean(`${SHOP}?a=1;${pair};b=2`)).toBe(`${SHOP}?a=1;b=2`);
      expect(clean(`${SHOP}#${pair}&a=1`)).toBe(`${SHOP}#a=1`);
      expect(clean(`${SHOP}#/reset?${pair}&a=1`)).toBe(`${SHOP}#/reset?a=1`);
      expect(clean(`${SHOP}#!/reset?${pair}`)).toBe(`${SHOP}#!/reset`);
      expect(clean(`${SHOP};${pair}?a=1`)).toBe(`${SHOP}?a=1`);
      expect(clean(`/cart?${pair}`)).toBe("/cart");
    },
  );

  it.each([
    ["signs in before the host", "https://jane:secret@shop.example/a", "https://shop.example/a"],
    ["names somebody before the host", "//jane@shop.example/a?b=1", "//shop.example/a?b=1"],
    ["an encoded address", `${SHOP}?next=%2Freset%3Ftoken%3Dabc%26a%3D1`, `${SHOP}?next=%2Freset%3Fa%3D1`],
    ["an address encoded twice", `${SHOP}?next=%252Freset%253Ftoken%253Dabc`, `${SHOP}?next=%2Freset`],
    ["an address that is not encoded", `${SHOP}?next=/reset?token=abc&a=1`, `${SHOP}?next=/reset?a=1`],
    [
      "an address in an address",
      `${SHOP}?u=${encodeURIComponent(`https://a.example/?v=${encodeURIComponent("/b?email=jane&c=1")}`)}`,
      `${SHOP}?u=${encodeURIComponent("https://a.example/?v=/b?c=1")}`,
    ],
    [
      "an encoded address with a password",
      `${SHOP}?u=${encodeURIComponent("https://jane:secret@a.example/")}&a=1`,
      `${SHOP}?a=1`,
    ],
    [
      "an e-mail in the path",
      "https://shop.example/unsubscribe/jane%40example.com/1",
      "https://shop.example/unsubscribe/…/1",
    ],
    [
      "a token in the path",
      "https://shop.example/t/eyJhbGciOiJIUzI1NiJ9.e30.c2ln",
      "https://shop.example/t/…",
    ],
    ["a parameter in the path", "https://shop.example/reset/token=abc/x", "https://shop.example/reset/…/x"],
    ["a session in the path", "https://shop.example/a;jsessionid=0A1B/b?c=1", "https://shop.example/a?c=1"],
    ["a document as an address", "data:text/html,<p>Jane", "data:"],
    ["a person as an address", "mailto:jane@example.com", "mailto:"],
    ["an address hidden in base64", `${SHOP}?r=${btoa("https://a.example/?token=abc")}&a=1`, `${SHOP}?a=1`],
    ["a fragment of tokens", `${SHOP}#access_token=abc&token_type=bearer`, SHOP],
  ])("R24: loses %s", (_, address, cleaned) => {
    expect(clean(address)).toBe(cleaned);
  });

  it("R24: keeps what the owner allows, by its name alone, and still cleans an address in it", () => {
    expect(clean(`${SHOP}?code=SPRING&token=abc`, ["code"])).toBe(`${SHOP}?code=SPRING`);
    expect(clean(`${SHOP}?CODE=SPRING`, ["Code"])).toBe(`${SHOP}?CODE=SPRING`);
    expect(clean(`${SHOP}?email=jane@example.com`, ["email"])).toBe(`${SHOP}?email=jane@example.com`);
    expect(clean(`${SHOP}?user%5Bname%5D=x`, ["user[name]"])).toBe(`${SHOP}?user%5Bname%5D=x`);
    expect(clean(`${SHOP}?email_token=x`, ["email"])).toBe(SHOP);
    expect(clean(`${SHOP}?key=/a?token=x`, ["key"])).toBe(`${SHOP}?key=/a`);
    expect(clean(`${SHOP}?next=${encodeURIComponent("/a?code=1&token=2")}`, ["code"])).toBe(
      `${SHOP}?next=${encodeURIComponent("/a?code=1")}`,
    );
  });

  const SECRETS = ["token", "accessToken", "sessionid", "e-mail", "customer[phone]", "password", "sig"];
  const encodings = [
    (text: string) => text,
    encodeURIComponent,
    (text: string) => encodeURIComponent(encodeURIComponent(text)),
  ];
  const harmless = fc.stringMatching(/^[a-z]{1,3}$/).filter((text) => clean(`?${text}=1`) === `?${text}=1`);

  it("R24: holds no value of a secret parameter, wherever it stands and however often it is encoded", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SECRETS),
        fc.array(fc.tuple(fc.constantFrom("?", "&", ";", "#", "/"), harmless, harmless), { maxLength: 4 }),
        fc.array(fc.tuple(fc.constantFrom("&", ";"), harmless, harmless), { maxLength: 3 }),
        fc.constantFrom(...encodings),
        fc.nat(2),
        (secret, before, after, encode, levels) => {
          const pair = (parts: typeof before) =>
            parts.map(([delimiter, name, value]) => `${delimiter}${name}=${value}`).join("");
          let address = `/page${pair(before)}?${encode(secret)}=s3cr3tvalue${pair(after)}`;
          for (let level = 0; level < levels; level++)
            address = `https://a.example/?to=${encodeURIComponent(address)}`;
          const cleaned = clean(address);
          expect(cleaned).not.toContain("s3cr3tvalue");
          expect(clean(cleaned)).toBe(cleaned);
        },
      ),
    );
  });

  it("R24: is stable for any text: cleaning it again changes nothing", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(..."?&;#=/%@.:+a1é", "%40", "%3D", "%26", "token", "x=", "eyJ")),
        (parts) => {
          const cleaned = clean(parts.join(""));
          expect(clean(cleaned)).toBe(cleaned);
        },
      ),
      { numRuns: 500 },
    );
  });
});
