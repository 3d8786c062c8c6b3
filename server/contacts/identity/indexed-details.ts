import { type SqlBool, sql } from "kysely";

// The conditions of the partial indexes of `details`. They are literals: with bound parameters no index would be used.

export const isCurrentOrganization = sql<SqlBool>`(details.status = 'current' and details.field = 'organization')`;

export const isCurrentAndProven = sql<SqlBool>`(details.proven = 1 and details.status = 'current')`;

/** The field itself is compared besides, and may be a parameter. */
export const isIndexedIdentifier = {
  current: sql<SqlBool>`(details.status = 'current' and details.field in ('email', 'phone', 'user_id'))`,
  alternative: sql<SqlBool>`(details.status = 'alternative' and details.field in ('email', 'phone'))`,
} as const;
