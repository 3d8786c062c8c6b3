import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldMail } from "../../../../server/mail/inbound/fold-quoted.ts";
import { parseMail } from "../../../../server/mail/inbound/parse-mail.ts";
import { LIMITS, rawMail, readMail, utf8 } from "./raw-mail.ts";

const FROM = "From: Ana Silva <ana@example.org>";

describe("the header of a mail", () => {
  it("is decoded", async () => {
    const { header } = await readMail(
      rawMail(
        "Return-Path: <ana@example.org>",
        "Delivered-To: support+7.abc@example.com",
        "X-Original-To: help@example.com",
        "From: =?utf-8?Q?=C3=84na?= <ana@example.org>",
        "Sender: office@example.org",
        "Reply-To: Bea <bea@example.org>, cem@example.org",
        "To: Support <support@example.com>, Team: dee@example.org;",
        "Cc: eve@example.org",
        "Subject: =?utf-8?B?w5ZmZm51bmdzemVpdGVu?=",
        "Date: Mon, 1 Jun 2026 10:00:00 +0200 (CEST)",
        "Message-ID: <3@example.org>",
        "In-Reply-To: <2@example.com>",
        "References: <1@example.com>",
        "\t<2@example.com>",
        "",
        "Hello",
      ),
    );
    expect(header).toMatchObject({
      messageId: "<3@example.org>",
      inReplyTo: ["<2@example.com>"],
      references: ["<1@example.com>", "<2@example.com>"],
      from: { name: "Äna", address: "ana@example.org" },
      sender: { name: "", address: "office@example.org" },
      replyTo: [
        { name: "Bea", address: "bea@example.org" },
        { name: "", address: "cem@example.org" },
      ],
      to: [
        { name: "Support", address: "support@example.com" },
        { name: "", address: "dee@example.org" },
      ],
      cc: [{ name: "", address: "eve@example.org" }],
      deliveredTo: ["support+7.abc@example.com", "help@example.com"],
      returnPath: "ana@example.org",
      subject: "Öffnungszeiten",
      date: Date.UTC(2026, 5, 1, 8),
    });
    expect(header.fields.get("x-original-to")).toEqual(["help@example.com"]);
  });

  it.each([
    ["=?utf-8?Q?Order=0D=0ABcc:_x=40example.net?=", "Order Bcc: x@example.net"],
    ["=?windows-1252?Q?=93Offer=94_=96_5_=80?=", "“Offer” – 5 €"],
    ["=?utf-8?Q?Gr=C3=BC?= =?utf-8?Q?=C3=9Fe?=", "Grüße"],
    [utf8("Grüße"), "Grüße"],
    ["Gr\xfc\xdfe", "Grüße"],
    ["=?iso-2022-jp?B?GyRCTGRCajt2GyhC?=", "問題事"],
    ["=?x-none?Q?broken?=", "broken"],
  ])("has a subject in one line: %s", async (subject, expected) => {
    const { header } = await readMail(rawMail(FROM, `Subject: ${subject}`, "", "Hello"));
    expect(header.subject).toBe(expected);
  });

  it("tells the empty path of automatic mails from one that is not noted", async () => {
    const pathOf = async (...lines: string[]) =>
      (await readMail(rawMail(FROM, ...lines, "", "x"))).header.returnPath;
    expect(await pathOf("Return-Path: <>")).toBe("");
    expect(await pathOf()).toBeNull();
  });

  it("may lack everything", async () => {
    const { header, text } = await readMail(rawMail("Subject: Hello", "Date: yesterday", "", "Hello"));
    expect(header).toMatchObject({ messageId: null, from: null, date: null, references: [], replyTo: [] });
    expect(text).toBe("Hello\n");
  });
});

describe("charsets", () => {
  const body = (type: string, text: string) => rawMail(FROM, `Content-Type: ${type}`, "", text);

  it.each([
    ["windows-1252", "text/plain; charset=windows-1252", "\x93Gr\xfc\xdfe\x94 \x96 5 \x80", "“Grüße” – 5 €"],
    [
      "windows-1252 declared as ISO-8859-1",
      "text/plain; charset=ISO-8859-1",
      "\x93ja\x94 5 \x80",
      "“ja” 5 €",
    ],
    ["windows-1252 declared as UTF-8", "text/plain; charset=utf-8", "Gr\xfc\xdfe \x93x\x94", "Grüße “x”"],
    ["windows-1252 declared as ASCII", 'text/plain; charset="us-ascii"', "Gr\xfc\xdfe", "Grüße"],
    ["windows-1252 that is not declared", "text/plain", "Gr\xfc\xdfe", "Grüße"],
    ["windows-1252 with other parameters", "text/plain; format=flowed", "Gr\xfc\xdfe", "Grüße"],
    ["UTF-8 declared as ASCII", "text/plain; charset=us-ascii", utf8("Grüße 👍"), "Grüße 👍"],
    ["UTF-8 declared as ISO-8859-1", "text/plain; charset=iso-8859-1", utf8("“Grüße”"), "“Grüße”"],
    ["UTF-8 in a charset that nobody knows", "text/plain; charset=foo-8", utf8("Grüße"), "Grüße"],
    ["UTF-8 that is not declared", "text/plain", utf8("Привет"), "Привет"],
    ["UTF-8 with one bad byte", "text/plain; charset=utf-8", `${utf8("Привет мир")}\xd0`, "Привет мир\ufffd"],
    ["KOI8-R", "text/plain; charset=koi8-r", "\xf0\xd2\xc9\xd7\xc5\xd4", "Привет"],
    ["Shift JIS", "text/plain; charset=cp932", "\x82\xa0\x82\xe8", "あり"],
    ["ISO-2022-JP", "text/plain; charset=iso-2022-jp", "\x1b$BLdBj\x1b(B", "問題"],
    ["GB18030", "text/plain; charset=gb2312", "\xc4\xe3\xba\xc3", "你好"],
    ["ISO-8859-2", "text/plain; charset=iso-8859-2", "za\xbf\xf3\xb3\xe6", "zażółć"],
    ["windows-1256", "text/plain; charset=windows-1256", "\xe3\xd1\xcd\xc8\xc7", "مرحبا"],
  ])("%s", async (_, type, text, expected) => {
    expect((await readMail(body(type, text))).text?.trim()).toBe(expected);
  });

  it("windows-1252 without any field about it, and without any header", async () => {
    expect((await readMail(rawMail(FROM, "", "Gr\xfc\xdfe \x80"))).text).toBe("Grüße €\n");
    expect((await readMail(rawMail("Gr\xfc\xdfe \x80", "", "Ana"))).text).toBe("Grüße €\n\nAna\n");
  });

  it("reads only the parts again that were wrong", async () => {
    const { text, html } = await readMail(
      rawMail(
        FROM,
        "Content-Type: multipart/alternative; boundary=b",
        "",
        "--b",
        "Content-Type: text/plain;",
        "\tcharset=utf-8",
        "",
        utf8("Grüße 👍"),
        "--b",
        "Content-Type: text/html; charset=utf-8",
        "",
        "<p>Gr\xfc\xdfe \x80",
        "--b--",
      ),
    );
    expect([text?.trim(), html?.trim()]).toEqual(["Grüße 👍", "<p>Grüße €"]);
  });

  it("decodes bodies in base64 and quoted-printable", async () => {
    const quoted = rawMail(
      FROM,
      "Content-Type: text/plain; charset=windows-1252",
      "Content-Transfer-Encoding: quoted-printable",
      "",
      "=93Gr=FC=DFe=94=",
      " =80",
    );
    expect((await readMail(quoted)).text).toBe("“Grüße” €\n");
  });
});

describe("structure", () => {
  it("reads a mail without any header", async () => {
    const { header, text } = await readMail(
      rawMail("Hello", "I have a question: when do you open?", "", "Ana"),
    );
    expect(text).toBe("Hello\nI have a question: when do you open?\n\nAna\n");
    expect(header.from).toBeNull();
  });

  it.each([
    ["empty lines in front of the header", "\r\n\r\n"],
    ["the separator of a mailbox file in front of it", "From ana@example.org Mon Jun  1 10:00:00 2026\r\n"],
    ["a byte order mark in front of it", "\xef\xbb\xbf"],
  ])("reads a mail with %s", async (_, before) => {
    const { header, text } = await readMail(rawMail(`${before}${FROM}`, "Subject: Hours", "", "Hello"));
    expect([header.from?.address, header.subject, text]).toEqual(["ana@example.org", "Hours", "Hello\n"]);
  });

  it("reads a mail without an empty line behind the header", async () => {
    const { header, text } = await readMail(rawMail(FROM, "Subject: Hours", "When do you open?", "Ana"));
    expect([header.subject, text]).toEqual(["Hours", "When do you open?\nAna\n"]);
  });

  const parts = (type: string, boundary: string) =>
    rawMail(
      FROM,
      `Content-Type: ${type}`,
      "Subject: Hours",
      "",
      `--${boundary}`,
      "Content-Type: text/plain; charset=utf-8",
      "",
      "Hello",
      `--${boundary}`,
      'Content-Type: image/png; name="a.png"',
      "Content-Transfer-Encoding: base64",
      "",
      "aGVsbG8=",
      `--${boundary}--`,
    );

  it.each([
    ["without a boundary", "multipart/mixed", "abc"],
    ["with another boundary than its body", 'multipart/mixed;\r\n boundary="xyz"', "abc"],
    ["with special characters in its boundary", "multipart/mixed", '$&="\\_Part'],
  ])("reads a multipart mail %s", async (_, type, boundary) => {
    const { text, attachments, header } = await readMail(parts(type, boundary));
    expect([text, header.subject]).toEqual(["Hello\n", "Hours"]);
    expect(attachments.map(({ name, type: media }) => [name, media])).toEqual([["a.png", "image/png"]]);
  });

  it("keeps the words of a multipart mail that has no parts", async () => {
    const { text } = await readMail(rawMail(FROM, "Content-Type: multipart/mixed; boundary=b", "", "Hello"));
    expect(text).toBe("Hello\n");
  });

  it.each([
    ["with a type that does not exist", ["Content-Type: text"]],
    ["declared as an attachment", ["Content-Type: text/plain", "Content-Disposition: attachment"]],
    ["of an old format", ["Content-Type: text/enriched; charset=windows-1252"]],
  ])("reads a text %s as the text", async (_, fields) => {
    const { text, attachments } = await readMail(rawMail(FROM, ...fields, "", "Gr\xfc\xdfe"));
    expect([text?.trim(), attachments]).toEqual(["Grüße", []]);
  });

  it("keeps a text file as a file", async () => {
    const fields = ["Content-Type: text/plain; name=a.txt", "Content-Disposition: attachment"];
    expect(await readMail(rawMail(FROM, ...fields, "", "x"))).toMatchObject({
      text: null,
      attachments: [{ name: "a.txt" }],
    });
  });

  it("reads line ends of any kind, and a mail that was cut", async () => {
    const unix = Buffer.from(
      parts("multipart/mixed; boundary=abc", "abc").toString().replaceAll("\r\n", "\n"),
    );
    expect((await readMail(unix)).text).toBe("Hello\n");
    const cut = unix.subarray(0, unix.indexOf("aGVs") + 5);
    expect(await readMail(cut)).toMatchObject({ text: "Hello\n", attachments: [{ name: "a.png" }] });
  });
});

describe("flowed text (RFC 3676)", () => {
  const flowed = async (lines: readonly string[], more = "") =>
    (
      await readMail(
        rawMail(FROM, `Content-Type: text/plain; charset=utf-8; format=flowed${more}`, "", ...lines),
      )
    ).text;

  it.each([
    ["lines that end with a space", ["When do ", "you open?", "Ana"], "When do you open?\nAna\n"],
    ["quoted lines", ["> When do ", "> you open?", "At 9."], "> When do you open?\nAt 9.\n"],
    ["R32: no answer to the quote above it", ["> Which size? ", "XL"], "> Which size?\nXL\n"],
    ["no quote to a deeper one", ["> One ", ">> Two ", "> Three"], "> One\n>> Two\n> Three\n"],
    ["no signature", ["Thanks ", "-- ", "Ana"], "Thanks \n-- \nAna\n"],
    [
      "stuffed lines without their space",
      [" > no quote", " From here", "  two"],
      "> no quote\nFrom here\n two\n",
    ],
  ])("joins %s", async (_, lines, text) => {
    expect(await flowed(lines)).toBe(text);
  });

  it("joins without the space where the mail says so", async () => {
    expect(await flowed([utf8("土曜日も "), utf8("営業？")], "; delsp=yes")).toBe("土曜日も営業？\n");
  });

  it("leaves a text alone that is not flowed", async () => {
    expect((await readMail(rawMail(FROM, "", "One ", "> two ", "three"))).text).toBe("One \n> two \nthree\n");
  });
});

describe("uuencode", () => {
  const file = ["begin 644 notes.txt", "%2&5L;&\\", "`", "end"];

  it("becomes a file, and the text around it stays", async () => {
    const { text, attachments } = await readMail(rawMail(FROM, "", "Look at this:", "", ...file, "", "Ana"));
    expect(text).toBe("Look at this:\n\n\nAna\n");
    expect(attachments.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()])).toEqual([
      ["notes.txt", "Hello"],
    ]);
  });

  it("is decoded in a part of that transfer encoding", async () => {
    const { text, attachments } = await readMail(
      rawMail(
        FROM,
        "Content-Type: multipart/mixed; boundary=b",
        "",
        "--b",
        "",
        "Hello",
        "--b",
        "Content-Type: application/octet-stream; name=notes.txt",
        "Content-Transfer-Encoding: x-uuencode",
        "",
        ...file,
        "--b--",
      ),
    );
    expect(text).toBe("Hello\n");
    expect(Buffer.from(attachments[0]?.bytes ?? []).toString()).toBe("Hello");
  });

  it.each([
    ["no end", ["begin 644 a.txt", "%2&5L;&\\", "Hello"]],
    ["a line that is none", ["begin 644 a.txt", "we meet at the station, as always", "end"]],
    ["a sentence", ["begin 100 years of history", "It began in 1926.", "end"]],
  ])("stays text with %s", async (_, lines) => {
    const { text, attachments } = await readMail(rawMail(FROM, "", ...lines));
    expect([text, attachments]).toEqual([`${lines.join("\n")}\n`, []]);
  });

  it("that begins ten thousand times and never ends takes no time", async () => {
    const started = performance.now();
    const { attachments } = await readMail(rawMail(FROM, "", ...Array(10_000).fill("begin 644 a.txt")));
    expect(attachments).toEqual([]);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

describe("attachments", () => {
  const related = (html: string, ...more: string[]) =>
    rawMail(
      FROM,
      "Content-Type: multipart/related; boundary=b",
      "",
      "--b",
      "Content-Type: text/html; charset=utf-8",
      "",
      html,
      "--b",
      ...more,
      "Content-Transfer-Encoding: base64",
      "",
      "aGVsbG8=",
      "--b--",
    );

  it.each([
    [
      "an image of the HTML without a disposition",
      ["Content-Type: image/png", "Content-ID: <one@x>"],
      true,
      null,
    ],
    [
      "an inline image that the HTML does not show",
      ["Content-Type: image/png", "Content-ID: <two@x>"],
      false,
      null,
    ],
    [
      "an inline PDF without an identifier",
      ["Content-Type: application/pdf; name=a.pdf", "Content-Disposition: inline"],
      false,
      "a.pdf",
    ],
  ])("R32: %s is not lost", async (_, lines, isShown, name) => {
    const { attachments } = await readMail(related('<img src="cid:one@x">', ...lines));
    expect(attachments).toMatchObject([{ isShown, name, bytes: new TextEncoder().encode("hello") }]);
  });

  it.each([
    ["name=..\\..\\evil.exe", "evil.exe"],
    ['name="/etc/passwd"', "passwd"],
    ["name*=utf-8''%C3%9Cbersicht.pdf", "Übersicht.pdf"],
    ['name="=?utf-8?B?w5xiZXJzaWNodC5wZGY=?="', "Übersicht.pdf"],
    ['name="=?utf-8?Q?a=0D=0Ab.pdf?="', "a b.pdf"],
    ["x=y", null],
  ])("have a name without folders and control characters: %s", async (parameter, name) => {
    const { attachments } = await readMail(related("<p>", `Content-Type: application/pdf; ${parameter}`));
    expect(attachments[0]?.name).toBe(name);
  });

  it.each([
    ["with a text beside it", ["Content-Type: text/plain", "", "Hello", "--b"], "Hello\n", ["log.txt"]],
    ["alone in the mail, as the text", [], "12:00 start\n", []],
  ])("R32: a text file that is sent inline is a file: %s", async (_, before, text, names) => {
    const mail = await readMail(
      rawMail(
        FROM,
        "Content-Type: multipart/mixed; boundary=b",
        "",
        "--b",
        ...before,
        "Content-Disposition: inline;",
        "\tfilename=log.txt",
        "Content-Type: text/plain;",
        '\tx-unix-mode=0644; name="log.txt"',
        "",
        "12:00 start",
        "--b--",
      ),
    );
    expect([mail.text, mail.attachments.map(({ name }) => name)]).toEqual([text, names]);
  });

  it("of an attached mail are in it", async () => {
    const { text, attachments } = await readMail(
      rawMail(
        FROM,
        "Content-Type: multipart/mixed; boundary=b",
        "",
        "--b",
        "",
        "See below",
        "--b",
        "Content-Type: message/rfc822",
        "",
        "From: bea@example.org",
        "Subject: Old",
        "",
        "The words of Bea",
        "--b--",
      ),
    );
    expect(text).toBe("See below\n");
    expect(attachments).toMatchObject([{ type: "message/rfc822" }]);
    expect(Buffer.from(attachments[0]?.bytes ?? []).toString()).toContain("The words of Bea");
  });

  it("of Outlook's own format are kept as they are", async () => {
    const tnef = related("<p>Hello", 'Content-Type: application/ms-tnef; name="winmail.dat"');
    expect((await readMail(tnef)).attachments).toMatchObject([
      { name: "winmail.dat", type: "application/ms-tnef" },
    ]);
  });
});

describe("calendars", () => {
  it("are read, and stay files", async () => {
    const { calendar, attachments } = await readMail(
      rawMail(
        FROM,
        "Content-Type: multipart/alternative; boundary=b",
        "",
        "--b",
        "",
        "Ana has accepted",
        "--b",
        'Content-Type: text/calendar; method=REPLY; charset="UTF-8"',
        "",
        "BEGIN:VCALENDAR",
        "METHOD:REPLY",
        "BEGIN:VEVENT",
        "ATTENDEE;CN=Ana;PARTST",
        " AT=ACCEPTED:mailto:ana@example.org",
        "SUMMARY;LANGUAGE=en:Fitting\\, shop",
        "END:VEVENT",
        "END:VCALENDAR",
        "--b--",
      ),
    );
    expect(calendar).toEqual({ method: "REPLY", summary: "Fitting, shop", status: "ACCEPTED" });
    expect(attachments).toHaveLength(1);
  });
});

describe("protected mails", () => {
  it("that are signed are read, without the signature as a file", async () => {
    const { text, protection, attachments } = await readMail(
      rawMail(
        FROM,
        'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=b',
        "",
        "--b",
        "Content-Type: text/plain",
        "",
        "Hello",
        "--b",
        "Content-Type: application/pkcs7-signature; name=smime.p7s",
        "Content-Transfer-Encoding: base64",
        "",
        "MIAG",
        "--b--",
      ),
    );
    expect({ text, protection, attachments }).toEqual({
      text: "Hello\n",
      protection: "signed",
      attachments: [],
    });
  });

  const der = (tag: number, ...parts: Buffer[]): Buffer => {
    const content = Buffer.concat(parts);
    const { length } = content;
    const size = length < 128 ? [length] : [0x82, length >> 8, length & 255];
    return Buffer.concat([Buffer.from([tag, ...size]), content]);
  };
  const indefinite = (tag: number, ...parts: Buffer[]): Buffer =>
    Buffer.concat([Buffer.from([tag, 0x80]), ...parts, Buffer.from([0, 0])]);
  const [signedData, data, enveloped] = ["010702", "010701", "010703"].map((end) =>
    der(0x06, Buffer.from(`2a864886f70d${end}`, "hex")),
  ) as [Buffer, Buffer, Buffer];
  const content = rawMail("Content-Type: text/plain; charset=utf-8", "", utf8(`Grüße ${"a".repeat(200)}`));
  const cms = (constructed: typeof der, octets: Buffer, type = signedData) =>
    constructed(
      0x30,
      type,
      constructed(
        0xa0,
        constructed(
          0x30,
          der(0x02, Buffer.from([1])),
          der(0x31),
          constructed(0x30, data, constructed(0xa0, octets)),
          der(0x31),
        ),
      ),
    );
  const opaque = (bytes: Buffer) =>
    rawMail(
      FROM,
      "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m",
      "Content-Transfer-Encoding: base64",
      "",
      bytes.toString("base64"),
    );

  it.each([
    ["with lengths", cms(der, der(0x04, content))],
    [
      "without lengths, in parts",
      cms(indefinite, indefinite(0x24, der(0x04, content.subarray(0, 90)), der(0x04, content.subarray(90)))),
    ],
  ])("that are inside their signature are read: %s", async (_, bytes) => {
    const { text, protection, header, attachments } = await readMail(opaque(bytes));
    expect(text).toMatch(/^Grüße a{200}\n$/);
    expect([protection, header.from?.address, attachments]).toEqual(["signed", "ana@example.org", []]);
  });

  it.each([
    ["encrypted for S/MIME", opaque(cms(der, der(0x04, content), enveloped))],
    ["of broken CMS", opaque(cms(der, der(0x04, content)).subarray(0, 60))],
    ["a PGP message in the text", rawMail(FROM, "", "-----BEGIN PGP MESSAGE-----", "abc")],
    [
      "a PGP message in parts",
      rawMail(
        FROM,
        "Content-Type: multipart/encrypted; boundary=b",
        "",
        "--b",
        "Content-Type: application/octet-stream; name=encrypted.asc",
        "",
        "-----BEGIN PGP MESSAGE-----",
        "--b--",
      ),
    ],
  ])("that cannot be read say so: %s", async (_, raw) => {
    expect((await readMail(raw)).protection).toBe("encrypted");
  });

  it("never makes the reader of signatures throw, whatever the bytes are", async () => {
    const valid = cms(der, der(0x04, content));
    await fc.assert(
      fc.asyncProperty(fc.nat(valid.length - 1), fc.nat(255), async (at, byte) => {
        const changed = Buffer.from(valid);
        changed[at] = byte;
        expect((await parseMail(opaque(changed), LIMITS)).kind).toBe("mail");
      }),
    );
  });
});

describe("mails that cannot be read", () => {
  const nested = (depth: number): Buffer =>
    rawMail(
      FROM,
      "Subject: Deep",
      "Message-ID: <deep@example.org>",
      ...Array.from(
        { length: depth },
        (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}`,
      ),
      "Content-Type: text/plain",
      "",
      "Hello",
    );

  it("with 200 nested parts are read", async () => {
    expect((await readMail(nested(200))).text?.trim()).toBe("Hello");
  });

  it("R32: with 5,000 nested parts say so, and where they belong", async () => {
    expect(await parseMail(nested(5_000), LIMITS)).toMatchObject({
      kind: "unreadable",
      reason: "malformed",
      header: { messageId: "<deep@example.org>", subject: "Deep", from: { address: "ana@example.org" } },
    });
  });

  it("R32: that are too long are not parsed, but for their header", async () => {
    const raw = rawMail(FROM, "Subject: Film", "", "x".repeat(10_000));
    expect(await parseMail(raw, { ...LIMITS, maxBytes: 10_000 })).toMatchObject({
      kind: "unreadable",
      reason: "too_large",
      header: { subject: "Film" },
      size: raw.length,
    });
  });

  it("with endless header fields say so", async () => {
    const raw = rawMail(FROM, `X-Long: ${"x".repeat(1_100_000)}`, "", "Hello");
    expect(await parseMail(raw, LIMITS)).toMatchObject({ kind: "unreadable", reason: "malformed" });
  });

  it("without a byte say so", async () => {
    expect(await parseMail(new Uint8Array(), LIMITS)).toMatchObject({ kind: "unreadable", reason: "empty" });
  });

  it("of 40 MB within the limit are read", async () => {
    const attachment = Buffer.alloc(30_000_000, 7).toString("base64").replace(/.{76}/g, "$&\r\n");
    const raw = rawMail(
      FROM,
      "Content-Type: multipart/mixed; boundary=b",
      "",
      "--b",
      "",
      "Hello",
      "--b",
      "Content-Type: video/mp4; name=film.mp4",
      "Content-Transfer-Encoding: base64",
      "",
      attachment,
      "--b--",
    );
    const { text, attachments } = await readMail(raw);
    expect([text, attachments[0]?.bytes.byteLength]).toEqual(["Hello\n", 30_000_000]);
  });

  it("with 1,000 attachments give as many as the limit allows, and say how many are left out", async () => {
    const part = "--b\r\nContent-Type: text/csv; name=a.csv\r\nContent-Disposition: attachment\r\n\r\na,b";
    const raw = rawMail(
      FROM,
      "Content-Type: multipart/mixed; boundary=b",
      "",
      ...Array(1_000).fill(part),
      "--b--",
    );
    expect((await readMail(raw)).attachments).toHaveLength(1_000);
    const limited = await parseMail(raw, { ...LIMITS, maxAttachments: 50 });
    expect(limited).toMatchObject({ kind: "mail", mail: { attachmentsOmitted: 950 } });
  });

  it.each([
    ["spaces", `<p>${"&nbsp;".repeat(80_000)}x`],
    ["empty elements", "<b></b>".repeat(70_000)],
    ["attributes", `<p ${"a=b ".repeat(100_000)}>x`],
    ["addresses", `<${"a@".repeat(200_000)}`],
    ["content IDs", `<img src="${"=cid:".repeat(90_000)}">`],
  ])("with HTML of many %s take little time", async (_, html) => {
    const started = performance.now();
    const raw = rawMail(
      `From: <${"a@".repeat(20_000)}`,
      `References: ${"a@".repeat(50_000)}<`,
      `Date: ${"(".repeat(50_000)}`,
      `Content-Type: text/html;${" ".repeat(50_000)}x=y`,
      "",
      `${html}\xfc`,
    );
    foldMail(await readMail(raw));
    expect(performance.now() - started).toBeLessThan(6_000);
  });

  it("never make the parser throw, whatever the bytes are", async () => {
    const pieces = fc.constantFrom(
      FROM,
      "Content-Type: multipart/mixed; boundary=b",
      "Content-Type: multipart/signed",
      "Content-Type: text/html; charset=utf-8",
      "Content-Transfer-Encoding: base64",
      "Content-Type: message/rfc822",
      "Content-Type: message/delivery-status",
      "Final-Recipient: rfc822;",
      "Action: failed",
      "--b",
      "--b--",
      "",
      "begin 644 a",
      "\xff\xfe\x00",
      "=?utf-8?Q?=",
      "<html><img src=cid:%>",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 20 }), async (lines) => {
        const { kind } = await parseMail(rawMail(...lines, "x"), LIMITS);
        expect(kind).toBe("mail");
      }),
      { numRuns: 300 },
    );
  });
});
