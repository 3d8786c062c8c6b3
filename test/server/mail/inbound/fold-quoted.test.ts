import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldMail, foldQuoted } from "../../../../server/mail/inbound/fold-quoted.ts";
import { rawMail, readMail, utf8 } from "./raw-mail.ts";

const text = (...lines: readonly string[]): string => lines.join("\n");
const visible = (...lines: readonly string[]): string => foldQuoted(text(...lines)).visible;
const fromHtml = async (html: string, subject = "Re: Hours") =>
  foldMail(
    await readMail(
      rawMail(
        "From: ana@example.org",
        `Subject: ${subject}`,
        "Content-Type: text/html; charset=utf-8",
        "",
        utf8(html),
      ),
    ),
  );

describe("the line above a quote is folded with it", () => {
  it.each([
    ["Gmail, English", ["On Mon, Jun 1, 2026 at 10:00 AM Support <support@example.com> wrote:"]],
    [
      "Gmail, English, wrapped",
      ["On Mon, Jun 1, 2026 at 10:00 AM Support Example Company <", "support@example.com> wrote:"],
    ],
    ["Gmail, German", ["Am Mo., 1. Juni 2026 um 10:00 Uhr schrieb Support <support@example.com>:"]],
    [
      "Gmail, German, wrapped",
      ["Am Mo., 1. Juni 2026 um 10:00 Uhr schrieb Support <", "support@example.com>:"],
    ],
    ["Gmail, French", ["Le lun. 1 juin 2026 à 10:00, Support <support@example.com> a écrit :"]],
    [
      "Gmail, French, wrapped",
      ["Le lun. 1 juin 2026 à 10:00, Support de la boutique Example <", "support@example.com> a écrit :"],
    ],
    ["Gmail, Spanish", ["El lun, 1 jun 2026 a las 10:00, Support (<support@example.com>) escribió:"]],
    [
      "Gmail, Portuguese",
      ["Em seg., 1 de jun. de 2026 às 10:00, Support <support@example.com>", "escreveu:"],
    ],
    ["Gmail, Italian", ["Il giorno lun 1 giu 2026 alle ore 10:00 Support <support@example.com> ha scritto:"]],
    ["Gmail, Dutch", ["Op ma 1 jun 2026 om 10:00 schreef Support <support@example.com>:"]],
    ["Gmail, Polish", ["pon., 1 cze 2026 o 10:00 Support <support@example.com> napisał(a):"]],
    ["Gmail, Russian", ["пн, 1 июн. 2026 г. в 10:00, Support <support@example.com>:"]],
    ["Gmail, Turkish", ["Support <support@example.com>, 1 Haz 2026 Pzt, 10:00 tarihinde şunu yazdı:"]],
    [
      "Gmail, Arabic",
      ["في الاثنين، ١ يونيو ٢٠٢٦ في ١٠:٠٠ ص تمت كتابة ما يلي بواسطة ‪Support‬‏ <‪support@example.com‬‏>:"],
    ],
    ["Gmail, Japanese", ["2026年6月1日(月) 10:00 Support <support@example.com>:"]],
    ["Gmail, Chinese", ["Support <support@example.com> 于2026年6月1日周一 10:00写道："]],
    ["Gmail, Korean", ["2026년 6월 1일 (월) 오전 10:00, Support <support@example.com>님이 작성:"]],
    ["Gmail, Swedish", ["Den mån 1 juni 2026 kl 10:00 skrev Support <support@example.com>:"]],
    ["Gmail, Ukrainian", ["пн, 1 черв. 2026 р. о 10:00 Support <support@example.com> пише:"]],
    ["Gmail, Hebrew", ["‫בתאריך יום ב׳, 1 ביוני 2026 ב-10:00 מאת ‪Support‬‏ <‪support@example.com‬‏>:‬"]],
    ["Gmail, Persian", ["در تاریخ دوشنبه ۱ ژوئن ۲۰۲۶،‏ ۱۰:۰۰ Support <‪support@example.com‬‏> نوشت:"]],
    ["Gmail, Thai", ["ในวันที่ จ. 1 มิ.ย. 2569 เวลา 10:00 Support <support@example.com> เขียนว่า:"]],
    ["Gmail, Vietnamese", ["Vào Th 2, 1 thg 6, 2026 vào lúc 10:00 Support <support@example.com> đã viết:"]],
    ["Gmail, Taiwan", ["Support <support@example.com> 於 2026年6月1日 週一 上午10:00寫道："]],
    ["Zoho", ["---- On Mon, 01 Jun 2026 10:00:00 +0200 Support <support@example.com> wrote ----"]],
    ["Yandex", ['01.06.2026, 10:00, "Support" <support@example.com>:']],
    ["Apple Mail, German", ["Am 01.06.2026 um 10:00 schrieb Support <support@example.com>:"]],
    ["Thunderbird, without an address", ["Am 01.06.26 um 10:00 schrieb Support:"]],
    ["Thunderbird, English", ["On 6/1/26 10:00, Support wrote:"]],
    ["K-9 Mail", ["Am 1. Juni 2026 10:00:00 MESZ schrieb Support <support@example.com>:"]],
  ])("%s", (_, attribution) => {
    const folded = foldQuoted(
      text("On Saturdays too?", "", "Ana", "", ...attribution, "", "> We open at 9.", ">", "> Support"),
    );
    expect(folded.visible).toBe("On Saturdays too?\n\nAna");
    expect(folded.below.trim()).toBe(text(...attribution, "", "> We open at 9.", ">", "> Support"));
  });

  it("also where the phone has put it into the quote", () => {
    expect(
      visible(
        "Thanks",
        "",
        "> On Jun 1, 2026, at 10:00, Support <support@example.com> wrote:",
        "> ",
        "> We open at 9.",
      ),
    ).toBe("Thanks");
  });

  it("also where no quote marks follow, as Yahoo and others write it", () => {
    expect(
      visible(
        "Thanks",
        "",
        "    On Monday, June 1, 2026 at 10:00:00 AM GMT+2, Support <support@example.com> wrote:",
        "",
        "We open at 9.",
      ),
    ).toBe("Thanks");
  });
});

describe("the header of an answered mail is folded", () => {
  it.each([
    [
      "English",
      [
        "From: Support <support@example.com>",
        "Sent: Monday, June 1, 2026 10:00 AM",
        "To: Ana",
        "Subject: Hours",
      ],
    ],
    [
      "German",
      [
        "Von: Support <support@example.com>",
        "Gesendet: Montag, 1. Juni 2026 10:00",
        "An: Ana",
        "Betreff: Zeiten",
      ],
    ],
    [
      "German, GMX",
      [
        "Gesendet: Montag, 01. Juni 2026 um 10:00 Uhr",
        'Von: "Support" <support@example.com>',
        "An: ana@example.org",
        "Betreff: Zeiten",
      ],
    ],
    [
      "French",
      [
        "De : Support <support@example.com>",
        "Envoyé : lundi 1 juin 2026 10:00",
        "À : Ana",
        "Objet : Horaires",
      ],
    ],
    [
      "Spanish",
      [
        "De: Support <support@example.com>",
        "Enviado: lunes, 1 de junio de 2026 10:00",
        "Para: Ana",
        "Asunto: Horario",
      ],
    ],
    [
      "Portuguese",
      [
        "De: Support <support@example.com>",
        "Enviada em: segunda-feira, 1 de junho de 2026 10:00",
        "Para: Ana",
        "Assunto: Horário",
      ],
    ],
    [
      "Italian",
      [
        "Da: Support <support@example.com>",
        "Inviato: lunedì 1 giugno 2026 10:00",
        "A: Ana",
        "Oggetto: Orari",
      ],
    ],
    [
      "Polish",
      [
        "Od: Support <support@example.com>",
        "Wysłano: poniedziałek, 1 czerwca 2026 10:00",
        "Do: Ana",
        "Temat: Godziny",
      ],
    ],
    [
      "Russian",
      ["От: Support <support@example.com>", "Отправлено: 1 июня 2026 г. 10:00", "Кому: Ana", "Тема: Часы"],
    ],
    [
      "Turkish",
      [
        "Kimden: Support <support@example.com>",
        "Gönderildi: 1 Haziran 2026 Pazartesi 10:00",
        "Kime: Ana",
        "Konu: Saatler",
      ],
    ],
    [
      "Japanese",
      [
        "差出人: Support <support@example.com>",
        "送信日時: 2026年6月1日 10:00",
        "宛先: Ana",
        "件名: 営業時間",
      ],
    ],
    [
      "Chinese",
      ["发件人: Support <support@example.com>", "发送时间: 2026年6月1日 10:00", "收件人: Ana", "主题: 时间"],
    ],
    [
      "Arabic",
      [
        "من: Support <support@example.com>",
        "تاريخ الإرسال: الاثنين، 1 يونيو 2026",
        "إلى: Ana",
        "الموضوع: ساعات",
      ],
    ],
    ["Hebrew", ["מאת: Support <support@example.com>", "נשלח: יום שני 1 יוני 2026", "אל: Ana", "נושא: שעות"]],
    [
      "Czech, Seznam",
      [
        "---------- Původní e-mail ----------",
        "Od: Support <support@example.com>",
        "Komu: Ana",
        "Datum: 1. 6. 2026",
        "Předmět: Hodiny",
      ],
    ],
    [
      "Vietnamese",
      ["Từ: Support <support@example.com>", "Đã gửi: 1 tháng 6, 2026", "Đến: Ana", "Chủ đề: Giờ"],
    ],
    ["Greek", ["Από: Support <support@example.com>", "Στάλθηκε: 1 Ιουνίου 2026", "Προς: Ana", "Θέμα: Ώρες"]],
    [
      "in bold, as text of HTML",
      ["*From:* Support <support@example.com>", "*Sent:* Monday", "*To:* Ana", "*Subject:* Hours"],
    ],
  ])("%s", (_, header) => {
    const folded = foldQuoted(
      text("On Saturdays too?", "", "________________________________", ...header, "", "We open at 9."),
    );
    expect(folded.visible).toBe("On Saturdays too?");
    expect(folded.below).toContain("We open at 9.");
  });

  it.each([
    "-----Original Message-----",
    "-----Ursprüngliche Nachricht-----",
    "-------- Original-Nachricht --------",
    "-----Message d'origine-----",
    "-----Mensaje original-----",
    "-----Mensagem original-----",
    "-----Oryginalna wiadomość-----",
    "-----Исходное сообщение-----",
    "-----Orijinal İleti-----",
    "-----元のメッセージ-----",
    "-----原始邮件-----",
    "-----الرسالة الأصلية-----",
  ])("with its separator: %s", (separator) => {
    expect(visible("Thanks", "", separator, "anything")).toBe("Thanks");
  });

  it("not where somebody has typed a list that looks like it", () => {
    const typed = text("From: Berlin", "To: Paris", "Date: 1 June", "", "How much is it?");
    expect(foldQuoted(typed)).toEqual({ above: "", visible: typed, below: "" });
  });

  it("not where the mail is forwarded, because it is what the sender wants to show", () => {
    const header = [
      "From: Bea <bea@example.org>",
      "Sent: Monday",
      "To: Ana",
      "Subject: Hours",
      "",
      "When do you open?",
    ];
    const forwarded = text("Please answer Bea", "", ...header);
    expect(foldQuoted(forwarded, true).visible).toBe(forwarded);
    expect(foldQuoted(forwarded, false).visible).toBe("Please answer Bea");
    const gmail = text("See below", "", "---------- Forwarded message ---------", ...header);
    expect(foldQuoted(gmail).visible).toBe(gmail);
  });
});

describe("what stays", () => {
  it.each([
    ["a quote that the customer has made", ["Your page says:", "", "> Open on Sundays", "", "Is that so?"]],
    ["a quote at the end, without an attribution", ["Your page says:", "", "> Open on Sundays"]],
    ["a quote below a price", ["Your page says, for 3.50:", "> Coffee and cake"]],
    ["a quote below a year", ["Your prices of 2026:", "> Coffee 3 euros"]],
    ["a quote below an address", ["Your page says, write to support@example.com:", "> We answer at once"]],
    [
      "answers between quotes",
      [
        "On Mon, Jun 1, 2026 at 10:00 Support <support@example.com> wrote:",
        "> Which size?",
        "XL",
        "> Which colour?",
        "Red",
      ],
    ],
    ["a sentence that looks like an attribution", ["On Monday I wrote:", "the parcel is lost. Where is it?"]],
    ["a time and a colon", ["We meet at 10:00:", "at the station"]],
    [
      "a list below dashes",
      [
        "Option A",
        "---",
        "the blue one, in the large size that you have shown me on Monday in the shop",
        "Option B",
        "----",
        "the red one",
      ],
    ],
    [
      "much text below two dashes",
      ["Hello", "--", ...Array.from({ length: 9 }, (_, n) => `Line ${n} of my order`)],
    ],
    ["a postscript below the name", ["Thanks", "", "Best regards,", "Ana", "", "PS: call me on Monday"]],
    ["a mail that is only a quote", ["> We open at 9."]],
    ["a mail that is only a signature", ["-- ", "Ana Silva", "Shop"]],
    [
      "a mail that is only the mail that it answers",
      ["On Mon, Jun 1, 2026 at 10:00 Support <support@example.com> wrote:", "> We open at 9."],
    ],
  ])("%s", (_, lines) => {
    expect(foldQuoted(text(...lines))).toEqual({ above: "", visible: text(...lines), below: "" });
  });

  it("an answer below the quote; the quote above it is folded", () => {
    const quote = ["On 6/1/26 10:00, Support wrote:", "> Which size?", "> Support"];
    expect(foldQuoted(text(...quote, "", "XL, please.", "", "Ana"))).toEqual({
      above: text(...quote, ""),
      visible: "XL, please.\n\nAna",
      below: "",
    });
  });

  it("answers between quotes, without what is left of the quoted mail below the last one", () => {
    expect(
      visible(
        "On Mon, Jun 1, 2026 at 10:00 Support <support@example.com> wrote:",
        "> Which size?",
        "XL",
        "> Yours",
        "> Support",
      ),
    ).toMatch(/XL$/);
  });
});

describe("signatures are folded", () => {
  it.each([
    ["the separator of RFC 3676", ["-- ", "Ana Silva", "Shop, Street 5"]],
    ["dashes with a few lines", ["--", "Ana Silva", "+49 30 123"]],
    ["a greeting that the library knows", ["Best regards,", "Ana"]],
    ["iPhone, English", ["Sent from my iPhone"]],
    ["iPhone, German", ["Von meinem iPhone gesendet"]],
    ["iPhone, French", ["Envoyé de mon iPhone"]],
    ["iPhone, Spanish", ["Enviado desde mi iPhone"]],
    ["iPhone, Portuguese", ["Enviado do meu iPhone"]],
    ["iPhone, Russian", ["Отправлено с iPhone"]],
    ["iPhone, Polish", ["Wysłane z iPhone’a"]],
    ["iPhone, Turkish", ["iPhone’umdan gönderildi"]],
    ["iPhone, Japanese", ["iPhoneから送信"]],
    ["iPhone, Chinese", ["发自我的 iPhone"]],
    ["iPhone, Arabic", ["تم الإرسال من الـ iPhone الخاص بي"]],
    ["Samsung", ["Von meinem Samsung Galaxy Smartphone gesendet."]],
    ["Outlook on a phone", ["Get Outlook for iOS<https://aka.ms/o0ukef>"]],
    ["Outlook on a phone, German", ["Outlook für Android beziehen"]],
    ["GMX", ["Diese Nachricht wurde von meinem Android-Gerät mit GMX Mail gesendet."]],
  ])("%s", (_, signature) => {
    const folded = foldQuoted(text("On Saturdays too?", "", ...signature));
    expect([folded.visible, folded.below.trim()]).toEqual(["On Saturdays too?", text(...signature)]);
  });

  it("of a mailing list below the quote", () => {
    const quote = ["On 6/1/26 10:00, Support wrote:", "> We open at 9."];
    const footer = [
      "_______________________________________________",
      "owners mailing list",
      "owners@example.org",
    ];
    expect(visible("Thanks", "", ...quote, "", ...footer)).toBe("Thanks");
  });

  it("above the quote, and below it", () => {
    const quote = ["On 6/1/26 10:00, Support wrote:", "> We open at 9."];
    expect(visible("Thanks", "", "-- ", "Ana", "", ...quote)).toBe("Thanks");
    expect(visible("Thanks", "", ...quote, "", "-- ", "Ana")).toBe("Thanks");
  });
});

describe("HTML", () => {
  it("of Gmail is folded by its markup, whatever the language is", async () => {
    const { visible: shown, below } = await fromHtml(
      '<div dir="ltr">On <b>Saturdays</b> too?<div>Ana</div></div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">ஆதரவு எழுதியது<br></div><blockquote class="gmail_quote"><div>We open at 9.</div></blockquote></div>',
    );
    expect([shown, below.trim()]).toEqual(["On Saturdays too?\nAna", "ஆதரவு எழுதியது\n\n> We open at 9."]);
  });

  it("of Gmail with a signature folds it with its dashes", async () => {
    const lines = Array.from({ length: 8 }, (_, n) => `<div>Line ${n} of the signature</div>`).join("");
    const { visible: shown } = await fromHtml(
      `<div>Thanks</div><span class="gmail_signature_prefix">-- </span><br><div class="gmail_signature">${lines}</div>`,
    );
    expect(shown).toBe("Thanks");
  });

  it("of Outlook is folded at the header of the answered mail", async () => {
    const { visible: shown } = await fromHtml(
      '<div class="elementToProof">Thanks</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg" dir="ltr"><font><b>Lähettäjä:</b> S<br></font></div><div>We open at 9.</div>',
    );
    expect(shown).toBe("Thanks");
  });

  it("of Outlook on a desk is folded at the header of the answered mail", async () => {
    const { visible: shown, below } = await fromHtml(
      '<p class="MsoNormal">Danke<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b>Von:</b> Support &lt;support@example.com&gt; <br><b>Gesendet:</b> Montag, 1. Juni 2026 10:00<br><b>An:</b> Ana<br><b>Betreff:</b> Zeiten<o:p></o:p></p></div></div><p class="MsoNormal">Ab 9 Uhr.</p>',
    );
    expect(shown).toBe("Danke");
    expect(below).toContain("Ab 9 Uhr.");
  });

  it("R32: of Yahoo on an iPhone, a document in a document, keeps the new text", async () => {
    const { visible: shown } = await fromHtml(
      '<html><head></head><body>On Saturdays too?<br><br><br><html><body><p class="yahoo-quoted-begin">On Monday, June 1, 2026, 10:00 AM, Support &lt;support@example.com&gt; wrote:</p><blockquote class="iosymail"><div>We open at 9.</div></blockquote></body></html></body></html>',
    );
    expect(shown).toBe("On Saturdays too?");
  });

  it("R32: with a quote on purpose keeps it", async () => {
    const { visible: shown, below } = await fromHtml(
      "<div>Your page says:</div><blockquote>Open on Sundays</blockquote><div>Is that so?</div>",
    );
    expect([shown, below]).toEqual(["Your page says:\n\n> Open on Sundays\n\nIs that so?", ""]);
  });

  it("R32: with answers between the quotes of Gmail keeps them", async () => {
    const { visible: shown } = await fromHtml(
      '<div class="gmail_quote"><div class="gmail_attr">On Mon, Jun 1, 2026 at 10:00 Support &lt;<a href="mailto:support@example.com">support@example.com</a>&gt; wrote:</div><blockquote class="gmail_quote">Which size?</blockquote><div>XL</div><blockquote class="gmail_quote">Which colour?</blockquote><div>Red</div></div>',
    );
    expect(shown).toContain("XL");
    expect(shown).toContain("Red");
  });

  it("shows links with their address, lists, and cells of tables apart, and no styles or scripts", async () => {
    const { visible: shown } = await fromHtml(
      '<style>p{color:red}</style><p>See <a href="https://example.com/a">here</a>, <a href="https://example.com">https://example.com</a></p><ul><li>One<li>Two</ul><table><tr><td>A<td>B</table><script>x()</script>',
    );
    expect(shown).toBe("See here [https://example.com/a], https://example.com\n\n * One\n * Two\n\nA\nB");
  });

  it("that shows nothing gives way to the plain text, and so does HTML that is too long", async () => {
    const both = async (html: string) =>
      foldMail(
        await readMail(
          rawMail(
            "From: ana@example.org",
            "Content-Type: multipart/alternative; boundary=b",
            "",
            "--b",
            "",
            "Plain",
            "--b",
            "Content-Type: text/html",
            "",
            html,
            "--b--",
          ),
        ),
      );
    expect((await both("<div><img src=cid:x></div>")).visible).toBe("Plain");
    expect((await both(`<p>${"x".repeat(600_000)}`)).visible).toBe("Plain");
    expect((await both("<p>Rich")).visible).toBe("Rich");
  });
});

describe("folding", () => {
  const letters = (...parts: readonly string[]): string => parts.join("").replace(/\s/g, "");
  const line = fc.constantFrom(
    "Hello",
    "> quoted",
    ">> deep",
    "",
    "-- ",
    "--",
    "---",
    "On Mon, Jun 1, 2026 at 10:00 Support <support@example.com> wrote:",
    "Am Mo., 1. Juni 2026 um 10:00 Uhr schrieb Support <",
    "support@example.com>:",
    "From: Support <support@example.com>",
    "Subject: Hours",
    "To: Ana",
    "-----Original Message-----",
    "Sent from my iPhone",
    "Best regards,",
    "Regards",
    "PS: more",
    "________________________________",
    "Op ma schreef",
    "W dniu 1 pisze:",
  );

  it("R32: loses nothing of the text, in its order, and always shows something of it", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(line, fc.string()), { maxLength: 30 }),
        fc.boolean(),
        (lines, isForwarded) => {
          const { above, visible: shown, below } = foldQuoted(lines.join("\n"), isForwarded);
          expect(letters(above, shown, below)).toBe(letters(lines.join("\n").replace(/[\ufdd0\ufdd1]/g, "")));
          if (letters(...lines)) expect(letters(shown)).not.toBe("");
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ["underscores", "_".repeat(200_000)],
    ["beginnings of attributions", "On ".repeat(60_000)],
    ["lines that end with a colon and a time", "at 10:00:\n".repeat(20_000)],
    ["attributions", "On Mon, 2026 10:00 S <s@example.com> wrote:\n> x\ny\n".repeat(6_000)],
    ["header lines", "From: a@example.com\nSubject: x\n".repeat(10_000)],
    ["quoted lines", "> x\n".repeat(20_000)],
    ["quoted and new lines", "> x\ny\n".repeat(10_000)],
    ["addresses", `${"a@".repeat(50_000)}:`],
    ["Dutch and Polish words that the library looks for", "Op schreef W dniu pisze\n".repeat(4_000)],
    ["dashes", "--\n".repeat(20_000)],
    ["spaces", `a:${" ".repeat(200_000)}x\n> y\n`.repeat(3)],
    ["spaces at the end", `Hello\n${`${" ".repeat(100_000)}x\n`.repeat(3)}`],
  ])("of many %s takes no time", (_, long) => {
    const started = performance.now();
    foldQuoted(long);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});
