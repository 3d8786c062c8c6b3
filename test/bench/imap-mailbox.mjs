// An IMAP server with many waiting mails, as a process of its own: what it costs must not slow down who measures.
// Usage: imap-mailbox.mjs COUNT FOLDER USER PASSWORD. It prints its port.
import hoodiecrow from "hoodiecrow-imap";

const [count, folder, user, password] = [Number(process.argv[2]), ...process.argv.slice(3)];
/** Every fifth mail answers the one five before, of the same person. */
const THREAD = 5;

const words =
  "the order that I placed last week has not arrived yet and I would like to know where it is now ";
const paragraph = words.repeat(12);

/** A mail with the same in text and HTML, as most are. */
function mail(at) {
  const isAnswer = at >= THREAD && at % THREAD === 0;
  const person = isAnswer ? at - THREAD : at;
  const boundary = `_${at}_`;
  return [
    `Return-Path: <person.${person}@example.org>`,
    `From: Person ${person} <person.${person}@example.org>`,
    "To: Shop <support@shop.example>",
    `Subject: ${isAnswer ? "Re: " : ""}Order ${person}`,
    `Message-ID: <mail.${at}@example.org>`,
    ...(isAnswer ? [`In-Reply-To: <mail.${person}@example.org>`] : []),
    "Date: Mon, 23 Nov 2026 11:00:00 +0000",
    "MIME-Version: 1.0",
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    "",
    `--${boundary}`,
    "Content-Type: text/plain; charset=utf-8",
    "",
    `Hello ${at},\r\n\r\n${paragraph}`,
    `--${boundary}`,
    "Content-Type: text/html; charset=utf-8",
    "",
    `<html><body><p>Hello ${at},</p><p>${paragraph}</p></body></html>`,
    `--${boundary}--`,
    "",
  ].join("\r\n");
}

const messages = Array.from({ length: count }, (_, at) => ({ raw: mail(at) }));
const server = hoodiecrow({
  users: { [user]: { password } },
  plugins: ["ID", "IDLE"],
  storage: { INBOX: {}, "": { separator: "/", folders: { [folder]: { messages } } } },
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${server.server.address().port}\n`));
