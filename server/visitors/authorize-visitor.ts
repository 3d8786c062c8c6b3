import type { Deps } from "../deps.ts";
import type { Database, Db, Tx } from "../platform/database/open.ts";
import type { Schema } from "../platform/database/schema.ts";
import { statement } from "../platform/database/statement.ts";
import { ApiError } from "../platform/http/api-error.ts";
import type { ServerSecret } from "../platform/secrets.ts";
import { readVisitorToken, type VisitorToken } from "./visitor-token.ts";

type Registration = Pick<Schema["visitors"], "registration" | "tokens_revoked_at" | "first_seen_at">;

export interface TokenDeps extends Pick<Deps, "now"> {
  readonly database: Pick<Database, "read">;
  readonly visitorSecrets: readonly ServerSecret[];
}

/**
 * Verifies a visitor token, that the registration that it was issued for still holds (R3), and that the visitor is not
 * blocked: a token from before an erasure or a revocation is not accepted, whoever has registered the visitor ID since.
 *
 * @throws ApiError as `identifyVisitor`, `visitor_blocked`
 */
export async function authorizeVisitor(
  deps: TokenDeps,
  property: string,
  token: string,
): Promise<VisitorToken> {
  const { isBlocked, ...given } = await identifyVisitor(deps, property, token);
  if (isBlocked) throw new ApiError("visitor_blocked");
  return given;
}

/**
 * As `authorizeVisitor`, but a visitor who is blocked is not refused: for what a blocked visitor may do, and for deliveries, each
 * of which is refused with a receipt.
 *
 * @throws ApiError as `readVisitorToken`; `token_invalid` too if the visitor was removed or the token was revoked, so that the widget
 *   registers again
 */
export async function identifyVisitor(
  { database, visitorSecrets, now }: TokenDeps,
  property: string,
  token: string,
): Promise<VisitorToken & { readonly isBlocked: boolean }> {
  const given = readVisitorToken(visitorSecrets, { token, property, now: now() });
  const [row] = await selectRegistration(database.read, { property, visitor: given.visitor });
  if (!row || !isOfRegistration(given, row)) throw new ApiError("token_invalid");
  return { ...given, isBlocked: Boolean(row.is_blocked) };
}

/**
 * Whether a token is of a registration. One that does not name its registration, because it was issued before tokens did, is
 * recognized by the time.
 */
export function isOfRegistration(
  { registration, issuedAt }: Pick<VisitorToken, "registration" | "issuedAt">,
  row: Registration,
): boolean {
  if (registration !== null) return registration === row.registration;
  return issuedAt >= row.first_seen_at && issuedAt > (row.tokens_revoked_at ?? -1);
}

const selectRegistration = statement((db: Db, { property, visitor }: { property: string; visitor: string }) =>
  db
    .selectFrom("visitors")
    .select(({ exists, selectFrom }) => [
      "registration",
      "tokens_revoked_at",
      "first_seen_at",
      exists(
        selectFrom("blocked_visitors")
          .select("blocked_visitors.visitor_id")
          .whereRef("blocked_visitors.property_id", "=", "visitors.property_id")
          .where((eb) =>
            eb.or([
              eb("blocked_visitors.visitor_id", "=", eb.ref("visitors.id")),
              eb("blocked_visitors.visitor_id", "=", eb.ref("visitors.attached_to")),
            ]),
          ),
      ).as("is_blocked"),
    ])
    .where("property_id", "=", property)
    .where("id", "=", visitor),
);

/**
 * Revokes all tokens of a visitor, and publishes `visitor_revoked`, which ends the live connections. The browser that
 * registered the visitor gets another token by its proof.
 *
 * @param registration a new random ID
 */
export async function revokeVisitorTokens(
  tx: Tx,
  { property, visitor }: { readonly property: string; readonly visitor: string },
  { registration, now }: { readonly registration: string; readonly now: number },
): Promise<void> {
  await tx
    .updateTable("visitors")
    .set({ registration, tokens_revoked_at: now })
    .where("property_id", "=", property)
    .where("id", "=", visitor)
    .execute();
  tx.publish({ kind: "visitor_revoked", property, visitor });
}
