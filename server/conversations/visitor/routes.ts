import { type Context, Hono } from "hono";
import {
  ChangesRequest,
  HistoryRequest,
  TranscriptRequest,
  type VisitorChanges,
} from "../../../shared/live.ts";
import { findVisitor } from "../../contacts/identity/contact-store.ts";
import { addressOf } from "../../platform/http/address.ts";
import { readBody } from "../../platform/http/responses.ts";
import { type WidgetEnv, widgetAccess } from "../../properties/widget-access.ts";
import type { WidgetDeps } from "../../visitors/routes.ts";
import { verifyVisitorToken } from "../../visitors/visitor-token.ts";
import { readVisitorChanges } from "../core/changes-since.ts";
import { findOwnConversation, readHistory } from "./history.ts";
import { writeTranscript } from "./transcript.ts";

const NO_STORE = { "Cache-Control": "no-store" } as const;

/**
 * What a visitor's browser reads of its own conversations (R3, R12): `POST /:property/changes`, `/history`,
 * `/transcript`. The token is in the body, where no log or address bar shows it.
 */
export function visitorConversationRoutes(deps: WidgetDeps) {
  const { config, database } = deps;
  const access = widgetAccess(deps.properties, config.publicUrl);
  const visitorOf = (c: Context<WidgetEnv>, token: string) =>
    verifyVisitorToken(deps.visitorSecrets, { token, property: c.var.property.id, now: deps.now() });
  const limited = (c: Context) => deps.addressLimit.take(addressOf(c, config.trustedProxies));

  return new Hono<WidgetEnv>()
    .post("/:property/changes", access, async (c) => {
      await limited(c);
      const { token, since } = await readBody(c, ChangesRequest);
      const visitor = visitorOf(c, token);
      const changes = await readVisitorChanges(database.read, c.var.property, visitor, since);
      return c.json({ ...changes, now: deps.now() } satisfies VisitorChanges, 200, NO_STORE);
    })
    .post("/:property/history", access, async (c) => {
      await limited(c);
      const { token, conversation, before } = await readBody(c, HistoryRequest);
      const property = c.var.property.id;
      const visitor = visitorOf(c, token);
      await findOwnConversation(database.read, { property, visitor, id: conversation });
      return c.json(await readHistory(database.read, { property, visitor, before }), 200, NO_STORE);
    })
    .post("/:property/transcript", access, async (c) => {
      await limited(c);
      const { token, conversation } = await readBody(c, TranscriptRequest);
      const { property } = c.var;
      const visitor = visitorOf(c, token);
      const own = await findOwnConversation(database.read, {
        property: property.id,
        visitor,
        id: conversation,
      });
      const device = await findVisitor(database.read, property.id, visitor);
      const pieces = writeTranscript(database.read, property, { ...own, timeZone: device?.time_zone ?? "" });
      const day = new Date(own.created_at).toISOString().slice(0, 10);
      return c.body(toStream(pieces, deps.log), 200, {
        ...NO_STORE,
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Disposition": `attachment; filename="conversation-${day}.txt"`,
        "X-Content-Type-Options": "nosniff",
      });
    });
}

/** Pieces of text as a body: the next is made when the last one is on its way. */
function toStream(pieces: AsyncGenerator<string>, log: WidgetDeps["log"]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await pieces.next();
          if (done) controller.close();
          else controller.enqueue(encoder.encode(value));
        } catch (error) {
          // the head is gone already: a body that breaks off is all that can still be said
          log.error({ err: error }, "transcript_broken");
          controller.error(new Error("A transcript broke off"));
        }
      },
      async cancel() {
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
