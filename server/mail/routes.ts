import { Hono } from "hono";
import * as z from "zod/mini";
import { MailInfo, MailList } from "../../shared/mail.ts";
import {
  type MailSettings,
  type MailSettingsDraft,
  MailSettingsSave,
  MailTest,
  MailTestResult,
  PropertyMail,
} from "../../shared/mail-settings.ts";
import { type Actor, recordAudit } from "../accounts/audit-log.ts";
import type { AgentEnv, May } from "../accounts/guards.ts";
import type { Tx } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { endpoint, json, query } from "../platform/http/endpoint.ts";
import { perMinute } from "../platform/http/rate-limit.ts";
import { readAnswerRoute } from "./answers/answer-route.ts";
import type { MailDeps } from "./deps.ts";
import { listMails } from "./outbound/list-mails.ts";
import { retryMail } from "./outbound/retry-mail.ts";
import { readMailAccount, saveMailSettings } from "./settings/mail-account.ts";
import { mergeSecrets } from "./settings/merge-secrets.ts";
import { readPropertyMail } from "./settings/read-property-mail.ts";
import { sendTestMail } from "./settings/test-mail.ts";
import { dkimKeyFault } from "./transport/dkim-key.ts";
import { mailFailure } from "./transport/failure.ts";

/** Tests a minute and admin: each is a connection to a server that the admin names. */
const MAX_TESTS = 10;

const Version = z.object({ version: z.coerce.number().check(z.int()) });

/** A property's mail settings, their test, and the mails about conversations. To be mounted behind `signedIn`. */
export function mailRoutes(deps: MailDeps, may: May) {
  const { database, mailDefaults, now } = deps;
  const [mayRead, mayWrite, mayConfigure] = [
    may("conversations.read"),
    may("conversations.write"),
    may("mail.configure"),
  ];
  const tests = perMinute(MAX_TESTS);
  const save = async (tx: Tx, by: Actor, saved: Parameters<typeof saveMailSettings>[1]) => {
    await saveMailSettings(tx, saved);
    await recordAudit(tx, deps, by, { property: saved.property, action: "mail_changed" });
  };
  const read = (property: string) => readPropertyMail(database.read, deps, property);
  const account = (property: string) => readMailAccount(database.read, mailDefaults, property);
  const complete = async (property: string, draft: MailSettingsDraft): Promise<MailSettings> => {
    const stored = await account(property);
    return completeSettings(draft, stored?.source === "property" ? stored.settings : null);
  };

  return new Hono<AgentEnv>()
    .get(
      "/properties/:property/mail",
      endpoint("A property's mail settings, without secrets", PropertyMail, "property_unknown", "forbidden"),
      mayConfigure,
      async (c) => c.json(await read(c.req.param("property"))),
    )
    .put(
      "/properties/:property/mail",
      endpoint(
        "Save mail settings. A secret that is null stays as it is stored",
        PropertyMail,
        "property_unknown",
        "forbidden",
        "settings_changed",
      ),
      mayConfigure,
      json(MailSettingsSave),
      async (c) => {
        const property = c.req.param("property");
        const { settings: draft, version } = c.req.valid("json");
        const settings = await complete(property, draft);
        await database.write((tx) => save(tx, c.var.agent, { property, version, settings, now: now() }));
        return c.json(await read(property));
      },
    )
    .delete(
      "/properties/:property/mail",
      endpoint(
        "Remove a property's mail settings: those of the environment are used",
        PropertyMail,
        "property_unknown",
        "forbidden",
        "settings_changed",
      ),
      mayConfigure,
      query(Version),
      async (c) => {
        const property = c.req.param("property");
        const { version } = c.req.valid("query");
        await database.write((tx) =>
          save(tx, c.var.agent, { property, version, settings: null, now: now() }),
        );
        return c.json(await read(property));
      },
    )
    .post(
      "/properties/:property/mail/test",
      endpoint(
        "Send a mail to oneself, and hear what the mail server answers",
        MailTestResult,
        "property_unknown",
        "forbidden",
        "too_many_requests",
      ),
      mayConfigure,
      json(MailTest),
      async (c) => {
        const property = c.req.param("property");
        await tests.take(c.var.agent.id);
        const { settings: draft } = c.req.valid("json");
        const settings = draft ? await complete(property, draft) : (await account(property))?.settings;
        const { name, email: address } = c.var.agent;
        if (!settings)
          return c.json<MailTestResult>({
            kind: "failed",
            to: address,
            ...mailFailure("mail_not_configured"),
          });
        return c.json(await sendTestMail(deps, { property, settings, to: { name, address } }));
      },
    )
    .get(
      "/properties/:property/conversations/:id/mails",
      endpoint(
        "The mails about a conversation, oldest first, and whether answers go by mail",
        MailList,
        "property_unknown",
        "not_found",
      ),
      mayRead,
      async (c) => {
        const { property, id } = c.req.param();
        const route = await readAnswerRoute(database.read, mailDefaults, property, id);
        return c.json({ items: await listMails(database.read, property, id), route });
      },
    )
    .post(
      "/properties/:property/mails/:id/retry",
      endpoint("Try a mail again", MailInfo, "property_unknown", "not_found", "mail_not_retriable"),
      mayWrite,
      async (c) => {
        const { property, id } = c.req.param();
        return c.json(await database.write((tx) => retryMail(tx, property, id, now())));
      },
    );
}

/**
 * The settings of a draft with the stored secrets.
 *
 * @throws ApiError `invalid_request` if a secret is missing, or if the DKIM key would leave mails unsigned
 */
function completeSettings(draft: MailSettingsDraft, stored: MailSettings | null): MailSettings {
  const merged = mergeSecrets(draft, stored);
  if (merged.kind === "incomplete") throw new ApiError("invalid_request", { faults: [...merged.faults] });
  const { dkim } = merged.settings;
  const message = dkim && dkimKeyFault(dkim.privateKey);
  if (message)
    throw new ApiError("invalid_request", {
      faults: [{ path: "settings.dkim.privateKey", code: "dkim_key", message }],
    });
  return merged.settings;
}
