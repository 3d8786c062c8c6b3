import { describe, expect, it } from "vitest";
import {
  domainOf,
  isSameAddress,
  mailboxKey,
  parseAddressList,
} from "../../../../server/mail/address/mail-address.ts";
import {
  isOwnMessageId,
  messageIdsOf,
  toMessageId,
  toThreadRoot,
} from "../../../../server/mail/address/message-id.ts";

describe("address list", () => {
  it.each([
    ["ana@example.com", [["", "ana@example.com"]]],
    [
      '"Silva, Ana" <ana@example.com>, bea@example.org',
      [
        ["Silva, Ana", "ana@example.com"],
        ["", "bea@example.org"],
      ],
    ],
    ["=?utf-8?B?w4RuYQ==?= <ana@example.com>", [["Äna", "ana@example.com"]]],
    [
      "Team: ana@example.com, Bea <bea@example.org>;",
      [
        ["", "ana@example.com"],
        ["Bea", "bea@example.org"],
      ],
    ],
    ["Shop: Ana <ana@example.com>", [["Ana", "ana@example.com"]]],
    ["undisclosed-recipients:;", []],
    [
      "=?utf-8?Q?Ana=0D=0ABcc=3A_x=40example.org?= <ana@example.com>",
      [["Ana Bcc: x@example.org", "ana@example.com"]],
    ],
    ["", []],
  ])("of %j", (list, expected) => {
    expect(parseAddressList(list).map(({ name, address }) => [name, address])).toEqual(expected);
  });

  it("of 100,000 people is read up to its limit", () => {
    const list = Array.from({ length: 100_000 }, (_, n) => `p${n}@example.com`).join(", ");
    expect(parseAddressList(list).length).toBeGreaterThan(1_000);
  });
});

describe("addresses", () => {
  it("are compared without case, with the domain in its ASCII form", () => {
    expect(isSameAddress("Ana@Bücher.example", "ana@xn--bcher-kva.EXAMPLE")).toBe(true);
    expect(isSameAddress("ana@example.com", "ana+x@example.com")).toBe(false);
  });

  it("have a mailbox without the subaddress, and a domain", () => {
    expect(mailboxKey("Support+1042.abc@Example.com")).toBe("support@example.com");
    expect(domainOf("Ana@Bücher.example")).toBe("xn--bcher-kva.example");
    expect(domainOf("nobody")).toBe("");
  });
});

describe("identifiers of mails", () => {
  it.each([
    ["<a@x.example>", ["<a@x.example>"]],
    ["<a@x.example>\t<b@x.example> <a@x.example>", ["<a@x.example>", "<b@x.example>"]],
    ["<a@x.example><b@x.example>", ["<a@x.example>", "<b@x.example>"]],
    ["<CAF folded\t@x.example>", ["<CAFfolded@x.example>"]],
    ["a@x.example", ["<a@x.example>"]],
    ['Your message of "Mon, 1 Jun" <a@x.example>', ["<a@x.example>"]],
    ["Your message of Monday", []],
    ["<>", []],
    ["", []],
  ])("of %j", (field, ids) => {
    expect(messageIdsOf(field)).toEqual(ids);
  });

  it("of a long thread are its root and its newest", () => {
    const ids = messageIdsOf(Array.from({ length: 50_000 }, (_, n) => `<${n}@x.example>`).join(" "));
    expect(ids).toHaveLength(100);
    expect([ids[0], ids.at(-1)]).toEqual(["<0@x.example>", "<49999@x.example>"]);
  });

  it("of our own are recognised by their form and their domain", () => {
    const domains = ["example.com", "Old.example"];
    expect(isOwnMessageId(toMessageId("019a1b2c-3d4e", "example.com"), domains)).toBe(true);
    expect(isOwnMessageId(toThreadRoot("019a1b2c-3d4e", "old.example"), domains)).toBe(true);
    expect(isOwnMessageId(toMessageId("019a1b2c-3d4e", "example.org"), domains)).toBe(false);
    expect(isOwnMessageId("<019a1b2c-3d4e@example.com>", domains)).toBe(false);
  });
});
