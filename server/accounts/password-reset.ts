import type { Deps } from "../deps.ts";
import type { Db, Tx } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import type { AccountMails } from "./account-mails.ts";
import { type Actor, recordAccountAudit } from "./audit-log.ts";
import type { Auth } from "./auth.ts";
import { RESET_SECONDS } from "./library-request.ts";
import { newLinkToken } from "./link-token.ts";
import { setEmailProven } from "./store.ts";
import { removeTwoFactor } from "./two-factor.ts";
import { refuseWeakPassword } from "./weak-password.ts";

export interface ResetDeps extends Pick<Deps, "config" | "database" | "log" | "now" | "random"> {
  readonly auth: Auth;
  readonly accountMails: AccountMails;
}

/** Whether a link to set a new password can be mailed. The link is ours only if the server knows its public address. */
export async function canResetByMail({
  accountMails,
  config,
  database,
}: Pick<ResetDeps, "accountMails" | "config" | "database">): Promise<boolean> {
  // the address of the request would be whatever its sender writes into the Host header
  return config.publicUrl !== null && (await accountMails.canSend(database.read));
}

/**
 * Mails a link to set a new password to the address, if it has an account. Works in the background, so that the time of the
 * answer does not tell whether the address is known.
 */
export function mailPasswordReset(deps: ResetDeps, email: string): void {
  queueReset(deps, email).catch((err: unknown) =>
    deps.log.error({ err }, "could not send a link to set a new password"),
  );
}

async function queueReset(deps: ResetDeps, email: string): Promise<void> {
  const { accountMails, config, database } = deps;
  const agent = await findByEmail(database.read, email);
  if (!agent || agent.disabled_at !== null || config.publicUrl === null) return;
  const url = config.publicUrl + (await openPasswordReset(deps, agent.id));
  const mail = { kind: "password_reset", url, minutes: RESET_SECONDS / 60 } as const;
  await database.write((tx) => accountMails.queue(tx, agent, mail));
}

/** Makes a link to set a new password, which works once within an hour. @returns its path */
export async function openPasswordReset(
  { auth, random }: Pick<ResetDeps, "auth" | "random">,
  agent: string,
): Promise<string> {
  const token = newLinkToken(random);
  await auth.callBare((api) => api.openPasswordReset({ body: { agent, token } }));
  return `/dashboard/password/${token}`;
}

/** Reads whose password a link sets. @throws ApiError `link_invalid` */
export async function readPasswordReset(
  { auth, database }: Pick<ResetDeps, "auth" | "database">,
  token: string,
): Promise<{
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly emailVerified: number;
}> {
  const { agent: id } = await auth.callBare((api) => api.readPasswordReset({ body: { token } }));
  const agent =
    id === null
      ? undefined
      : await database.read
          .selectFrom("agents")
          .select(["id", "name", "email", "emailVerified"])
          .where("id", "=", id)
          .where("disabled_at", "is", null)
          .executeTakeFirst();
  if (!agent) throw new ApiError("link_invalid");
  return agent;
}

interface ResetRequest {
  readonly token: string;
  readonly password: string;
  readonly from: Pick<Actor, "address" | "browser">;
}

/**
 * Sets a new password by a link. All sessions of the agent end, no browser is trusted any more, and the agent's other links
 * are void: whoever had the old password is out.
 *
 * @throws ApiError `link_invalid`, `invalid_request` for a weak password
 */
export async function resetPassword(
  deps: Pick<ResetDeps, "auth" | "database" | "now" | "random">,
  { token, password, from }: ResetRequest,
): Promise<void> {
  const agent = await readPasswordReset(deps, token);
  await refuseWeakPassword(password, agent);
  await deps.auth.callBare((api) => api.resetPassword({ body: { token, newPassword: password } }));
  await deps.database.write(async (tx) => {
    await revokeAgent(tx, agent.id);
    // whoever made the account for an address that was not theirs must not keep the owner out by a second factor
    if (!agent.emailVerified) await removeTwoFactor(tx, agent.id);
    await setEmailProven(tx, agent.id);
    const by = { ...from, id: agent.id, name: agent.name };
    await recordAccountAudit(tx, deps, by, { agent: agent.id, action: "password_reset" });
  });
}

/** Ends all that an agent's browsers and links are trusted for. */
export async function revokeAgent(tx: Tx, agent: string): Promise<void> {
  await tx.deleteFrom("agent_sessions").where("userId", "=", agent).execute();
  // links, trusted browsers, and sign-ins that wait for a code
  await tx.deleteFrom("agent_verifications").where("value", "=", agent).execute();
  tx.publish({ kind: "agent_revoked", agent, property: null });
}

/** An account by its e-mail address; null if there is none. */
export async function findByEmail(
  db: Db,
  email: string,
): Promise<{
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly disabled_at: number | null;
} | null> {
  const row = await db
    .selectFrom("agents")
    .select(["id", "name", "email", "disabled_at"])
    .where("email", "=", email)
    .executeTakeFirst();
  return row ?? null;
}
