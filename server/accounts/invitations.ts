import type * as z from "zod/mini";
import type { Role } from "../../shared/account.ts";
import type { Fault } from "../../shared/error.ts";
import type { InvitationAccept, InvitationCreated, InvitationOffer } from "../../shared/joining.ts";
import type { Deps } from "../deps.ts";
import type { Db, Tx } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { newId } from "../platform/ids.ts";
import type { AccountMails } from "./account-mails.ts";
import { type Actor, recordAudit } from "./audit-log.ts";
import type { SignedIn } from "./auth.ts";
import { hashLinkToken, newLinkToken } from "./link-token.ts";
import { hashPassword } from "./password.ts";
import { revokeAgent } from "./password-reset.ts";
import { addMember, findAgentByEmail, findRole, insertAgent, setEmailProven, setPassword } from "./store.ts";
import { removeTwoFactor } from "./two-factor.ts";
import { refuseWeakPassword } from "./weak-password.ts";

/** How long an invitation is valid. */
const INVITATION_DAYS = 7;
const INVITATION_LIFE = INVITATION_DAYS * 24 * 3_600_000;

type InvitationDeps = Pick<Deps, "now" | "random">;

interface Wanted {
  readonly property: string;
  readonly email: string;
  readonly role: Role;
  /** Whether the admin hands the link over, and no mail is sent. */
  readonly byHand?: boolean | undefined;
  /** The address of the server for the link; null: not known. */
  readonly base: string | null;
}

/**
 * Invites a person to a property's team. The link goes by mail, and then to nobody else, so that only the owner of the
 * address can accept it; or, if no mail can be sent or the admin wants so, the admin hands it over. A new invitation
 * replaces an earlier one for the same e-mail address.
 *
 * @returns the link's path, if the admin has to hand it over; the token is not stored and cannot be shown again
 * @throws ApiError `email_taken` if they are a member already
 */
export async function invite(
  tx: Tx,
  deps: InvitationDeps & Pick<Deps, "config"> & { readonly accountMails: AccountMails },
  by: Actor & { readonly id: string },
  { property, email, role, byHand = false, base }: Wanted,
): Promise<z.infer<typeof InvitationCreated>> {
  const { accountMails, config, now, random } = deps;
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
  const path = `/dashboard/invitation/${token}`;
  const isMailed =
    !byHand &&
    base !== null &&
    (await accountMails.queue(
      tx,
      { name: "", email },
      { kind: "invitation", property, inviter: by.name, url: base + path, days: INVITATION_DAYS },
    ));
  // a base that the request has named may be the address of whoever sent it, so such a link proves nothing
  const isProof = isMailed && config.publicUrl !== null;
  await tx
    .insertInto("invitations")
    .values({
      id,
      property_id: property,
      email,
      role,
      token_hash: hashLinkToken(token),
      invited_by: by.id,
      created_at: now(),
      expires_at: now() + INVITATION_LIFE,
      accepted_at: null,
      is_mailed: isProof ? 1 : 0,
    })
    .execute();
  const details = { role, isMailed: isProof };
  await recordAudit(tx, deps, by, { property, action: "agent_invited", subject: email, details });
  return { id, path: isProof ? null : path, isMailed };
}

/** Revokes an invitation. @throws ApiError `not_found` */
export async function revokeInvitation(
  tx: Tx,
  deps: InvitationDeps,
  by: Actor,
  { property, id }: { readonly property: string; readonly id: string },
): Promise<void> {
  const row = await tx
    .deleteFrom("invitations")
    .where("property_id", "=", property)
    .where("id", "=", id)
    .where("accepted_at", "is", null)
    .returning("email")
    .executeTakeFirst();
  if (!row) throw new ApiError("not_found");
  await recordAudit(tx, deps, by, { property, action: "invitation_revoked", subject: row.email });
}

/** Reads the offer of an invitation's link. @throws ApiError `link_invalid` */
export async function readOffer(
  db: Db,
  token: string,
  now: number,
  signedIn: SignedIn | null,
): Promise<InvitationOffer> {
  const invitation = await findInvitation(db, token, now);
  const { propertyName, email, role } = invitation;
  return { property: propertyName, email, role, hasAccount: accountOf(invitation, signedIn) !== null };
}

/**
 * Accepts an invitation: creates the membership, and the account if the e-mail address has none.
 *
 * Somebody may have made an account for an address that is not theirs, by a link that an admin handed over. The owner of
 * the address, who has the link of a mail, takes such an account over.
 *
 * @param signedIn the agent who uses the link, if signed in
 * @param from from where the request comes
 * @returns the agent's ID, and whether the session is still to be opened
 * @throws ApiError `link_invalid`; `sign_in_required` or `forbidden` if the address has an account that is not signed
 *   in; `invalid_request` if a new account lacks its name or password; `account_disabled`
 */
export async function acceptInvitation(
  deps: InvitationDeps & Pick<Deps, "database">,
  token: string,
  answer: z.infer<typeof InvitationAccept>,
  signedIn: SignedIn | null,
  from: Pick<Actor, "address" | "browser">,
): Promise<{ readonly agent: string; readonly isNewAccount: boolean }> {
  const { database, now, random } = deps;
  const offer = await findInvitation(database.read, token, now());
  // before the transaction, because other writes would wait for the hash
  const created = accountOf(offer, signedIn) ? null : await newAccount(offer.email, answer);
  return database.write(async (tx) => {
    const invitation = await findInvitation(tx, token, now());
    const { id, property, role, email, isProof } = invitation;
    const account = accountOf(invitation, signedIn);
    const isNewAccount = created !== null && account === null;
    if (invitation.isDisabled) throw new ApiError("account_disabled");
    const agent = isNewAccount
      ? (invitation.account ?? newId({ now, random }))
      : requireInvited(account, email, signedIn).id;
    if (isNewAccount && invitation.account !== null) await takeOver(tx, agent, created);
    else if (isNewAccount)
      await insertAgent(tx, { id: agent, email, ...created, isEmailProven: isProof, now: now() });
    if (isProof) await setEmailProven(tx, agent);
    await addMember(tx, { property, agent, role, now: now() });
    await tx.updateTable("invitations").set({ accepted_at: now() }).where("id", "=", id).execute();
    const by = { ...from, id: agent, name: created?.name ?? signedIn?.name ?? "" };
    await recordAudit(tx, deps, by, { property, action: "agent_joined", details: { role } });
    return { agent, isNewAccount };
  });
}

/** Gives an account to the owner of its address: whoever had it until now is out. */
async function takeOver(
  tx: Tx,
  agent: string,
  { name, passwordHash }: { readonly name: string; readonly passwordHash: string },
): Promise<void> {
  await revokeAgent(tx, agent);
  await removeTwoFactor(tx, agent);
  await setPassword(tx, agent, passwordHash);
  await tx.updateTable("agents").set({ name }).where("id", "=", agent).execute();
}

interface Invitation {
  readonly id: string;
  readonly property: string;
  readonly propertyName: string;
  readonly email: string;
  readonly role: Role;
  /** The ID of the account with the invited e-mail address; null: none. */
  readonly account: string | null;
  /** Whether the owner of the account has shown that the address is theirs. */
  readonly isAccountProven: boolean;
  readonly isDisabled: boolean;
  /** Whether the link went to the mailbox only, so that whoever has it owns the address. */
  readonly isProof: boolean;
}

/** The account that the person has to be signed in to; null: they make one, or take over one that is not proven. */
function accountOf(
  { account, isAccountProven, isProof }: Invitation,
  signedIn: SignedIn | null,
): string | null {
  return isProof && !isAccountProven && signedIn?.id !== account ? null : account;
}

async function findInvitation(db: Db, token: string, now: number): Promise<Invitation> {
  const row = await db
    .selectFrom("invitations")
    .innerJoin("properties", "properties.id", "invitations.property_id")
    .leftJoin("agents", "agents.email", "invitations.email")
    .select(["invitations.id", "invitations.email", "invitations.role", "invitations.is_mailed"])
    .select(["agents.emailVerified", "agents.disabled_at"])
    .select(["properties.id as property", "properties.name as propertyName", "agents.id as account"])
    .where("token_hash", "=", hashLinkToken(token))
    .where("accepted_at", "is", null)
    .where("expires_at", ">", now)
    .executeTakeFirst();
  if (!row) throw new ApiError("link_invalid");
  const { is_mailed, emailVerified, disabled_at, ...rest } = row;
  return {
    ...rest,
    isProof: is_mailed === 1,
    isAccountProven: emailVerified === 1,
    isDisabled: disabled_at !== null,
  };
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
  if (name !== undefined && password !== undefined) {
    await refuseWeakPassword(password, { name, email });
    return { name, passwordHash: await hashPassword(password) };
  }
  const missing = (path: string, message: string): Fault => ({ path, code: "required", message });
  throw new ApiError("invalid_request", {
    detail: `${email} has no account yet.`,
    faults: [
      ...(name === undefined ? [missing("name", "a name is needed")] : []),
      ...(password === undefined ? [missing("password", "a password is needed")] : []),
    ],
  });
}
