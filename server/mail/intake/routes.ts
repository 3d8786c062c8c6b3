import { Hono } from "hono";
import {
  HttpSecret,
  MailboxSave,
  type MailboxSettings,
  type MailboxSettingsDraft,
  MailboxTest,
  MailboxTestResult,
  PropertyMailbox,
} from "../../../shared/mailbox-settings.ts";
import { ReceivedMails } from "../../../shared/received-mail.ts";
import { type Actor, recordAudit } from "../../accounts/audit-log.ts";
import type { AgentEnv, May } from "../../accounts/guards.ts";
import { sentType } from "../../files/file-kinds.ts";
import { disposition } from "../../files/file-name.ts";
import { SANDBOX_HEADERS, sendBytes } from "../../files/send-file.ts";
import { endpoint, json } from "../../platform/http/endpoint.ts";
import { perMinute } from "../../platform/http/rate-limit.ts";
import type { MailDeps } from "../deps.ts";
import { drawHttpSecret, hashHttpSecret } from "./http/http-secret.ts";
import { mailboxFailure } from "./imap/mailbox-error.ts";
import { listReceivedMails, requireReceivedMail } from "./list-received.ts";
import { ORIGINAL_POLICY, originalPage } from "./original-page.ts";
import { readOriginal } from "./read-mail.ts";
import { retryReceivedMail } from "./retry-received.ts";
import {
  completeMailbox,
  findMailbox,
  parseMailbox,
  saveHttpSecret,
  saveMailbox,
} from "./settings/mailbox.ts";
import { readPropertyMailbox } from "./settings/read-property-mailbox.ts";
import { testMailbox } from "./settings/test-mailbox.ts";

/** Tests a minute and admin: each connects to a server that the admin names. */
const MAX_TESTS = 10;

/** How a property receives mail, and its received mails. To be mounted behind `signedIn`. */
export function mailboxRoutes(deps: MailDeps, may: May) {
  const { database, now } = deps;
  const [mayRead, mayConfigure] = [may("conversations.read"), may("mail.configure")];
  const saveSecret = (property: string, by: Actor, hash: string | null) =>
    database.write(async (tx) => {
      await saveHttpSecret(tx, property, hash);
      await recordAudit(tx, deps, by, { property, action: "mailbox_secret_changed" });
    });
  const tests = perMinute(MAX_TESTS);
  const stored = async (property: string): Promise<MailboxSettings | null> => {
    const row = await findMailbox(database.read, property);
    return row ? parseMailbox(row) : null;
  };
  const complete = async (property: string, draft: MailboxSettingsDraft) =>
    completeMailbox(draft, await stored(property));

  return new Hono<AgentEnv>()
    .get(
      "/properties/:property/mailbox",
      endpoint(
        "How a property receives mail, without secrets",
        PropertyMailbox,
        "property_unknown",
        "forbidden",
      ),
      mayConfigure,
      async (c) => c.json(await readPropertyMailbox(database.read, c.req.param("property"))),
    )
    .put(
      "/properties/:property/mailbox",
      endpoint(
        "Save how a property receives mail. A secret that is null stays as it is stored",
        PropertyMailbox,
        "property_unknown",
        "forbidden",
        "settings_changed",
      ),
      mayConfigure,
      json(MailboxSave),
      async (c) => {
        const property = c.req.param("property");
        const { settings: draft, version } = c.req.valid("json");
        const settings = await complete(property, draft);
        await database.write(async (tx) => {
          await saveMailbox(tx, { property, version, settings, now: now() });
          await recordAudit(tx, deps, c.var.agent, { property, action: "mailbox_changed" });
        });
        return c.json(await readPropertyMailbox(database.read, property));
      },
    )
    .post(
      "/properties/:property/mailbox/test",
      endpoint(
        "Sign in to a mailbox, and hear what its server answers",
        MailboxTestResult,
        "property_unknown",
        "forbidden",
        "too_many_requests",
      ),
      mayConfigure,
      json(MailboxTest),
      async (c) => {
        const property = c.req.param("property");
        await tests.take(c.var.agent.id);
        const { settings: draft } = c.req.valid("json");
        const settings = draft ? await complete(property, draft) : await stored(property);
        const result: MailboxTestResult = settings?.imap
          ? await testMailbox(deps, property, settings.imap)
          : { kind: "failed", ...mailboxFailure("mailbox_not_configured"), folders: [] };
        return c.json(result);
      },
    )
    .post(
      "/properties/:property/mailbox/secret",
      endpoint(
        "Make a new secret for the HTTP endpoint; it is shown once",
        HttpSecret,
        "property_unknown",
        "forbidden",
      ),
      mayConfigure,
      async (c) => {
        const secret = drawHttpSecret(deps);
        await saveSecret(c.req.param("property"), c.var.agent, hashHttpSecret(secret));
        return c.json({ secret });
      },
    )
    .delete(
      "/properties/:property/mailbox/secret",
      endpoint("Turn the HTTP endpoint off", PropertyMailbox, "property_unknown", "forbidden"),
      mayConfigure,
      async (c) => {
        const property = c.req.param("property");
        await saveSecret(property, c.var.agent, null);
        return c.json(await readPropertyMailbox(database.read, property));
      },
    )
    .get(
      "/properties/:property/conversations/:id/received-mails",
      endpoint(
        "The received mails of a conversation, oldest first",
        ReceivedMails,
        "property_unknown",
        "not_found",
      ),
      mayRead,
      async (c) => {
        const { property, id } = c.req.param();
        return c.json({ items: await listReceivedMails(database.read, property, id) });
      },
    )
    .get(
      "/properties/:property/received-mails/:id/original",
      endpoint("A received mail as a page for a sandboxed frame", "bytes", "property_unknown", "not_found"),
      mayRead,
      async (c) => {
        const { property, id } = c.req.param();
        const row = await requireReceivedMail(database.read, property, id);
        return c.html(originalPage(await readOriginal(deps, row)), 200, {
          "Content-Security-Policy": ORIGINAL_POLICY,
          "X-Content-Type-Options": "nosniff",
          "Referrer-Policy": "no-referrer",
        });
      },
    )
    .get(
      "/properties/:property/received-mails/:id/raw",
      endpoint("Download a received mail as it came", "bytes", "property_unknown", "not_found"),
      mayRead,
      async (c) => {
        const { property, id } = c.req.param();
        const row = await requireReceivedMail(database.read, property, id);
        const headers = {
          ...SANDBOX_HEADERS,
          "Content-Type": sentType("message/rfc822"),
          "Content-Length": String(row.size),
          "Content-Disposition": disposition("attachment", "original.eml"),
          "Cross-Origin-Resource-Policy": "same-origin",
        };
        return sendBytes(c, await deps.files.get(`${property}/${row.id}`), 200, headers);
      },
    )
    .post(
      "/properties/:property/received-mails/:id/retry",
      endpoint("Process a mail again that could not be", PropertyMailbox, "property_unknown", "not_found"),
      mayConfigure,
      async (c) => {
        const { property, id } = c.req.param();
        await database.write((tx) => retryReceivedMail(tx, property, id, now()));
        return c.json(await readPropertyMailbox(database.read, property));
      },
    );
}
