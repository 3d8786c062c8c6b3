import { describe, expect, it } from "vitest";
import { mailboxKey } from "../../../server/contacts/identity/mailbox-key.ts";

describe("R9: the mailbox of an e-mail address", () => {
  it.each([
    ["Ann.Lee@gmail.com", "annlee@googlemail.com"],
    ["ann.lee+shop@gmail.com", "annlee@gmail.com"],
    ["ann+news@outlook.com", "ann@outlook.com"],
    ["ann+x@fastmail.com", "ann@fastmail.com"],
    ["ann@icloud.com", "ann@me.com"],
    ["ann@mac.com", "ann+shop@me.com"],
    ["ann.lee@proton.me", "annlee@protonmail.com"],
    ["ann_lee@pm.me", "ann-lee@protonmail.com"],
    ["ann@yandex.ru", "ann@ya.ru"],
    ["ann-shop@yahoo.com", "ann@yahoo.com"],
    ["ann-shop@yahoo.co.uk", "ann@yahoo.co.uk"],
  ])("of %s is that of %s", (one, other) => {
    expect(mailboxKey(one)).toBe(mailboxKey(other));
  });

  it.each([
    ["ann.lee@outlook.com", "annlee@outlook.com"],
    ["ann@outlook.com", "ann@hotmail.com"],
    ["ann@yahoo.com", "ann@yahoo.de"],
    ["ann-lee@gmail.com", "ann@gmail.com"],
    ["ann-lee@work.example", "ann@work.example"],
    ["ann.lee@icloud.com", "annlee@icloud.com"],
    ["-@proton.me", "_@proton.me"],
    ["+ann@mail.example", "+bob@mail.example"],
  ])("of %s is not that of %s", (one, other) => {
    expect(mailboxKey(one)).not.toBe(mailboxKey(other));
  });
});
