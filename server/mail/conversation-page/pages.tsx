import type { VisitorMessage } from "../../../shared/conversation.ts";
import { MAX_MESSAGE } from "../../../shared/rules/limits.ts";
import { splitLinks } from "../../../shared/rules/links.ts";
import { fill, MAIL_WORDS } from "../outbound/templates/locale.ts";
import { type PageLook, type RenderedPage, renderPage } from "./page-frame.tsx";
import { PAGE_WORDS } from "./words.ts";

/** The content of the page of a conversation. */
export interface ConversationPage {
  readonly look: PageLook;
  /** The property's name. */
  readonly property: string;
  /** The last part of the page's address, from which the others are reached. */
  readonly token: string;
  /** Oldest first. */
  readonly messages: readonly VisitorMessage[];
  /** The sequence number before which there are earlier messages; null: there are none. */
  readonly earlierThan: number | null;
  /** Whether these are not the last messages. */
  readonly isEarlier: boolean;
  /** IANA name. */
  readonly timeZone: string;
  /** The ID of the message that the form sends: one that is sent twice is stored once. */
  readonly nextId: string;
  /** The text that was typed, and why it was not sent; null: there is none. */
  readonly rejected: { readonly text: string; readonly reason: "empty" | "tooLong" | "failed" } | null;
}

/** The page of a conversation: its messages, and a form for the answer. */
export function conversationPage(page: ConversationPage): RenderedPage {
  const { look, token, messages, rejected } = page;
  const words = PAGE_WORDS[look.locale];
  const time = new Intl.DateTimeFormat(look.locale, {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: page.timeZone,
  });
  return renderPage(look, {
    direction: MAIL_WORDS[look.locale].direction,
    title: fill(words.title, { property: page.property }),
    children: (
      <>
        {page.earlierThan !== null && (
          <p>
            <a href={`${token}?before=${page.earlierThan}`}>{words.earlier}</a>
          </p>
        )}
        <ol>
          {messages.map((message) => (
            <Entry key={message.sequence} {...{ message, token, look }} at={time.format(message.at)} />
          ))}
        </ol>
        {page.isEarlier && (
          <p>
            <a href={token}>{words.latest}</a>
          </p>
        )}
        <form method="post" action={token}>
          <input type="hidden" name="id" value={page.nextId} />
          <label for="answer">{words.answer}</label>
          <textarea
            id="answer"
            name="text"
            dir="auto"
            required
            maxLength={MAX_MESSAGE}
            value={rejected?.text ?? ""}
            {...(rejected && { "aria-invalid": true, "aria-describedby": "reason" })}
          />
          {rejected && (
            <p id="reason" role="alert" class="bad">
              {words[rejected.reason]}
            </p>
          )}
          <button type="submit">{words.send}</button>
        </form>
      </>
    ),
  });
}

interface EntryProps {
  readonly message: VisitorMessage;
  readonly token: string;
  readonly look: PageLook;
  readonly at: string;
}

function Entry({ message, token, look, at }: EntryProps) {
  const words = PAGE_WORDS[look.locale];
  const isOwn = message.author === "visitor";
  return (
    <li class={isOwn ? "own" : undefined} id={`m${message.sequence}`}>
      <p class="by">
        <b>
          <bdi>{isOwn ? words.you : message.agent}</bdi>
        </b>{" "}
        · <bdi>{at}</bdi>
        {message.edited && ` · ${words.edited}`}
      </p>
      {message.retracted ? (
        <p class="soft">{words.deleted}</p>
      ) : (
        <>
          {message.text && (
            <p dir="auto">
              {splitLinks(message.text).map((part, index) =>
                index % 2 ? (
                  <a href={part} rel="noopener noreferrer nofollow">
                    {part}
                  </a>
                ) : (
                  part
                ),
              )}
            </p>
          )}
          {message.files.map((file) => (
            <p key={file.id} class="file" dir="auto">
              <a href={`${token}/files/${file.id}`}>{file.name}</a>
            </p>
          ))}
        </>
      )}
    </li>
  );
}

/** The page of a link that is forged or expired, or of a conversation that was erased: one for all, so that it tells nothing. */
export function gonePage(look: PageLook): RenderedPage {
  const words = PAGE_WORDS[look.locale];
  const { direction } = MAIL_WORDS[look.locale];
  return renderPage(look, { direction, title: words.goneTitle, children: <p>{words.gone}</p> });
}

/** The page on which the mails about a conversation end, or come again (RFC 8058 is the POST to its address). */
export function stopPage({
  look,
  property,
  token,
  state,
}: Pick<ConversationPage, "look" | "property" | "token"> & {
  /** asked: nothing was decided yet. */
  readonly state: "asked" | "stopped" | "resumed";
}): RenderedPage {
  const words = PAGE_WORDS[look.locale];
  const text = { asked: words.stopAsk, stopped: words.stopped, resumed: words.resumed }[state];
  return renderPage(look, {
    direction: MAIL_WORDS[look.locale].direction,
    title: words.stopTitle,
    children: (
      <>
        <p role="status">{fill(text, { property })}</p>
        <form method="post" action="stop">
          {state === "stopped" && <input type="hidden" name="resume" value="1" />}
          <button type="submit">{state === "stopped" ? words.resume : words.stop}</button>
        </form>
        <p>
          <a href={`../${token}`}>{words.back}</a>
        </p>
      </>
    ),
  });
}
