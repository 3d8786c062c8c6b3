import { type Context, Hono } from "hono";
import * as z from "zod/mini";
import { Uuid } from "../../../shared/visitor.ts";
import { findBlocked } from "../../contacts/crm/blocks.ts";
import type { ConversationRow } from "../../conversations/core/row-changes.ts";
import { timeFormatIn } from "../../conversations/visitor/transcript.ts";
import { sendFile } from "../../files/send-file.ts";
import { findFile, isVisitors } from "../../files/store.ts";
import { addressOf } from "../../platform/http/address.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { perMinute } from "../../platform/http/rate-limit.ts";
import { newId } from "../../platform/ids.ts";
import type { KnownProperty } from "../../properties/store.ts";
import type { WidgetDeps } from "../../visitors/routes.ts";
import { readLinkToken } from "../answers/conversation-link.ts";
import type { MailDeps } from "../deps.ts";
import { mailLocale } from "../outbound/templates/locale.ts";
import { addLinkedMessage, findLinked, listLinked, readLinkedMessages } from "./linked-conversation.ts";
import type { PageLook, RenderedPage } from "./page-frame.tsx";
import { type ConversationPage, conversationPage, gonePage, stopPage } from "./pages.tsx";
import { setMailStopped } from "./stop-mail.ts";

type PageDeps = MailDeps & Pick<WidgetDeps, "addressLimit" | "mayRead">;

/** Messages a minute and conversation. */
const MAX_MESSAGES = 20;
/** More characters than a token has. */
const MAX_TOKEN = 300;

const HEADERS = {
  "Cache-Control": "no-store",
  // the address is a key
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Robots-Tag": "noindex",
  "Cross-Origin-Opener-Policy": "same-origin",
} as const;

const NO_LOOK = { accent: "#0f5b4c", theme: "auto" } as const;

const Answer = z.object({ id: Uuid, text: z.string() });
const Before = z.string().check(z.regex(/^\d{1,15}$/));

/** The target of a valid link. */
interface Opened {
  readonly token: string;
  readonly property: KnownProperty;
  readonly row: ConversationRow;
  readonly look: PageLook;
  /** Of the visitor's browser; empty: unknown. */
  readonly timeZone: string;
  /** The link shows a blocked customer nothing, as their browsers do (R3). */
  readonly isBlocked: boolean;
}

/**
 * The page that a mail's link opens: one conversation, to read and to answer, without a script and without the visitor's
 * token, so that the link gives access to nothing else (R3, R12). A GET changes nothing, because programs that scan mails
 * open every link.
 */
export function conversationPageRoutes(deps: PageDeps) {
  const { config, database } = deps;
  const messages = perMinute(MAX_MESSAGES);

  const open = async (c: Context): Promise<Opened | null> => {
    await deps.addressLimit.take(addressOf(c, config.trustedProxies));
    const token = c.req.param("token") ?? "";
    const linked = token.length > MAX_TOKEN ? null : readLinkToken(deps.linkSecrets, token, deps.now());
    const property = linked && (await deps.properties.find(linked.property));
    const row = linked && (await findLinked(database.read, linked));
    if (!property || !row) return null;
    const { language, timeZone } = await readLanguage(row);
    const { accent, theme } = property.settings;
    const isBlocked = (await findBlocked(database.read, property.id, [row.visitor_id])).has(row.visitor_id);
    const look = { locale: mailLocale(language), accent, theme };
    return { token, property, row, timeZone, isBlocked, look };
  };
  const readLanguage = async ({ property_id, id, visitor_id }: ConversationRow) => {
    const device = await database.read
      .selectFrom("visitors")
      .select(["language", "time_zone"])
      .where("property_id", "=", property_id)
      .where("id", "=", visitor_id)
      .executeTakeFirst();
    const form = await database.read
      .selectFrom("submissions")
      .select("locale")
      .where("property_id", "=", property_id)
      .where("conversation_id", "=", id)
      .orderBy("received_at", "desc")
      .limit(1)
      .executeTakeFirst();
    return { language: form?.locale || device?.language || "", timeZone: device?.time_zone ?? "" };
  };
  const answer = (c: Context, { html, policy }: RenderedPage, status: 200 | 404 | 422 | 429 = 200) =>
    c.html(html, status, { ...HEADERS, "Content-Security-Policy": policy });
  const gone = (c: Context) =>
    answer(c, gonePage({ ...NO_LOOK, locale: mailLocale(c.req.header("accept-language") ?? "") }), 404);
  const show = async (
    opened: Opened,
    before: number | null,
    rejected: ConversationPage["rejected"] = null,
  ): Promise<RenderedPage> => {
    const { token, property, row, look } = opened;
    const shown = opened.isBlocked
      ? { messages: [], earlierThan: null }
      : await readLinkedMessages(database.read, property.id, await listLinked(database.read, row), before);
    return conversationPage({
      look,
      token,
      property: property.settings.name,
      ...shown,
      isEarlier: before !== null,
      timeZone: timeFormatIn([opened.timeZone, property.settings.timeZone]).zone,
      nextId: newId(deps),
      rejected,
    });
  };

  return new Hono()
    .get("/conversation/:token", async (c) => {
      const opened = await open(c);
      if (!opened || opened.isBlocked) return gone(c);
      const before = z.safeParse(Before, c.req.query("before"));
      return answer(c, await show(opened, before.success ? Number(before.data) : null));
    })
    .post("/conversation/:token", async (c) => {
      const opened = await open(c);
      if (!opened) return gone(c);
      const { token, property, row } = opened;
      const form = await readForm(c);
      const text = form.get("text") ?? "";
      const given = z.safeParse(Answer, { id: form.get("id"), text });
      try {
        await messages.take(row.id);
        if (opened.isBlocked) throw new ApiError("visitor_blocked");
        if (!given.success) throw new ApiError("invalid_request");
        await database.write((tx) => addLinkedMessage(tx, deps, property, row, given.data));
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        const reason = reasonOf(error);
        const status = error.problem.code === "too_many_requests" ? 429 : 422;
        return answer(c, await show(opened, null, { text, reason }), status);
      }
      return c.body(null, 303, { ...HEADERS, Location: token });
    })
    .get("/conversation/:token/files/:id", async (c) => {
      const opened = await open(c);
      const id = z.safeParse(Uuid, c.req.param("id"));
      const file =
        opened && id.success ? await findFile(database.read, opened.property.id, id.data) : undefined;
      if (!opened || opened.isBlocked || !file?.conversation_id) return gone(c);
      const ids = await listLinked(database.read, opened.row);
      const isShown = await isVisitors(database.read, file, opened.row.visitor_id, deps.mayRead);
      if (!isShown || !ids.includes(file.conversation_id)) return gone(c);
      return sendFile(c, deps, file, { inline: false, resourcePolicy: "same-origin" });
    })
    .get("/conversation/:token/stop", async (c) => {
      const opened = await open(c);
      if (!opened) return gone(c);
      const { look, token, property } = opened;
      return answer(c, stopPage({ look, token, property: property.settings.name, state: "asked" }));
    })
    .post("/conversation/:token/stop", async (c) => {
      const opened = await open(c);
      if (!opened) return gone(c);
      const { look, token, property, row } = opened;
      const isStopped = !(await readForm(c)).has("resume");
      const target = { property: property.id, conversation: row.id };
      await database.write((tx) => setMailStopped(tx, target, isStopped, deps.now()));
      const state = isStopped ? "stopped" : "resumed";
      return answer(c, stopPage({ look, token, property: property.settings.name, state }));
    });
}

/**
 * The fields of a form as the pages send it, urlencoded. The platform's own reader of forms also reads those of several
 * parts, which takes four times as long (R37).
 */
async function readForm(c: Context): Promise<URLSearchParams> {
  return new URLSearchParams(await c.req.text());
}

function reasonOf({ problem: { code } }: ApiError): "empty" | "tooLong" | "failed" {
  if (code === "message_empty") return "empty";
  return code === "message_too_long" ? "tooLong" : "failed";
}
