import type { Context } from "hono";
import type * as z from "zod/mini";
import type { TwoFactorSetup, TwoFactorSignIn, TwoFactorStatus } from "../../shared/account-security.ts";
import type { Deps } from "../deps.ts";
import type { Tx } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import type { Auth, SessionAgent } from "./auth.ts";
import { hashLinkToken } from "./link-token.ts";

interface TwoFactorDeps extends Pick<Deps, "database" | "now"> {
  readonly auth: Auth;
}

/** Longer than an authenticator app's code is accepted: its 30 seconds, and those before and after, ms. */
const CODE_LIFE = 120_000;

/**
 * Opens the session of a sign-in with the code of the authenticator app, or with a recovery code. Five wrong codes end the sign-in, ten
 * in a row lock the account for a quarter of an hour.
 *
 * @returns the agent's ID
 * @throws ApiError `two_factor_expired`, `two_factor_code_wrong`, `too_many_requests`
 */
export async function verifySignInCode(
  deps: TwoFactorDeps,
  c: Context,
  { kind, code, trustBrowser }: z.infer<typeof TwoFactorSignIn>,
): Promise<string> {
  const { auth } = deps;
  const { agent } = await auth.call(c, (api, request) => api.readChallenge(request));
  if (agent === null) throw new ApiError("two_factor_expired");
  // a session that the browser still has would be taken for the one that is to be verified
  const body = { code, trustDevice: trustBrowser };
  if (kind === "recovery")
    await auth.call(c, (api, request) => api.verifyBackupCode({ ...withoutSession(request), body }));
  else
    await useCode(deps, { agent, code }, () =>
      auth.call(c, (api, request) => api.verifyTOTP({ ...withoutSession(request), body })),
    );
  return agent;
}

function withoutSession<R extends { readonly headers: Headers }>(request: R): R {
  const cookies = (request.headers.get("cookie") ?? "").split(/;\s*/);
  request.headers.set("cookie", cookies.filter((one) => !/foyer\.session_/.test(one)).join("; "));
  return request;
}

/**
 * Uses a code of an authenticator app: each works once (RFC 6238, section 5.2), also if two requests come at the same
 * time. A wrong code is not remembered, because it may be the right one later.
 *
 * @throws ApiError `two_factor_code_wrong`; what `verify` throws
 */
async function useCode(
  { database, now }: Pick<TwoFactorDeps, "database" | "now">,
  { agent, code }: { readonly agent: string; readonly code: string },
  verify: () => Promise<unknown>,
): Promise<void> {
  const codeHash = hashLinkToken(code);
  const isFirst = await database.write(async (tx) => {
    await removeUsedCodes(tx, now());
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto("agent_used_codes")
      .values({ agent_id: agent, code_hash: codeHash, used_at: now() })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return Number(numInsertedOrUpdatedRows ?? 0) > 0;
  });
  if (!isFirst) throw new ApiError("two_factor_code_wrong");
  try {
    await verify();
  } catch (error) {
    await database.write((tx) =>
      tx
        .deleteFrom("agent_used_codes")
        .where("agent_id", "=", agent)
        .where("code_hash", "=", codeHash)
        .execute(),
    );
    throw error;
  }
}

/** Forgets codes that are no longer valid anyway. */
export async function removeUsedCodes(tx: Tx, now: number): Promise<void> {
  await tx
    .deleteFrom("agent_used_codes")
    .where("used_at", "<", now - CODE_LIFE)
    .execute();
}

/** Whether the agent uses two-factor authentication, and how many recovery codes are left. */
export async function readTwoFactor(
  { auth }: Pick<TwoFactorDeps, "auth">,
  { id, twoFactor: state }: SessionAgent,
): Promise<TwoFactorStatus> {
  if (state !== "on") return { state, recoveryCodes: 0 };
  const { backupCodes } = await auth.callBare((api) => api.viewBackupCodes({ body: { userId: id } }));
  return { state, recoveryCodes: backupCodes.length };
}

/**
 * Makes a new secret and recovery codes. They count as soon as a first code is entered.
 *
 * @throws ApiError `password_wrong`, `two_factor_changed` if it is on already
 */
export async function setUpTwoFactor(
  { auth }: Pick<TwoFactorDeps, "auth">,
  c: Context,
  password: string,
): Promise<TwoFactorSetup> {
  const made = await auth.call(c, (api, request) =>
    api.enableTwoFactor({ ...request, body: { password, method: "totp" } }),
  );
  if (made.method !== "totp") throw new ApiError("internal");
  const { totpURI: uri, backupCodes: recoveryCodes } = made;
  return { uri, secret: new URL(uri).searchParams.get("secret") ?? "", recoveryCodes };
}

/** Turns two-factor authentication on, by a first code. @throws ApiError `two_factor_code_wrong`, `two_factor_changed` */
export async function confirmTwoFactor(
  deps: TwoFactorDeps,
  c: Context,
  { id }: SessionAgent,
  code: string,
): Promise<void> {
  await useCode(deps, { agent: id, code }, () =>
    deps.auth.call(c, (api, request) => api.verifyTOTP({ ...request, body: { code } })),
  );
}

/** Makes new recovery codes: the old ones are void. @throws ApiError `password_wrong`, `two_factor_changed` */
export async function renewRecoveryCodes(
  { auth }: Pick<TwoFactorDeps, "auth">,
  c: Context,
  password: string,
): Promise<string[]> {
  const made = await auth.call(c, (api, request) =>
    api.generateBackupCodes({ ...request, body: { password } }),
  );
  return made.backupCodes;
}

/** Turns two-factor authentication off. No browser is trusted any more. @throws ApiError `password_wrong` */
export async function turnTwoFactorOff(
  { auth, database }: Pick<TwoFactorDeps, "auth" | "database">,
  c: Context,
  { id }: SessionAgent,
  password: string,
): Promise<void> {
  await auth.call(c, (api, request) => api.disableTwoFactor({ ...request, body: { password } }));
  await database.write((tx) => tx.deleteFrom("agent_verifications").where("value", "=", id).execute());
}

/**
 * Removes the two-factor authentication of an agent who has lost the app and the recovery codes.
 *
 * @returns whether there was any
 */
export async function removeTwoFactor(tx: Tx, agent: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom("agent_two_factors")
    .where("userId", "=", agent)
    .executeTakeFirst();
  await tx.updateTable("agents").set({ twoFactorEnabled: 0 }).where("id", "=", agent).execute();
  return numDeletedRows > 0n;
}
