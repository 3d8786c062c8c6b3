import * as z from "zod/mini";

/** The scopes of API keys (R34): each operation of the REST API requires one of them. */
export const API_SCOPES = [
  "contacts:read",
  "contacts:write",
  "contacts:export",
  "contacts:erase",
  "conversations:read",
  "conversations:write",
  "conversations:reply",
  "conversations:note",
  "tickets:read",
  "tickets:write",
  "imports:write",
  "webhooks:write",
  "forms:read",
  "visitors:read",
] as const;
export const ApiScope = z.enum(API_SCOPES);
export type ApiScope = z.infer<typeof ApiScope>;

/** The acts that a scope allows, in words that follow "may". */
export const SCOPE_DESCRIPTIONS: Readonly<Record<ApiScope, string>> = {
  "contacts:read": "find and read contacts, tags, notes, organizations and attributes",
  "contacts:write": "create, change, tag and merge contacts, and write notes about them",
  "contacts:export": "export all data of a contact",
  "contacts:erase": "erase contacts for good",
  "conversations:read": "read conversations and their messages",
  "conversations:write": "assign, tag, close and reopen conversations",
  "conversations:reply": "write messages that reach the customer, and open chats with them",
  "conversations:note": "write internal notes",
  "tickets:read": "read tickets",
  "tickets:write": "open and change tickets",
  "imports:write": "import files of contacts, and undo imports",
  "webhooks:write": "create and change webhooks, which are told what happens to contacts and conversations",
  "forms:read": "read the forms and what was submitted",
  "visitors:read": "read visits",
};

/** An API key without its secret, which only its creation returns. */
export const ApiKey = z.object({
  id: z.string(),
  name: z.string(),
  /** The beginning of the secret, by which people recognize it. */
  prefix: z.string(),
  scopes: z.array(ApiScope),
  /** Ms since 1970, as all times. */
  createdAt: z.number(),
  /** The name of the admin who created it; null: the account no longer exists. */
  createdBy: z.nullable(z.string()),
  /** Null: never. */
  expiresAt: z.nullable(z.number()),
  /** To the minute. Null: never used. */
  lastUsedAt: z.nullable(z.number()),
  revokedAt: z.nullable(z.number()),
});
export type ApiKey = z.infer<typeof ApiKey>;

/** The keys of a property, the newest first, those that are revoked last. */
export const ApiKeys = z.object({ items: z.array(ApiKey) });

export const ApiKeyCreate = z.object({
  name: z.string().check(
    z.overwrite((name) => name.slice(0, 300).trim().replace(/\s+/g, " ")),
    z.minLength(1, "a name is needed"),
    z.maxLength(100),
  ),
  scopes: z.array(ApiScope).check(z.minLength(1, "a scope is needed"), z.maxLength(API_SCOPES.length)),
  /** Ms since 1970. Null: it does not expire. */
  expiresAt: z._default(z.nullable(z.int()), null),
});
export type ApiKeyCreate = z.infer<typeof ApiKeyCreate>;

/** A new key. Its secret is not shown again, because only its hash is stored. */
export const ApiKeyCreated = z.object({ key: ApiKey, secret: z.string() });
