import { QUOTE_MARK } from "./html-to-lines.ts";

/** The line of a field of a mail's header as clients write it above an answered mail, by what the field is. */
const LABELS = {
  from: "from|von|de|da|van|od|от( кого)?|kimden|gönderen|差出人|发件人|寄件者|寄件人|보낸 ?사람|من|از|מאת|från|fra|lähettäjä|feladó|expéditeur|remitente|mittente|afzender|nadawca|від|από|de la|từ|dari|จาก|प्रेषक|šalje",
  sent: "sent|date|gesendet|datum|envoyé( le)?|enviado( el| em)?|enviada( em)?|inviato|verzonden|wysłano|data|дата|отправлено|дата отправки|gönderil(me|di)|gönderme|tarih|送信日時|送信|日付|日期|发送时间|发送日期|傳送日期|寄件日期|보낸 ?날짜|날짜|التاريخ|تاريخ الإرسال|تم الإرسال|إرسال|تاریخ|ارسال( شده)?|נשלח|תאריך|skickat|sendt|lähetetty|fecha|odesláno|odoslané|elküldve|dátum|надіслано|изпратено|ημερομηνία|στάλθηκε|trimis|poslano|đã gửi|ngày|dikirim|tanggal|ส่ง(เมื่อ)?|วันที่|भेजा गया|दिनांक",
  to: "to|an|à|a|para|aan|do|кому|kime|alıcı|宛先|收件人|收件者|받는 ?사람|إلى|به|אל|till|til|vastaanottaja|címzett|destinataire|komu|za|до|προς|către|đến|kepada|ถึง|प्रति",
  subject:
    "subject|betreff|objet|asunto|assunto|oggetto|onderwerp|temat|тема|относно|konu|件名|主题|主旨|主題|제목|الموضوع|موضوع|נושא|ämne|emne|aihe|tárgy|předmět|predmet|θέμα|subiect|chủ đề|subjek|perihal|เรื่อง|विषय",
} as const;
type Label = keyof typeof LABELS;
const LABEL_LINES = (Object.keys(LABELS) as Label[]).map(
  (label) => [label, new RegExp(`^[\\s>*_]*(?:${LABELS[label]})[*_]*\\s*[:：][*_]*\\s*\\S`, "iu")] as const,
);
/** A header above an answered mail has at most this many lines; a long list of recipients is wrapped. */
const MAX_HEADER_LINES = 14;

/** "-----Original Message-----" in the languages of the large clients. */
const ORIGINAL =
  /^[-_=*>\s]{2,}(original message|original(nachricht|-nachricht)|ursprüngliche nachricht|message d['’]origine|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|oryginalna wiadomość|wiadomość oryginalna|исходное сообщение|(orijinal|özgün) ([iİ]leti|mesaj)|元のメッセージ|原始邮件|原始郵件|원본 메시지|الرسالة الأصلية|رسالة أصلية|ursprungligt meddelande|oprindelig meddelelse|opprinnelig melding|alkuperäinen viesti|eredeti üzenet|původní zpráva|reply message|antwort nachricht)[-_=*\s]{2,}$/iu;
/** "---------- Forwarded message ---------": what follows is what the sender wants to be read. */
const FORWARDED =
  /^[-_=*>\s]*(begin forwarded message|forwarded message|weitergeleitete nachricht|anfang der weitergeleiteten nachricht|message transféré|début du message (réexpédié|transféré)|mensaje reenviado|inicio del mensaje reenviado|mensagem encaminhada|inicio da mensagem|messaggio inoltrato|doorgestuurd bericht|przekazana wiadomość|пересылаемое сообщение|перенаправленное сообщение|iletilen ([iİ]leti|mesaj)|yönlendirilen ([iİ]leti|mesaj)|転送(された)?メッセージ|转发(的)?邮件|转发的信息|轉寄郵件|رسالة (مُعاد|معاد) توجيهها|vidarebefordrat meddelande)[-_=*:：\s]*$/iu;

const EMAIL = /[^\s<>[\]()":]+@[^\s<>[\]()":]+\.[^\s<>[\]()":]+/u;
/** A time, and a day or a year, in the digits of any script, and no IP address. */
const TIME = /(?<![\p{Nd}.])\p{Nd}{1,2}[:.h]\p{Nd}{2}(?![.\p{Nd}])/u;
const DAY =
  /(?<![\p{Nd}.])\p{Nd}{1,4}[./-]\p{Nd}{1,2}[./-]\p{Nd}{1,4}(?!\.?\p{Nd})|(?<!\p{Nd})\p{Nd}{4}(?!\p{Nd})|年/u;
/** The end of "On … wrote:" in any language, with the marks of right-to-left texts behind it, and Zoho's "wrote ----". */
const COLON_END = /([:：]\s*[-_*]*|\s-{3,})[\s\u200e\u200f\u202a-\u202e\u2066-\u2069]*$/u;
const MAX_ATTRIBUTION = 600;
const MAX_ATTRIBUTION_LINES = 4;
/** Clients wrap lines at 65 to 78 characters; a shorter line was ended by the writer. */
const MIN_WRAPPED = 40;
const MAX_VERB = 25;

export const isBlank = (line: string | undefined): boolean => line === undefined || /^\s*$/.test(line);
/** The first line with text from a line on; -1 if there is none. */
export function nextFilled(lines: readonly string[], from: number): number {
  for (let at = from; at < lines.length; at++) if (!isBlank(lines[at])) return at;
  return -1;
}

/** The last line with text above a line; -1 if there is none. */
export function previousFilled(lines: readonly string[], below: number): number {
  let at = below - 1;
  while (at >= 0 && isBlank(lines[at])) at--;
  return at;
}

export const isQuoted = (line: string | undefined): boolean => line !== undefined && /^\s{0,3}>/.test(line);
export const isForwardLine = (line: string): boolean => FORWARDED.test(unmarked(line));
export const isOriginalLine = (line: string): boolean => ORIGINAL.test(unmarked(line));
export const isMarkedQuote = (line: string): boolean => line.startsWith(QUOTE_MARK);

const unmarked = (line: string): string => line.replace(QUOTE_MARK, "");
const hasDate = (text: string): boolean => TIME.test(text) || DAY.test(text);
/** Whether a line has a part of what an attribution is known by. */
const isEvidence = (line: string): boolean =>
  line.length <= MAX_ATTRIBUTION && (EMAIL.test(line) || hasDate(line));
/** Whether a text has all of it. People write "your page says, at 3.50:" above a quote too. */
const isAttribution = (text: string): boolean =>
  EMAIL.test(text) ? hasDate(text) || /<[^<>]*@/.test(text) : TIME.test(text) && DAY.test(text);
const withoutQuotes = (line: string): string => unmarked(line).replace(/^[\s>]+/, "");

/**
 * The first line of an attribution ("On … wrote:", RFC 3676 does not define it) that ends with the given line, which may
 * be wrapped over some lines above it. Known by what all languages share: an address, a date or a time, and a colon.
 *
 * @returns null if the line ends none
 */
export function attributionStart(lines: readonly string[], last: number): number | null {
  const line = withoutQuotes(lines[last] ?? "").trimEnd();
  // the length first: the pattern takes quadratic time for a long run of spaces
  if (line.length > MAX_ATTRIBUTION || !COLON_END.test(line)) return null;
  const before = lines[last - 1] ?? "";
  // "wrote:" may be wrapped alone
  const isVerb = !isEvidence(line) && line.length <= MAX_VERB && before.length >= MIN_WRAPPED;
  if (!isEvidence(isVerb ? before : line)) return null;
  const joinedFrom = (first: number): string =>
    lines
      .slice(first, last + 1)
      .map(withoutQuotes)
      .join(" ");
  let start = last;
  for (; last - start + 1 < MAX_ATTRIBUTION_LINES; start--) {
    const [above, joined] = [lines[start - 1], joinedFrom(start)];
    if (isBlank(above) || above === undefined || isQuoted(above) !== isQuoted(line)) break;
    const isCut = /^[^<]*>/.test(joined) || !hasDate(joined);
    if (!isEvidence(above) || !(isCut || above.length >= MIN_WRAPPED)) break;
  }
  return isAttribution(joinedFrom(start)) ? start : null;
}

/** Whether lines up to `last` are an attribution that needs no quote marks behind it: with an address and a date. */
export function isStrongAttribution(lines: readonly string[], start: number, last: number): boolean {
  const joined = lines.slice(start, last + 1).join(" ");
  return EMAIL.test(joined) && hasDate(joined) && /[<[(]/.test(joined);
}

/** Whether a header of an answered mail begins at a line: `From:`, `Subject:` and one more, in any of the languages. */
export function isHeaderBlock(lines: readonly string[], start: number): boolean {
  const isLabel = (line: string, label: Label): boolean =>
    LABEL_LINES.some(([one, pattern]) => one === label && pattern.test(unmarked(line)));
  const first = lines[start] ?? "";
  if (!isLabel(first, "from") && !isLabel(first, "sent")) return false;
  const found = new Set<Label>();
  for (const line of lines.slice(start, start + MAX_HEADER_LINES)) {
    if (isBlank(line)) break;
    for (const [label, pattern] of LABEL_LINES) if (pattern.test(unmarked(line))) found.add(label);
  }
  return found.has("from") && found.has("subject") && found.size >= 3;
}

/** Whether a line separates: dashes or underscores, with or without words between them. */
export const isRule = (line: string | undefined): boolean =>
  line !== undefined && /^\s*([-_*=–—]{3,}|[-_=–—]{2,} ?[^-_=–—]{1,60} ?[-_=–—]{2,})\s*$/.test(line);
