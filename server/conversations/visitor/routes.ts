import { type Context, Hono } from "hono";
import type { VisitorConversations } from "../../../shared/conversation.ts";
import {
  ChangesRequest,
  ConversationsRequest,
  HistoryRequest,
  ThreadChangesRequest,
  ThreadHistoryRequest,
  TranscriptRequest,
  type VisitorChanges,
} from "../../../shared/live.ts";
import { findVisitor } from "../../contacts/identity/contact-store.ts";
import { addressOf } from "../../platform/http/address.ts";
import { readBody } from "../../platform/http/read-body.ts";
import { type WidgetEnv, widgetAccess } from "../../properties/widget-access.ts";
import { authorizeVisitor } from "../../visitors/authorize-visitor.ts";
import type { WidgetDeps } from "../../visitors/routes.ts";
import { readThreadChanges, readVisitorChanges } from "../core/changes-since.ts";
import { findReadableConversation, readHistory } from "./history.ts";
import { listConversations } from "./list-conversations.ts";
import { listThread } from "./list-thread.ts";
import { writeTranscript } from "./transcript.ts";

const NO_STORE = { "Cache-Control": "no-store" } as const;

export interface VisitorConversationDeps extends WidgetDeps {
  /** Whether a property can send mails. */
  canSendMail(property: string): Promise<boolean>;
}

/**
 * The routes by which a visitor's browser reads its conversations (R3, R12, R33): `POST /:property/changes` and `/history` all
 * that it began, as one stream; `/conversations` the list of what it may read, `/thread-changes`, `/thread-history` and
 * `/transcript` one of these. The token is in the body, because addresses are logged.
 */
export function visitorConversationRoutes(deps: VisitorConversationDeps) {
  const { config, database } = deps;
  const access = widgetAccess(deps.properties, config.publicUrl);
  const visitorOf = async (c: Context<WidgetEnv>, token: string) =>
    (await authorizeVisitor(deps, c.var.property.id, token)).visitor;
  const takeFromLimit = (c: Context) => deps.addressLimit.take(addressOf(c, config.trustedProxies));

  return new Hono<WidgetEnv>()
    .post("/:property/changes", access, async (c) => {
      await takeFromLimit(c);
      const { token, since } = await readBody(c, ChangesRequest);
      const visitor = await visitorOf(c, token);
      const changes = await readVisitorChanges(database.read, c.var.property, visitor, since);
      return c.json({ ...changes, now: deps.now() } satisfies VisitorChanges, 200, NO_STORE);
    })
    .post("/:property/history", access, async (c) => {
      await takeFromLimit(c);
      const { token, conversation, before } = await readBody(c, HistoryRequest);
      const property = c.var.property.id;
      const visitor = await visitorOf(c, token);
      await findReadableConversation(database.read, { property, visitor }, conversation);
      const stream = { visitor };
      return c.json(await readHistory(database.read, { property, stream, before }), 200, NO_STORE);
    })
    .post("/:property/conversations", access, async (c) => {
      await takeFromLimit(c);
      const { token } = await readBody(c, ConversationsRequest);
      const property = c.var.property.id;
      const items = await listConversations(database.read, { property, visitor: await visitorOf(c, token) });
      const canProve = await deps.canSendMail(property);
      return c.json({ items, canProve } satisfies VisitorConversations, 200, NO_STORE);
    })
    .post("/:property/thread-changes", access, async (c) => {
      await takeFromLimit(c);
      const { token, conversation, since } = await readBody(c, ThreadChangesRequest);
      const { property } = c.var;
      const reader = { property: property.id, visitor: await visitorOf(c, token) };
      const thread = await listThread(database.read, reader, conversation);
      const changes = await readThreadChanges(database.read, property, thread, since);
      return c.json({ ...changes, now: deps.now() } satisfies VisitorChanges, 200, NO_STORE);
    })
    .post("/:property/thread-history", access, async (c) => {
      await takeFromLimit(c);
      const { token, conversation, before } = await readBody(c, ThreadHistoryRequest);
      const property = c.var.property.id;
      const conversations = await listThread(
        database.read,
        { property, visitor: await visitorOf(c, token) },
        conversation,
      );
      const stream = { conversations };
      return c.json(await readHistory(database.read, { property, stream, before }), 200, NO_STORE);
    })
    .post("/:property/transcript", access, async (c) => {
      await takeFromLimit(c);
      const { token, conversation } = await readBody(c, TranscriptRequest);
      const { property } = c.var;
      const visitor = await visitorOf(c, token);
      const own = await findReadableConversation(
        database.read,
        { property: property.id, visitor },
        conversation,
      );
      const device = await findVisitor(database.read, property.id, visitor);
      const chunks = writeTranscript(database.read, property, { ...own, timeZone: device?.time_zone ?? "" });
      const day = new Date(own.created_at).toISOString().slice(0, 10);
      return c.body(toStream(chunks, deps.log), 200, {
        ...NO_STORE,
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Disposition": `attachment; filename="conversation-${day}.txt"`,
        "X-Content-Type-Options": "nosniff",
      });
    });
}

/** Streams a text. The next chunk is made only when the one before was sent. */
function toStream(chunks: AsyncGenerator<string>, log: WidgetDeps["log"]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await chunks.next();
          if (done) controller.close();
          else controller.enqueue(encoder.encode(value));
        } catch (error) {
          // the status was sent already; aborting the body is the only way to report the failure
          log.error({ err: error }, "transcript_broken");
          controller.error(new Error("Reading a transcript failed"));
        }
      },
      async cancel() {
        await chunks.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
