import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toBase32 } from "../../../../server/mail/address/base32.ts";
import {
  type ReplyAddressing,
  type ReplyTarget,
  readReplyAddress,
  toReplyAddress,
} from "../../../../server/mail/address/reply-address.ts";

const secret = { id: "one", secret: "first secret" };
const newer = { id: "two", secret: "second secret" };
const signing = { property: "P1", secrets: [secret] };
const subaddress: ReplyAddressing = { kind: "subaddress", mailbox: "support@example.com" };
const catchAll: ReplyAddressing = { kind: "catch_all", domain: "reply.example.com" };
const ticket: ReplyTarget = { kind: "ticket", ticket: 1042 };
const chat: ReplyTarget = { kind: "conversation", id: "019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b" };

const make = (addressing: ReplyAddressing = subaddress, target: ReplyTarget = ticket, by = signing): string =>
  toReplyAddress(addressing, target, by);

describe("reply address", () => {
  it("R32: names the ticket, and has a signature of 80 bits in lower-case base32", () => {
    expect(make()).toMatch(/^support\+1042\.[a-z2-7]{16}@example\.com$/);
    expect(make(catchAll)).toMatch(/^1042\.[a-z2-7]{16}@reply\.example\.com$/);
  });

  it.each([
    ["a ticket", subaddress, ticket],
    ["a chat without a number", subaddress, chat],
    ["a ticket, with a domain for answers", catchAll, ticket],
    ["a chat, with a domain for answers", catchAll, chat],
  ])("R32: is read back: %s", (_, addressing, target) => {
    const address = make(addressing, target);
    expect(readReplyAddress(addressing, address, signing)).toEqual({ kind: "signed", target });
  });

  it("is read without case, as some servers compare local parts", () => {
    const upper = make(subaddress, chat).toUpperCase();
    expect(readReplyAddress(subaddress, upper, signing)).toEqual({ kind: "signed", target: chat });
  });

  it("R32: a forged one is refused: another ticket, another property, another key, any changed letter", () => {
    const address = make();
    const forged = { kind: "forged" };
    expect(readReplyAddress(subaddress, address.replace("1042", "1043"), signing)).toEqual(forged);
    expect(readReplyAddress(subaddress, address, { ...signing, property: "P2" })).toEqual(forged);
    expect(readReplyAddress(subaddress, address, { ...signing, secrets: [newer] })).toEqual(forged);
    fc.assert(
      fc.property(fc.nat(15), fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz234567"), (at, letter) => {
        const start = address.indexOf(".") + 1 + at;
        const changed = address.slice(0, start) + letter + address.slice(start + 1);
        const { kind } = readReplyAddress(subaddress, changed, signing);
        expect(kind).toBe(changed === address ? "signed" : "forged");
      }),
    );
  });

  it("is still read after the secret was rotated, and signed with the newest", () => {
    const rotated = { ...signing, secrets: [newer, secret] };
    expect(readReplyAddress(subaddress, make(), rotated)).toEqual({ kind: "signed", target: ticket });
    expect(make(subaddress, ticket, rotated)).toBe(
      make(subaddress, ticket, { ...signing, secrets: [newer] }),
    );
  });

  it.each([
    "support@example.com",
    "support+billing@example.com",
    "support+1042@example.com",
    "support+1042.short@example.com",
    "support+0.abcdefghijklmnop@example.com",
    "other+1042.abcdefghijklmnop@example.com",
    "support+1042.abcdefghijklmnop@example.org",
    "",
    "no address",
  ])("is none of ours: %j", (address) => {
    expect(readReplyAddress(subaddress, address, signing)).toEqual({ kind: "none" });
  });

  it("has a local part of at most 64 characters; a mailbox that is too long for it stays as it is", () => {
    const long = (length: number): ReplyAddressing => ({
      kind: "subaddress",
      mailbox: `${"a".repeat(length)}@example.com`,
    });
    expect(make(long(42)).split("@")[0]).toHaveLength(64);
    expect(make(long(43))).toBe(`${"a".repeat(43)}@example.com`);
  });

  it("can be off, for servers without subaddresses", () => {
    const plain: ReplyAddressing = { kind: "plain", mailbox: "support@example.com" };
    expect(make(plain)).toBe("support@example.com");
    expect(readReplyAddress(plain, make(), signing)).toEqual({ kind: "none" });
  });

  it("takes the domain in any form", () => {
    const umlaut: ReplyAddressing = { kind: "subaddress", mailbox: "Hilfe@Bücher.example" };
    const address = make(umlaut).replace("Bücher", "xn--bcher-kva");
    expect(readReplyAddress(umlaut, address, signing)).toEqual({ kind: "signed", target: ticket });
  });
});

it.each([
  ["", ""],
  ["f", "my"],
  ["fo", "mzxq"],
  ["foo", "mzxw6"],
  ["foob", "mzxw6yq"],
  ["fooba", "mzxw6ytb"],
  ["foobar", "mzxw6ytboi"],
])("base32 of %j is that of RFC 4648, section 10", (text, encoded) => {
  expect(toBase32(Buffer.from(text))).toBe(encoded);
});
