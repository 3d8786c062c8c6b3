/** Where a test is: the beginning of its title, and the name of its case if it has several. */
interface TestPlace {
  /** Below `test/server/mail/`. */
  readonly file: string;
  readonly title: string;
  readonly row?: string;
}

/** A kind of fault of other products' mail channels, and the tests that would fail if this product had it. */
export interface MailFault {
  readonly fault: string;
  readonly tests: readonly TestPlace[];
  /** Mails of the corpus, which a test reads one by one. */
  readonly corpus?: readonly string[];
}

const MATCH = "inbound/match-thread.test.ts";
const FOLD = "inbound/fold-quoted.test.ts";
const PARSE = "inbound/parse-mail.test.ts";
const PLAN = "inbound/plan-intake.test.ts";
const QUEUE = "outbound/queue.test.ts";
const INTAKE = "intake/intake.test.ts";
const IMAP = "intake/imap.test.ts";
const ANSWERS = "answers/answer-mails.test.ts";
const ROUND_TRIP = "round-trip.test.ts";

/** The faults that public reports tell of most often: each is worth a test of its own. */
export const MAIL_FAULTS: readonly MailFault[] = [
  {
    fault:
      "every answer opens a new conversation, because the domain of the identifiers is not the configured one",
    tests: [
      { file: MATCH, title: "R32: without a subaddress, and whatever the domain of our identifiers is" },
      { file: ROUND_TRIP, title: "R32: without a subaddress in the answer, our identifiers decide" },
    ],
  },
  {
    fault:
      "a colleague answers with another program, and the customer's next mail refers to a mail that was never seen",
    tests: [{ file: MATCH, title: "R32: an answer to a colleague's mail that we never saw joins" }],
    corpus: ["thread-colleague-in-between.eml", "thread-colleague-answers.eml"],
  },
  {
    fault: "the customer changes the subject, and answers go out under the old one",
    tests: [
      { file: MATCH, title: "that the customer has changed is the subject of our answers from now on" },
      {
        file: ROUND_TRIP,
        title: "R32: an answer with another subject changes the subject of our next answer",
      },
    ],
    corpus: ["thread-changed-subject.eml"],
  },
  {
    fault: "Apple Mail overwrites References",
    tests: [
      { file: MATCH, title: "R32: In-Reply-To joins where Apple Mail has overwritten References" },
      { file: ROUND_TRIP, title: "R30, R32: an answer to our answer, written with %s", row: "Apple Mail" },
    ],
    corpus: ["apple-references-lost.eml"],
  },
  {
    fault: "mails are grouped by their subject alone",
    tests: [
      { file: MATCH, title: "R32: alone never joins, from the contact either" },
      { file: MATCH, title: "is compared without prefixes: %s" },
    ],
    corpus: ["thread-same-subject.eml"],
  },
  {
    fault: "whoever knows the number of a ticket writes into a stranger's ticket",
    tests: [
      { file: MATCH, title: "R32: with our number joins for those who take part only" },
      { file: MATCH, title: "R32: that is forged opens no ticket of somebody else" },
      { file: INTAKE, title: "R32: joins nothing by a subject, nor by the number of a ticket" },
    ],
    corpus: ["thread-number-of-stranger.eml", "thread-forged.eml"],
  },
  {
    fault: "the address in Reply-To is the thread",
    tests: [{ file: MATCH, title: "R32: %s", row: "the address that answers go to" }],
  },
  {
    fault: "Outlook's Thread-Index is the thread",
    tests: [{ file: MATCH, title: "R32: %s", row: "Outlook's index of the thread" }],
  },
  {
    fault: "unrelated mails of one customer are merged, and others are dropped as duplicates",
    tests: [
      { file: MATCH, title: "R32: %s", row: "the sender, who writes again about something else" },
      { file: MATCH, title: "R32: are not two mails that only share a Message-ID" },
    ],
  },
  {
    fault: "a mailbox that sees its own mail takes it for the customer's",
    tests: [
      { file: PLAN, title: "our own mail and copies are left out, a colleague's from the mailbox is not" },
      { file: ROUND_TRIP, title: "R32: our own mail in the mailbox, as it was sent or sent back by a rule" },
    ],
    corpus: ["own-came-back.eml", "own-mailbox.eml"],
  },
  {
    fault: "one mail to two addresses of the property is two tickets",
    tests: [
      { file: MATCH, title: "R32: of one mail to two of our addresses are one message" },
      { file: ROUND_TRIP, title: "R32: a mail that came to two of our addresses is one message" },
    ],
  },
  {
    fault: "two ticket systems that remove references open tickets at each other",
    tests: [{ file: MATCH, title: "R32: with our number joins for those who take part only" }],
    corpus: ["thread-other-ticket-system.eml", "acknowledgement-other-system.eml"],
  },
  {
    fault: "automatic answers answer each other for ever",
    tests: [
      { file: "inbound/recognize.test.ts", title: "R31: is recognised: %s" },
      { file: "inbound/recognize.test.ts", title: "R31: that %s is not answered automatically" },
      {
        file: PLAN,
        title: "R31: an automatic answer to a mail of ours without a conversation makes no ticket",
      },
      { file: QUEUE, title: "R31: are capped for each address and hour, however the address is written" },
      { file: "outbound/templates.test.ts", title: "%s says so, so that no program answers it" },
    ],
  },
  {
    fault: "an automatic answer opens a solved ticket again, or takes its agent away",
    tests: [
      { file: ROUND_TRIP, title: "R31: an automatic answer leaves a solved ticket solved, with its agent" },
      { file: INTAKE, title: "R31: adds the answer of a program without opening the ticket again" },
    ],
  },
  {
    fault: "a bounce is not shown at a closed ticket",
    tests: [
      { file: ROUND_TRIP, title: "R31: a bounce stands at the answer of a closed ticket, with the reason" },
      {
        file: INTAKE,
        title: "R31: notes a bounce at the mail, and marks its ticket as unread, a closed one too",
      },
    ],
  },
  {
    fault: "fetching ends for good at the first error",
    tests: [
      { file: IMAP, title: "goes on after the connection was cut, and takes in each mail once" },
      {
        file: IMAP,
        title: "says that the folder is lost, tells the admins once, and goes on when it is there",
      },
    ],
  },
  {
    fault: "after an outage only the newest mails are fetched",
    tests: [
      { file: IMAP, title: "goes on after the connection was cut, and takes in each mail once" },
      { file: IMAP, title: "takes in what waits there and then what comes, and notes that it works" },
    ],
  },
  {
    fault: "the sign-in works, nothing is fetched, and nothing says why",
    tests: [
      {
        file: IMAP,
        title: "says that the folder is lost, tells the admins once, and goes on when it is there",
      },
      { file: IMAP, title: "says in the server's words that a password is wrong" },
    ],
  },
  {
    fault: "what was erased comes back, because its mail is still on the server",
    tests: [
      {
        file: INTAKE,
        title: "R26: leaves only the digest of an erased person's mails, so that they do not come back",
      },
      { file: IMAP, title: "takes nothing in twice when UIDVALIDITY changes" },
    ],
  },
  {
    fault: "an OAuth token expires, and nobody is told",
    tests: [
      {
        file: "expired-token.test.ts",
        title: "a token that has expired is told to the admins by mail, once",
      },
      { file: IMAP, title: "signs in by OAuth2, with a new token if the last one is refused" },
    ],
  },
  {
    fault: "one mail with a wrong charset, header or file name stops the queue",
    tests: [
      {
        file: INTAKE,
        title: "is not stopped by a mail that fails: it is tried again, and then left to people",
      },
      { file: INTAKE, title: "makes a message with the original attached of a mail that cannot be read" },
      { file: PARSE, title: "never make the parser throw, whatever the bytes are" },
      { file: PARSE, title: "have a name without folders and control characters: %s" },
    ],
    corpus: [
      "charset-unknown.eml",
      "charset-1252-as-utf8.eml",
      "subject-line-breaks.eml",
      "header-missing.eml",
    ],
  },
  {
    fault: "files in uuencode cannot be read",
    tests: [{ file: PARSE, title: "becomes a file, and the text around it stays" }],
    corpus: ["uuencode.eml"],
  },
  {
    fault: "the quote stays and the new text is lost",
    tests: [
      { file: FOLD, title: "R32: of Yahoo on an iPhone, a document in a document, keeps the new text" },
      { file: FOLD, title: "R32: loses nothing of the text, in its order, and always shows something of it" },
    ],
    corpus: ["yahoo-ios-en.eml", "thunderbird-en-html.eml", "thunderbird-inline.eml"],
  },
  {
    fault: "a quote that the customer has made is cut away",
    tests: [{ file: FOLD, title: "R32: with a quote on purpose keeps it" }],
    corpus: ["gmail-quote-on-purpose.eml"],
  },
  {
    fault: "Outlook's header of the answered mail stays in the text, in other languages than English",
    tests: [{ file: FOLD, title: "of Outlook on a desk is folded at the header of the answered mail" }],
    corpus: [
      "outlook-desktop-de.eml",
      "outlook-desktop-ja.eml",
      "outlook-desktop-ar.eml",
      "outlook-plain-de.eml",
    ],
  },
  {
    fault: "images and files inside the text are lost",
    tests: [
      { file: PARSE, title: "R32: %s is not lost", row: "an image of the HTML without a disposition" },
      { file: PARSE, title: "R32: %s is not lost", row: "an inline image that the HTML does not show" },
      { file: PARSE, title: "R32: %s is not lost", row: "an inline PDF without an identifier" },
    ],
    corpus: ["apple-macos-fr.eml"],
  },
  {
    fault: "files are missing in the mails that are sent",
    tests: [
      { file: ANSWERS, title: "R30: has the files of the answer, and links to those that are too large" },
      { file: "transport/compose.test.ts", title: "has its files, each with its name in any script" },
    ],
  },
  {
    fault: "a server that does not answer after the message gets it again and again",
    tests: [
      {
        file: QUEUE,
        title: "R31: a mail that the server did not confirm waits longer, and is sent at most three times",
      },
      { file: "outbound/plan-attempt.test.ts", title: "after three uncertain ones does not come by itself" },
    ],
  },
  {
    fault: "an answer that failed is not seen, has no reason and cannot be sent again",
    tests: [
      { file: QUEUE, title: "R31: never tries again after a permanent refusal, and says why" },
      { file: QUEUE, title: "a mail that failed is sent again, with the same Message-ID" },
      {
        file: "routes.test.ts",
        title: "show how the mail is doing, and agents see and retry the mails of a conversation",
      },
      { file: ANSWERS, title: "R30: a message by mail says nothing of what was read in the widget" },
    ],
  },
  {
    fault: "people in Cc are lost, and their answers open new tickets",
    tests: [
      {
        file: MATCH,
        title: "R32: of a received mail joins for those who take part: the contact, people in Cc, agents",
      },
      { file: INTAKE, title: "R32: lets whoever is in copy write into the ticket" },
      { file: ANSWERS, title: "R30: goes to those in Cc and Bcc too" },
    ],
    corpus: ["thread-copied-person.eml"],
  },
  {
    fault: "a contact form's or a forwarded mail is somebody else's, and a forged sender is believed",
    tests: [
      { file: MATCH, title: "R32: nor the first author of a forwarded mail, in its text" },
      { file: PLAN, title: "R33: is none if %s" },
      { file: INTAKE, title: "R33: takes the word of the server that the owner has named, and of no other" },
    ],
    corpus: ["form-wordpress.eml", "form-service.eml", "forward-gmail.eml", "forward-outlook-de.eml"],
  },
];
