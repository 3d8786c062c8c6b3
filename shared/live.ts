import * as z from "zod/mini";
import { ConversationSummary, Message, VisitorConversation, VisitorMessage } from "./conversation.ts";
import { PropertyId } from "./property-id.ts";
import { HEARTBEAT_TIMEOUT, LIVE_UNAUTHORIZED } from "./rules/limits.ts";
import { OnlineVisitor } from "./visitor.ts";

export { HEARTBEAT_TIMEOUT };

/**
 * The live connection: JSON frames over a WebSocket. It delivers changes to the client and carries typing in both
 * directions; everything else that a client sends goes over HTTP.
 *
 * A client names the last sequence number that it has. The server sends all changes since, then each change when it
 * happens. `from` is the sequence number that a frame follows: a client whose last number is another one has missed
 * something, and asks again from its own.
 */
const Sequence = z.int().check(z.gte(0));

/** How often the server sends a heartbeat, which the client sends back, ms. */
export const HEARTBEAT_INTERVAL = 12_000;

/** The close codes with which the server ends a connection; they are for private use (RFC 6455, 7.4.2). */
export const LIVE_CLOSE = {
  /** The client sent something that is not a valid frame, or not allowed at this point. */
  badFrame: 4400,
  /** The token is invalid, expired or revoked. The client needs another one before it reconnects. */
  unauthorized: LIVE_UNAUTHORIZED,
  /** The hello did not come in time. */
  silent: 4408,
  /** The client sent more frames than a person could cause. */
  tooMany: 4429,
  /** The client reads too slowly. It reconnects and gets all changes since. */
  slow: 4503,
} as const;

const Heartbeat = z.object({ kind: z.literal("heartbeat") });

/** The frames that a visitor's browser sends. The first one is the hello. */
export const VisitorFrame = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("hello"), token: z.string().check(z.maxLength(1_000)), since: Sequence }),
  z.object({ kind: z.literal("typing"), conversation: z.string().check(z.maxLength(64)), on: z.boolean() }),
  Heartbeat,
]);
export type VisitorFrame = z.infer<typeof VisitorFrame>;

/** Everything that changed for a visitor since a sequence number. */
export const VisitorChanges = z.object({
  kind: z.literal("changes"),
  /** The sequence number that the client had; 0: nothing. */
  from: z.number(),
  /** The sequence number that it has after this. */
  sequence: z.number(),
  /** True: this replaces everything that the client had, because the changes since are too many or unknown. */
  reset: z.boolean(),
  /** The current state of the visitor's last conversation; null: there is none, or it is unchanged. */
  conversation: z.nullable(VisitorConversation),
  /** New and changed entries, by sequence number. On a reset the last 50; earlier ones come from `history`. */
  messages: z.array(VisitorMessage),
  /** Whether there are earlier entries than these. Only meaningful if `reset` is true. */
  earlier: z.boolean(),
  /** The server's clock when it sent this, ms since 1970. The visitor's clock may be wrong. */
  now: z.number(),
});
export type VisitorChanges = z.infer<typeof VisitorChanges>;

/** The frames that the server sends to a visitor's browser. */
export type ToVisitor =
  | VisitorChanges
  | { readonly kind: "typing"; readonly conversation: string; readonly agent: string; readonly on: boolean }
  | { readonly kind: "available"; readonly available: boolean }
  | { readonly kind: "heartbeat" };

/**
 * Asks over HTTP for what the live connection would deliver: from a tab beside the connected one, or where WebSockets
 * are blocked.
 */
export const ChangesRequest = z.object({ token: z.string().check(z.maxLength(1_000)), since: Sequence });

/** Asks for the entries before a sequence number, back to the visitor's first conversation. */
export const HistoryRequest = z.object({
  token: z.string().check(z.maxLength(1_000)),
  conversation: z.string().check(z.maxLength(64)),
  before: Sequence,
});
export const VisitorHistory = z.object({ messages: z.array(VisitorMessage), earlier: z.boolean() });
export type VisitorHistory = z.infer<typeof VisitorHistory>;

/** Asks for the list of the conversations that the visitor may read. */
export const ConversationsRequest = z.object({ token: z.string().check(z.maxLength(1_000)) });

/**
 * Asks for what changed since a sequence number in one conversation and the tickets that continue it. The answer is
 * `VisitorChanges`, with the last of them.
 */
export const ThreadChangesRequest = z.object({
  token: z.string().check(z.maxLength(1_000)),
  conversation: z.string().check(z.maxLength(64)),
  since: Sequence,
});

/** Asks for the entries of such a thread before a sequence number. The answer is `VisitorHistory`. */
export const ThreadHistoryRequest = z.object({
  token: z.string().check(z.maxLength(1_000)),
  conversation: z.string().check(z.maxLength(64)),
  before: Sequence,
});

export const TranscriptRequest = z.object({
  token: z.string().check(z.maxLength(1_000)),
  conversation: z.string().check(z.maxLength(64)),
});

/** Opens one connection, within a minute. The session's cookie does not, so that no other site can connect. */
export const ConnectToken = z.object({ token: z.string() });

/** The frames that a dashboard sends. The first one is the hello. */
export const AgentFrame = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("hello"), token: z.string().check(z.maxLength(1_000)) }),
  /** Asks for the changes in a property since a sequence number, and for all that follow. */
  z.object({ kind: z.literal("follow"), property: PropertyId, since: Sequence }),
  z.object({ kind: z.literal("unfollow"), property: PropertyId }),
  /** Whether to send the property's online visitors. */
  z.object({ kind: z.literal("watch_visitors"), property: PropertyId, on: z.boolean() }),
  z.object({
    kind: z.literal("typing"),
    property: PropertyId,
    conversation: z.string().check(z.maxLength(64)),
    on: z.boolean(),
    /** True: the agent writes a note, which the visitor does not hear of. */
    note: z.boolean(),
  }),
  Heartbeat,
]);
export type AgentFrame = z.infer<typeof AgentFrame>;

/** Everything that changed in a property's inbox since a sequence number. */
export const AgentChanges = z.object({
  kind: z.literal("changes"),
  property: PropertyId,
  from: z.number(),
  sequence: z.number(),
  /** True: too much has changed. Load what is shown anew over HTTP, and follow from `sequence`. */
  reset: z.boolean(),
  /** The current state of each changed conversation. */
  conversations: z.array(ConversationSummary),
  /** New and changed entries of these conversations, by sequence number. */
  messages: z.array(z.object({ conversation: z.string(), message: Message })),
});
export type AgentChanges = z.infer<typeof AgentChanges>;

/** The frames that the server sends to a dashboard. */
export const ToAgent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("welcome") }),
  AgentChanges,
  z.object({
    kind: z.literal("typing"),
    property: PropertyId,
    conversation: z.string(),
    /** Null: the visitor types. */
    agent: z.nullable(z.object({ id: z.string(), name: z.string() })),
    on: z.boolean(),
  }),
  /** A visitor has come, opened another page, or (`gone`) left. */
  z.object({
    kind: z.literal("online_visitor"),
    property: PropertyId,
    visitor: OnlineVisitor,
    gone: z.boolean(),
  }),
  /** Details of a person have changed; the client loads them anew if it shows them. */
  z.object({ kind: z.literal("person"), property: PropertyId, person: z.string() }),
  /** A mail about a conversation has another state; the client loads its mails anew if it shows them. */
  z.object({ kind: z.literal("mail"), property: PropertyId, conversation: z.string() }),
  z.object({ kind: z.literal("available"), property: PropertyId, available: z.boolean() }),
  Heartbeat,
]);
export type ToAgent = z.infer<typeof ToAgent>;
