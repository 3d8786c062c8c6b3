import type { Context } from "hono";
import type { Me } from "../../shared/account.ts";
import type { Deps } from "../deps.ts";
import type { AccountMails } from "./account-mails.ts";
import { recordAccountAudit } from "./audit-log.ts";
import type { Auth } from "./auth.ts";
import { browserName } from "./browser-name.ts";
import { browserToken, rememberBrowser, setBrowserCookie } from "./known-browsers.ts";
import { readMe } from "./read-me.ts";

interface SignInDeps extends Pick<Deps, "config" | "database" | "now" | "random"> {
  readonly auth: Auth;
  readonly accountMails: AccountMails;
}

/**
 * Finishes a sign-in: remembers the browser, and tells the agent by mail if it is a new one.
 *
 * @param isNewAccount whether the account was just created in this browser, so that there is nothing to tell
 * @returns what the dashboard shows first
 */
export async function welcome(
  { accountMails, auth, config, database, now, random }: SignInDeps,
  c: Context,
  agent: string,
  { isNewAccount = false } = {},
): Promise<Me> {
  const me = await readMe(database.read, agent);
  const last = browserToken(c);
  const browser = browserName(c.req.header("user-agent") ?? "") || "an unknown browser";
  const token = await database.write(async (tx) => {
    const remembered = await rememberBrowser(tx, { now, random }, { agent, last });
    if (!remembered.isKnown && !isNewAccount) {
      const by = { ...auth.from(c), id: agent, name: me.agent.name };
      await recordAccountAudit(tx, { now, random }, by, { agent, action: "sign_in_new_browser" });
      await accountMails.queue(tx, me.agent, {
        kind: "sign_in_notice",
        browser,
        at: now(),
        url: config.publicUrl && `${config.publicUrl}/dashboard/account`,
      });
    }
    return remembered.token;
  });
  setBrowserCookie(c, token, auth.isSecure(c));
  return me;
}
