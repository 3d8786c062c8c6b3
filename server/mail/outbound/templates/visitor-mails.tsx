import type { MailContent } from "../mail-draft.ts";
import { automatic, unsubscribable } from "./headers.ts";
import { Action, type MailBrand, Note, paragraphs, quoted, renderMail, TypedText } from "./layout.tsx";
import { fill, MAIL_WORDS, type MailLocale } from "./locale.ts";

/** An agent's answer to a visitor. */
export interface AnswerMail {
  readonly brand: MailBrand;
  readonly locale: MailLocale;
  /** The ticket's subject; empty: the conversation has none. */
  readonly subject: string;
  /** The ticket's number, which stands in the subject for systems that lose all other references; null: a chat. */
  readonly ticket: number | null;
  readonly agent: string;
  /** The messages that the mail carries, oldest first. */
  readonly messages: readonly string[];
  /** The visitor's last message; null: an agent began. */
  readonly answered: { readonly text: string; readonly at: number } | null;
  /** The property's, for the time of the visitor's message. */
  readonly timeZone: string;
  /** Files that are too large to be sent, each with the address where the conversation shows it. */
  readonly linkedFiles: readonly { readonly name: string; readonly url: string }[];
  /** The signed link that opens the conversation; null: this server does not know its public address. */
  readonly url: string | null;
  /** Ends the mails about this conversation; null: this answer is a personal one. */
  readonly unsubscribeUrl: string | null;
}

/** The mail that brings agents' messages to a visitor (R30). A person wrote them, so it is not marked as automatic. */
export function answerMail(answer: AnswerMail): MailContent {
  const { brand, locale, messages, agent, answered, linkedFiles, url, unsubscribeUrl } = answer;
  const words = MAIL_WORDS[locale];
  const subject = answerSubject(answer);
  const signature = fill(words.signature, { agent, property: brand.name });
  const wrote = answered && fill(words.youWrote, { date: dateOf(answered.at, answer) });
  const html = renderMail({
    brand,
    subject,
    language: locale,
    direction: words.direction,
    children: (
      <>
        {messages.map((text) => (
          <TypedText key={text} text={text} />
        ))}
        {linkedFiles.map((file) => (
          <p key={file.url} style={{ margin: "0 0 16px" }}>
            <a href={file.url}>{file.name}</a>
          </p>
        ))}
        <p style={{ margin: "0 0 16px" }}>{signature}</p>
        <Note>{url ? words.replyHint : words.replyOnly}</Note>
        {url && <Action brand={brand} url={url} label={words.open} />}
        {answered && (
          <>
            <Note>{wrote}</Note>
            <blockquote
              style={{ margin: 0, paddingInlineStart: "12px", borderInlineStart: "3px solid #d8dcd8" }}
            >
              <TypedText text={answered.text} />
            </blockquote>
          </>
        )}
        {unsubscribeUrl && (
          <Note>
            <a href={unsubscribeUrl}>{words.unsubscribe}</a>
          </Note>
        )}
      </>
    ),
  });
  const text = paragraphs(
    ...messages.map((message) => message.trim()),
    ...linkedFiles.map((file) => `${file.name}:\n${file.url}`),
    signature,
    url ? `${words.replyHint}\n${url}` : words.replyOnly,
    wrote && answered && `${wrote}\n${quoted(answered.text)}`,
    unsubscribeUrl && `${words.unsubscribe}:\n${unsubscribeUrl}`,
  );
  return { subject, text, html, headers: unsubscribable(unsubscribeUrl) };
}

/** `Re: Delivery of my order [#1042]`, without a second `Re:` or number. */
function answerSubject({ subject, ticket, brand, locale }: AnswerMail): string {
  const number = ticket === null ? "" : `[#${ticket}]`;
  const plain = subject.replace(number, "").trim();
  const whole = plain
    ? `Re: ${plain.replace(/^(re:\s*)+/i, "")}`
    : fill(MAIL_WORDS[locale].subject, { property: brand.name });
  return number ? `${whole} ${number}` : whole;
}

function dateOf(at: number, { locale, timeZone }: Pick<AnswerMail, "locale" | "timeZone">): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short", timeZone }).format(at);
}

/** A code by which a visitor proves that an e-mail address is theirs (R33). */
export interface CodeMail {
  readonly brand: MailBrand;
  readonly locale: MailLocale;
  readonly code: string;
  readonly minutes: number;
}

/** The mail with a one-time code. The code is not in the subject, which stays in the database and on lock screens. */
export function codeMail({ brand, locale, code, minutes }: CodeMail): MailContent {
  const words = MAIL_WORDS[locale];
  const subject = fill(words.codeSubject, { property: brand.name });
  const ends = fill(words.codeEnds, { minutes: String(minutes) });
  const html = renderMail({
    brand,
    subject,
    language: locale,
    direction: words.direction,
    children: (
      <>
        <p style={{ margin: "0 0 16px" }}>{words.codeIntro}</p>
        <p style={{ margin: "0 0 16px", fontSize: "32px", letterSpacing: "6px", fontWeight: "bold" }}>
          <span dir="ltr">{code}</span>
        </p>
        <Note>
          {ends} {words.codeIgnore}
        </Note>
      </>
    ),
  });
  const text = paragraphs(words.codeIntro, code, `${ends} ${words.codeIgnore}`);
  return { subject, text, html, headers: automatic("generated") };
}
