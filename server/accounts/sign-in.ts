import type * as z from "zod/mini";
import type { SignIn } from "../../shared/account.ts";
import type { Db } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import type { SignedIn } from "./auth.ts";
import { passwordFits } from "./password.ts";
import type { Attempt, SignInLimits } from "./sign-in-limits.ts";
import { findCredentials } from "./store.ts";

/**
 * Authenticates an agent by e-mail address and password. An unknown address takes as long as a wrong password, and has
 * the same answer.
 *
 * @throws ApiError `sign_in_failed`, `too_many_requests`
 */
export async function checkSignIn(
  { db, limits }: { db: Db; limits: SignInLimits },
  { email, password }: z.infer<typeof SignIn>,
  { address, knownBrowser }: Pick<Attempt, "address" | "knownBrowser">,
): Promise<SignedIn> {
  const attempt = { email, address, knownBrowser };
  await limits.take(attempt);
  const found = await findCredentials(db, email);
  const fits = await passwordFits(password, found?.password ?? null);
  if (!found || !fits) throw new ApiError("sign_in_failed");
  await limits.refund(attempt);
  return { id: found.id, name: found.name, email: found.email };
}
