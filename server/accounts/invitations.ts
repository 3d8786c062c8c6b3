import type * as z from "zod/mini";
import type { Role } from "../../shared/account.ts";
import type { Fault } from "../../shared/error.ts";
import type { InvitationAccept, InvitationOffer } from "../../shared/joining.ts";
import type { Deps } from "../deps.ts";
import type { Db, Tx } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { newId } from "../platform/ids.ts";
import type { AccountMails } from "./account-mails.ts";
import type { SignedIn } from "./auth.ts";
import { hashLinkToken, newLinkToken } from "./link-token.ts";
import { hashPassword } from "./password.ts";
import { addMember, findAgentByEmail, findRole, insertAgent } from "./store.ts";

/** How long an invitation is valid. */
const INVITATION_DAYS = 7;
const INVITATION_LIFE = INVITATION_DAYS * 24 * 3_600_000;

type InvitationDeps = Pick<Deps, "now" | "random">;

/**
 * Invites a person to a property's team. A new invitation replaces an earlier one for the same e-mail address.
 *
 * @returns the link's path; the token is not stored and cannot be shown again
 * @throws ApiError `email_taken` if they are a member already
 */
export async function invite(
  tx: Tx,
  { now, random }: InvitationDeps,
  { property, email, role, by }: { property: string; email: string; role: Role; by: string },
): Promise<{ id: string; path: string }> {
  const account = await findAgentByEmail(tx, email);
  if (account && (await findRole(tx, property, account.id)))
    throw new ApiError("email_taken", { detail: `${email} is on the team already.` });
  await tx
    .deleteFrom("invitations")
    .where("property_id", "=", property)
    .where("email", "=", email)
    .where("accepted_at", "is", null)
    .execute();
  const token = newLinkToken(random);
  const id = newId({ now, random });
  await tx
    .insertInto("invitations")
    .values({
      id,
      property_id: property,
      email,
      role,
      token_hash: hashLinkToken(token),
      invited_by: by,
      created_at: now(),
      expires_at: now() + INVITATION_LIFE,
      accepted_at: null,
    })
    .execute();
  return { id, path: `/dashboard/invitation/${token}` };
}

/**
 * Mails an invitation's link to the person.
 *
 * @returns whether a mail was queued; false: the property can send none, or the server's address is not known
 */
export async function mailInvitation(
  tx: Tx,
  { accountMails }: { readonly accountMails: AccountMails },
  {
    property,
    email,
    inviter,
    path,
    base,
  }: {
    readonly property: string;
    readonly email: string;
    readonly inviter: string;
    readonly path: string;
    /** The public address of the server; null: not known. */
    readonly base: string | null;
  },
): Promise<boolean> {
  if (base === null) return false;
  const mail = { kind: "invitation", property, inviter, url: base + path, days: INVITATION_DAYS } as const;
  return accountMails.queue(tx, { name: "", email }, mail);
}

/** Revokes an invitation. @throws ApiError `not_found` */
export async function revokeInvitation(tx: Tx, property: string, id: string): Promise<void> {
  const { numDeletedRows } = await tx
    .deleteFrom("invitations")
    .where("property_id", "=", property)
    .where("id", "=", id)
    .where("accepted_at", "is", null)
    .executeTakeFirst();
  if (!numDeletedRows) throw new ApiError("not_found");
}

/** Reads the offer of an invitation's link. @throws ApiError `link_invalid` */
export async function readOffer(db: Db, token: string, now: number): Promise<InvitationOffer> {
  const { propertyName, email, role, account } = await findInvitation(db, token, now);
  return { property: propertyName, email, role, hasAccount: account !== null };
}

/**
 * Accepts an invitation: creates the membership, and the account if the e-mail address has none.
 *
 * @param signedIn the agent who uses the link, if signed in
 * @returns the agent's ID, and whether the account is new, so that its session is still to be opened
 * @throws ApiError `link_invalid`; `sign_in_required` or `forbidden` if the address has an account that is not signed
 *   in; `invalid_request` if a new account lacks its name or password
 */
export async function acceptInvitation(
  { database, now, random }: InvitationDeps & Pick<Deps, "database">,
  token: string,
  answer: z.infer<typeof InvitationAccept>,
  signedIn: SignedIn | null,
): Promise<{ readonly agent: string; readonly isNewAccount: boolean }> {
  const offer = await findInvitation(database.read, token, now());
  // before the transaction, because other writes would wait for the hash
  const created = offer.account ? null : await newAccount(offer.email, answer);
  return database.write(async (tx) => {
    const invitation = await findInvitation(tx, token, now());
    const { id, property, role, email, account } = invitation;
    const isNewAccount = created !== null && account === null;
    const agent = isNewAccount ? newId({ now, random }) : requireInvited(account, email, signedIn).id;
    if (isNewAccount) await insertAgent(tx, { id: agent, email, ...created, now: now() });
    await addMember(tx, { property, agent, role, now: now() });
    await tx.updateTable("invitations").set({ accepted_at: now() }).where("id", "=", id).execute();
    return { agent, isNewAccount };
  });
}

interface Invitation {
  readonly id: string;
  readonly property: string;
  readonly propertyName: string;
  readonly email: string;
  readonly role: Role;
  /** The ID of the account with the invited e-mail address; null: none. */
  readonly account: string | null;
}

async function findInvitation(db: Db, token: string, now: number): Promise<Invitation> {
  const row = await db
    .selectFrom("invitations")
    .innerJoin("properties", "properties.id", "invitations.property_id")
    .leftJoin("agents", "agents.email", "invitations.email")
    .select(["invitations.id", "invitations.email", "invitations.role"])
    .select(["properties.id as property", "properties.name as propertyName", "agents.id as account"])
    .where("token_hash", "=", hashLinkToken(token))
    .where("accepted_at", "is", null)
    .where("expires_at", ">", now)
    .executeTakeFirst();
  if (!row) throw new ApiError("link_invalid");
  return row;
}

function requireInvited(account: string | null, email: string, signedIn: SignedIn | null): SignedIn {
  if (!signedIn)
    throw new ApiError("sign_in_required", { detail: `Sign in as ${email} to accept this invitation.` });
  if (signedIn.id !== account)
    throw new ApiError("forbidden", {
      detail: `This invitation is for ${email}, but you are signed in as ${signedIn.email}.`,
    });
  return signedIn;
}

async function newAccount(
  email: string,
  { name, password }: z.infer<typeof InvitationAccept>,
): Promise<{ name: string; passwordHash: string }> {
  if (name !== undefined && password !== undefined)
    return { name, passwordHash: await hashPassword(password) };
  const missing = (path: string, message: string): Fault => ({ path, code: "required", message });
  throw new ApiError("invalid_request", {
    detail: `${email} has no account yet.`,
    faults: [
      ...(name === undefined ? [missing("name", "a name is needed")] : []),
      ...(password === undefined ? [missing("password", "a password is needed")] : []),
    ],
  });
}
