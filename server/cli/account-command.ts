import { COMMAND_LINE, recordAccountAudit } from "../accounts/audit-log.ts";
import { createAuth } from "../accounts/auth.ts";
import { setDisabled } from "../accounts/disable-account.ts";
import { findByEmail, openPasswordReset, revokeAgent } from "../accounts/password-reset.ts";
import { removeTwoFactor } from "../accounts/two-factor.ts";
import type { Deps } from "../deps.ts";
import { type Terminal, USAGE, UsageError } from "./usage.ts";

/**
 * Prints a link by which an agent sets a new password: for the admin whom nobody else can help.
 *
 * @throws UsageError if there is no account with this e-mail
 */
export async function runResetPassword(
  deps: Deps,
  args: readonly string[],
  { out }: Terminal,
): Promise<void> {
  const agent = await findAccount(deps, args);
  const { publicUrl, port } = deps.config;
  const path = await openPasswordReset({ auth: createAuth(deps), random: deps.random }, agent.id);
  out.write(
    `${publicUrl ?? `http://localhost:${port}`}${path}\nThe link is valid for an hour and works once. When the new password is set, all sessions of ${agent.email} end.\n`,
  );
}

/**
 * Turns the two-factor authentication of an agent off who has lost the app and the recovery codes, and ends all sessions.
 *
 * @throws UsageError if there is no account with this e-mail, or it has no two-factor authentication
 */
export async function runResetTwoFactor(
  deps: Deps,
  args: readonly string[],
  { out }: Terminal,
): Promise<void> {
  const agent = await findAccount(deps, args);
  const isRemoved = await deps.database.write(async (tx) => {
    await revokeAgent(tx, agent.id);
    await recordAccountAudit(tx, deps, COMMAND_LINE, { agent: agent.id, action: "two_factor_off" });
    return removeTwoFactor(tx, agent.id);
  });
  if (!isRemoved) throw new UsageError(`${agent.email} does not use two-factor authentication.`);
  out.write(
    `${agent.email} signs in with the password alone until two-factor authentication is set up again.\n`,
  );
}

/**
 * Disables an account, which ends its sessions at once, or enables it again: for accounts that no admin can reach.
 *
 * @throws UsageError if there is no account with this e-mail
 */
export async function runDisableAccount(
  deps: Deps,
  args: readonly string[],
  { out }: Terminal,
  isDisabled: boolean,
): Promise<void> {
  const agent = await findAccount(deps, args);
  await deps.database.write((tx) => setDisabled(tx, deps, COMMAND_LINE, { agent: agent.id, isDisabled }));
  out.write(`${agent.email} ${isDisabled ? "can no longer sign in" : "can sign in again"}.\n`);
}

async function findAccount({ database }: Deps, args: readonly string[]) {
  const [email, ...more] = args;
  if (email === undefined || more.length) throw new UsageError(USAGE);
  const agent = await findByEmail(database.read, email.trim().toLowerCase());
  if (!agent) throw new UsageError(`There is no account with the e-mail ${email}.`);
  return agent;
}
