import * as z from "zod/mini";
import { ConversationSummary, Message, VisitorConversation, VisitorMessage } from "./conversation.ts";
import { PropertyId } from "./property.ts";
import { HEARTBEAT_TIMEOUT, LIVE_UNAUTHORIZED } from "./rules/limits.ts";
import { OnlineVisitor } from "./visitor.ts";

export { HEARTBEAT_TIMEOUT };

/**
 * The live connection: JSON frames over a WebSocket. It only brings, and carries typing; what is sent goes by HTTP.
 *
 * A client names the last place it has. The server brings everything since, then each change as it happens. `from` is
 * the place that the frame follows on: who is not there has a gap and asks again from where they are.
 */
const Sequence = z.int().check(z.gte(0));

/** How often the server sends a beat, which the client sends back, ms. */
export const HEARTBEAT_INTERVAL = 12_000;

/** Why the server ends a connection; the codes are WebSocket close codes of an application's own (RFC 6455, 7.4.2). */
export const LIVE_CLOSE = {
  /** What was sent is no frame of ours. */
  badFrame: 4400,
  /** The token or ticket is not good, or no longer. Get another, then come back. */
  unauthorized: LIVE_UNAUTHORIZED,
  /** No hello came in time. */
  silent: 4408,
  /** More frames than a person could cause. */
  tooMany: 4429,
  /** The client took too long to read; it comes back and gets everything since. */
  slow: 4503,
} as const;

const Heartbeat = z.object({ kind: z.literal("heartbeat") });

/** What a visitor's browser sends. The first frame is the hello. */
export const VisitorFrame = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("hello"), token: z.string().check(z.maxLength(1_000)), since: Sequence }),
  z.object({ kind: z.literal("typing"), conversation: z.string().check(z.maxLength(64)), on: z.boolean() }),
  Heartbeat,
]);
export type VisitorFrame = z.infer<typeof VisitorFrame>;

/** Everything that changed for a visitor since a place. */
export const VisitorChanges = z.object({
  kind: z.literal("changes"),
  /** What the client had; 0: nothing. */
  from: z.number(),
  /** What it has after this. */
  sequence: z.number(),
  /** Everything that the client had is replaced by this: it had nothing, or too little to be brought up to date. */
  reset: z.boolean(),
  /** The conversation as it is now; null: none yet, or unchanged. */
  conversation: z.nullable(VisitorConversation),
  /** New and changed entries, by place. Of a conversation of 10,000, the last 50; the rest by `history`. */
  messages: z.array(VisitorMessage),
  /** Whether there are earlier entries than these. Says nothing unless `reset`. */
  earlier: z.boolean(),
  /** The server's clock when it told this, ms since 1970: the visitor's may be wrong. */
  now: z.number(),
});
export type VisitorChanges = z.infer<typeof VisitorChanges>;

/** What the server sends to a visitor's browser. */
export type ToVisitor =
  | VisitorChanges
  | { readonly kind: "typing"; readonly conversation: string; readonly agent: string; readonly on: boolean }
  | { readonly kind: "available"; readonly available: boolean }
  | { readonly kind: "heartbeat" };

/** Asks over HTTP for what the live connection would bring: a tab beside the one that is connected, or a blocked line. */
export const ChangesRequest = z.object({ token: z.string().check(z.maxLength(1_000)), since: Sequence });

/** Asks for entries before one, back to the visitor's first conversation. */
export const HistoryRequest = z.object({
  token: z.string().check(z.maxLength(1_000)),
  conversation: z.string().check(z.maxLength(64)),
  before: Sequence,
});
export const VisitorHistory = z.object({ messages: z.array(VisitorMessage), earlier: z.boolean() });
export type VisitorHistory = z.infer<typeof VisitorHistory>;

export const TranscriptRequest = z.object({
  token: z.string().check(z.maxLength(1_000)),
  conversation: z.string().check(z.maxLength(64)),
});

/** For one connection, within a minute. A ticket and not the session's cookie, so that no other site can connect. */
export const ConnectToken = z.object({ token: z.string() });

/** What a dashboard sends. The first frame is the hello. */
export const AgentFrame = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("hello"), token: z.string().check(z.maxLength(1_000)) }),
  /** Brings what changes in a property from now on, and what has since a place. */
  z.object({ kind: z.literal("follow"), property: PropertyId, since: Sequence }),
  z.object({ kind: z.literal("unfollow"), property: PropertyId }),
  /** Whether to bring who is on the site. */
  z.object({ kind: z.literal("watch_visitors"), property: PropertyId, on: z.boolean() }),
  z.object({
    kind: z.literal("typing"),
    property: PropertyId,
    conversation: z.string().check(z.maxLength(64)),
    on: z.boolean(),
    /** A note is no business of the visitor's. */
    note: z.boolean(),
  }),
  Heartbeat,
]);
export type AgentFrame = z.infer<typeof AgentFrame>;

/** Everything that changed in a property's inbox since a place. */
export const AgentChanges = z.object({
  kind: z.literal("changes"),
  property: PropertyId,
  from: z.number(),
  sequence: z.number(),
  /** Too much has changed to be brought: load what is shown anew over HTTP, and follow from `place`. */
  reset: z.boolean(),
  /** As they are now. */
  conversations: z.array(ConversationSummary),
  /** New and changed entries of them, by place. */
  messages: z.array(z.object({ conversation: z.string(), message: Message })),
});
export type AgentChanges = z.infer<typeof AgentChanges>;

/** What the server sends to a dashboard. */
export const ToAgent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("welcome") }),
  AgentChanges,
  z.object({
    kind: z.literal("typing"),
    property: PropertyId,
    conversation: z.string(),
    /** Null: the visitor. */
    agent: z.nullable(z.object({ id: z.string(), name: z.string() })),
    on: z.boolean(),
  }),
  /** A visitor who came, went to another page, or (`gone`) closed the connection. */
  z.object({
    kind: z.literal("online_visitor"),
    property: PropertyId,
    visitor: OnlineVisitor,
    gone: z.boolean(),
  }),
  /** Details of a person changed: load them anew where they are shown. */
  z.object({ kind: z.literal("person"), property: PropertyId, person: z.string() }),
  z.object({ kind: z.literal("available"), property: PropertyId, available: z.boolean() }),
  Heartbeat,
]);
export type ToAgent = z.infer<typeof ToAgent>;
