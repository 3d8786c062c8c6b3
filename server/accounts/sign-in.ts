import type * as z from "zod/mini";
import type { SignIn } from "../../shared/account.ts";
import type { Deps } from "../deps.ts";
import type { Db } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { type Actor, recordAccountAudit } from "./audit-log.ts";
import type { SignedIn } from "./auth.ts";
import { passwordFits } from "./password.ts";
import type { Attempt, SignInLimits } from "./sign-in-limits.ts";
import { findAgentByEmail, findCredentials } from "./store.ts";

/**
 * Authenticates an agent by e-mail address and password. An unknown address takes as long as a wrong password, and has
 * the same answer.
 *
 * @throws ApiError `sign_in_failed`, `too_many_requests`; `account_disabled` if the password is right
 */
export async function checkSignIn(
  deps: Pick<Deps, "database" | "log" | "now" | "random"> & { readonly limits: SignInLimits },
  { email, password }: z.infer<typeof SignIn>,
  { address, browser, knownBrowser }: Pick<Attempt, "address" | "knownBrowser"> & Pick<Actor, "browser">,
): Promise<SignedIn> {
  const { database, limits } = deps;
  const attempt = { email, address, knownBrowser };
  const from = { id: null, name: "", address, browser };
  try {
    await limits.take(attempt);
  } catch (error) {
    recordBlocked(deps, email, from);
    throw error;
  }
  const found = await findCredentials(database.read, email);
  const fits = await passwordFits(password, found?.password ?? null);
  if (!found || !fits) throw new ApiError("sign_in_failed");
  await limits.refund(attempt);
  if (found.disabled_at !== null) {
    await database.write((tx) =>
      recordAccountAudit(tx, deps, from, { agent: found.id, action: "sign_in_disabled" }),
    );
    throw new ApiError("account_disabled");
  }
  return { id: found.id, name: found.name, email: found.email };
}

/** How often a row of the audit log says that the attempts for an account are used up, ms. */
const BLOCKED_INTERVAL = 15 * 60_000;

/**
 * Records that the attempts to sign in to an account are used up, once in a while, because a flood of attempts would fill
 * the log. Works in the background, so that the time of the answer does not tell whether the address is known.
 */
function recordBlocked(
  deps: Pick<Deps, "database" | "log" | "now" | "random">,
  email: string,
  from: Actor,
): void {
  const { database, log, now } = deps;
  const record = async () => {
    const agent = await findAgentByEmail(database.read, email);
    if (!agent || (await wasRecorded(database.read, agent.id, now()))) return;
    await database.write(async (tx) => {
      if (await wasRecorded(tx, agent.id, now())) return;
      await recordAccountAudit(tx, deps, from, { agent: agent.id, action: "sign_in_blocked" });
    });
  };
  record().catch((err: unknown) => log.error({ err }, "could not record that sign-in attempts are used up"));
}

async function wasRecorded(db: Db, agent: string, now: number): Promise<boolean> {
  const row = await db
    .selectFrom("audit_log")
    .innerJoin("memberships", "memberships.property_id", "audit_log.property_id")
    .innerJoin("agents", "agents.id", "memberships.agent_id")
    .select("audit_log.id")
    .where("memberships.agent_id", "=", agent)
    .where("audit_log.action", "=", "sign_in_blocked")
    .whereRef("audit_log.subject_name", "=", "agents.name")
    .where("audit_log.at", ">", now - BLOCKED_INTERVAL)
    .limit(1)
    .executeTakeFirst();
  return !!row;
}
