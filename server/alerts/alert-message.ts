import type { AlertKind } from "../../shared/alert.ts";
import { tidyLine } from "../../shared/rules/text.ts";

/** The content of an alert, read when it is sent. */
export interface AlertContent {
  readonly kind: AlertKind;
  /** How long the chat waits, ms. */
  readonly waited: number;
  /** The number of the ticket; null: it is a chat, or about a contact. */
  readonly ticket: number | null;
  /** The agent who wrote the note, and those whom it mentions. */
  readonly author: string | null;
  readonly mentioned: readonly string[];
  /** The visitor's name and their words, or the note; null: the channel does not include them. */
  readonly person: string | null;
  readonly text: string | null;
  /** The page of the dashboard; null: the server does not know its public address. */
  readonly url: string | null;
}

/** One thing that a message says. Everything is plain text, of one line. */
export interface AlertItem {
  readonly headline: string;
  /** The words of a visitor, or of a note; null: none. */
  readonly quote: string | null;
  readonly link: { readonly label: string; readonly url: string } | null;
}

/** A message to a chat service. Those who write its payload escape every text of it. */
export interface AlertMessage {
  /** The name of the property. */
  readonly property: string;
  readonly items: readonly AlertItem[];
}

/** More alerts at once than this become one sentence with their numbers. */
export const MAX_ITEMS = 3;
/** The longest texts, in characters. */
const MAX_NAME = 60;
const MAX_HEADLINE = 160;
const MAX_QUOTE = 200;

/** One line without what changes the direction of writing, shortened. */
export function shorten(text: string, length: number): string {
  const characters = [...tidyLine(text)];
  return characters.length > length ? `${characters.slice(0, length - 1).join("")}…` : characters.join("");
}

/**
 * Words a message about one or several alerts of a property. Pure.
 *
 * @param inboxUrl the inbox's page; null: the server does not know its public address
 */
export function wordMessage(
  property: string,
  contents: readonly AlertContent[],
  inboxUrl: string | null,
): AlertMessage {
  const items = contents.length > MAX_ITEMS ? [summarize(contents, inboxUrl)] : contents.map(wordItem);
  return { property: shorten(property, MAX_NAME), items };
}

function wordItem(content: AlertContent): AlertItem {
  const { kind, text, url } = content;
  const quote = text === null ? "" : shorten(text, MAX_QUOTE);
  const label =
    kind === "new_ticket" ? "Open the ticket" : kind === "mention" ? "Open the note" : "Open the chat";
  return {
    headline: shorten(HEADLINES[kind](content), MAX_HEADLINE),
    quote: quote || null,
    link: url === null ? null : { label, url },
  };
}

const named = (person: string | null): string | null =>
  person === null ? null : shorten(person, MAX_NAME) || null;

const HEADLINES: Readonly<Record<AlertKind, (content: AlertContent) => string>> = {
  waiting_chat: ({ person, waited }) =>
    `${named(person) ?? "A visitor"} has been waiting in the chat for ${waitText(waited)}.`,
  new_ticket: ({ person, ticket }) => {
    const from = named(person);
    return `New ticket #${ticket}${from === null ? "." : ` from ${from}.`}`;
  },
  mention: ({ person, author, mentioned }) => {
    const whom = mentioned.map((name) => shorten(name, MAX_NAME)).join(", ");
    const about = named(person);
    return `${named(author) ?? "Somebody"} mentioned ${whom || "somebody"} in a note${about === null ? "." : ` about ${about}.`}`;
  },
};

/** A duration in the largest unit that it fills. */
function waitText(waited: number): string {
  const seconds = Math.max(0, Math.floor(waited / 1_000));
  const [count, unit] =
    seconds < 60
      ? [seconds, "second"]
      : seconds < 3_600
        ? [Math.floor(seconds / 60), "minute"]
        : [Math.floor(seconds / 3_600), "hour"];
  return countOf(count, unit, `${unit}s`);
}

const COUNTED: Readonly<Record<AlertKind, readonly [one: string, many: string]>> = {
  waiting_chat: ["waiting chat", "waiting chats"],
  new_ticket: ["new ticket", "new tickets"],
  mention: ["mention in a note", "mentions in notes"],
};

function summarize(contents: readonly AlertContent[], inboxUrl: string | null): AlertItem {
  const counts = (Object.keys(COUNTED) as AlertKind[]).flatMap((kind) => {
    const count = contents.filter((one) => one.kind === kind).length;
    return count ? [countOf(count, ...COUNTED[kind])] : [];
  });
  return {
    headline: `${counts.join(", ")}.`,
    quote: null,
    link: inboxUrl === null ? null : { label: "Open the inbox", url: inboxUrl },
  };
}

const countOf = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
