import * as z from "zod/mini";
import { VisitorId, VisitorToken } from "./visitor.ts";

/** The longest identity token, in characters. Longer ones are refused before they are parsed. */
export const MAX_IDENTITY_TOKEN = 8_000;
/** The shortest identity secret, in bytes of UTF-8: as many as HMAC-SHA256 has (RFC 7518, section 3.2). */
export const MIN_IDENTITY_SECRET = 32;
/** How many identity secrets a property has at most: one is in use, and one is on its way in or out. */
export const MAX_IDENTITY_SECRETS = 2;

/**
 * The details of a person as a page or a token gives them, before they are checked: a value that cannot be used is left out by itself
 * (`read-claims.ts`), because a phone with a typing error must not keep somebody from signing in.
 */
export const IdentityClaims = z.object({
  /** The owner's own key for the person: a text, or a whole number. */
  user_id: z.optional(z.unknown()),
  name: z.optional(z.unknown()),
  email: z.optional(z.unknown()),
  phone: z.optional(z.unknown()),
  organization: z.optional(z.unknown()),
  /** Custom attributes by their keys. */
  attributes: z.optional(z.unknown()),
});
export type IdentityClaims = z.infer<typeof IdentityClaims>;

/** A page says who its visitor is (R33): by a token, by the HMAC of the user ID, or without any proof. */
export const IdentifyRequest = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("token"), token: VisitorToken, jwt: z.string() }),
  z.object({
    kind: z.literal("hash"),
    token: VisitorToken,
    user_hash: z.string().check(z.maxLength(200)),
    claims: IdentityClaims,
  }),
  z.object({ kind: z.literal("claim"), token: VisitorToken, claims: IdentityClaims }),
]);
export type IdentifyRequest = z.infer<typeof IdentifyRequest>;

/** The details of the request that were taken. It has nothing of what the server knows about anybody. */
export const KnownDetails = z.object({
  name: z.optional(z.string()),
  email: z.optional(z.string()),
  phone: z.optional(z.string()),
});

/** The answer to an identification. It depends on the request and the settings alone (R12). */
export const IdentifyAnswer = z.object({
  /** The user ID that is proven; null: it was only a claim. */
  userId: z.nullable(z.string()),
  known: KnownDetails,
  /** The names of claims that could not be used: `phone`, `attributes.plan`. */
  ignored: z.array(z.string()),
});
export type IdentifyAnswer = z.infer<typeof IdentifyAnswer>;

/** An identity secret as admins list it: without the secret. */
export const IdentitySecret = z.object({
  id: z.string(),
  /** Its last four characters. */
  ending: z.string(),
  createdAt: z.number(),
  /** When it last verified a signature, to the hour; null: never. */
  lastUsedAt: z.nullable(z.number()),
});
export type IdentitySecret = z.infer<typeof IdentitySecret>;

/** The identity secrets of a property, newest first. */
export const IdentitySecrets = z.object({ items: z.array(IdentitySecret) });
export type IdentitySecrets = z.infer<typeof IdentitySecrets>;

/** A new secret: the owner's own, or, if it is null, a random one. */
export const IdentitySecretCreate = z.object({ secret: z.nullable(z.string().check(z.maxLength(500))) });

export const RevealedSecret = z.object({ id: z.string(), secret: z.string() });
export type RevealedSecret = z.infer<typeof RevealedSecret>;

/** Asks whether a token would be accepted now. */
export const IdentityTokenTest = z.object({ jwt: z.string() });

/** Whether a token would be accepted, and what it would do. */
export const IdentityTokenVerdict = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("accepted"),
    userId: z.string(),
    /** Ms since 1970. */
    expiresAt: z.number(),
    /** The details that would be saved, by their names. */
    details: z.array(z.object({ field: z.string(), value: z.string() })),
    ignored: z.array(z.string()),
    /** The contact that the person is known as; null: there would be a new one. */
    contact: z.nullable(z.object({ id: VisitorId, name: z.nullable(z.string()) })),
  }),
  z.object({ kind: z.literal("refused"), code: z.string(), reason: z.string() }),
]);
export type IdentityTokenVerdict = z.infer<typeof IdentityTokenVerdict>;
