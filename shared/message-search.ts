import * as z from "zod/mini";
import { AgentName, ConversationSummary, Message } from "./conversation.ts";

/** A piece of a snippet: a word that was searched, or the text between two of them. Plain text. */
export const SnippetPart = z.object({ text: z.string(), isMatch: z.boolean() });
export type SnippetPart = z.infer<typeof SnippetPart>;

/** An entry of a conversation that a search has found. */
export const MessageHit = z.object({
  id: z.string(),
  sequence: z.number(),
  kind: Message.shape.kind,
  author: Message.shape.author,
  /** The agent who wrote it; null: the visitor or the system. */
  agent: z.nullable(AgentName),
  /** Ms since 1970. */
  receivedAt: z.number(),
  snippet: z.array(SnippetPart),
});
export type MessageHit = z.infer<typeof MessageHit>;

/** A conversation with the entries that a search has found in it, the newest first. */
export const FoundConversation = z.object({
  conversation: ConversationSummary,
  messages: z.array(MessageHit),
});
export type FoundConversation = z.infer<typeof FoundConversation>;

/** A page of what a search has found, the newest entry first. */
export const MessageSearchPage = z.object({
  /** May be empty although there is a next page: a search reads a bounded part of the index for each page. */
  items: z.array(FoundConversation),
  /** On the first page, the last conversations of the contacts that the words name. */
  ofContacts: z.array(ConversationSummary),
  next: z.nullable(z.string()),
  /** Whether the messages from before an upgrade are still being indexed. */
  isIndexing: z.boolean(),
});
export type MessageSearchPage = z.infer<typeof MessageSearchPage>;
