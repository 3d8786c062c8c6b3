import type * as z from "zod/mini";
import type { SignIn } from "../../shared/account.ts";
import type { Db } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import type { SignedIn } from "./auth.ts";
import { passwordFits } from "./password.ts";
import type { SignInLimits } from "./sign-in-limits.ts";
import { findCredentials } from "./store.ts";

/**
 * Who is it? An unknown e-mail costs as much time as a wrong password, and is answered the same.
 *
 * @param address where the attempt comes from, for the limits
 * @throws Failure `sign_in_failed`, `too_many_requests`
 */
export async function checkSignIn(
  { db, limits }: { db: Db; limits: SignInLimits },
  { email, password }: z.infer<typeof SignIn>,
  address: string,
): Promise<SignedIn> {
  await limits.take(email, address);
  const found = await findCredentials(db, email);
  const fits = await passwordFits(password, found?.password ?? null);
  if (!found || !fits) throw new ApiError("sign_in_failed");
  await limits.giveBack(email, address);
  return { id: found.id, name: found.name, email: found.email };
}
