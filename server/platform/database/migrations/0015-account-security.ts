import type { Kysely, Migration } from "kysely";

/** Two-factor authentication, known browsers, and which properties demand the former of their team. */
export const accountSecurity: Migration = {
  async up(db) {
    await twoFactor(db);
    await browsers(db);
  },
};

/** The first table and `twoFactorEnabled` are better-auth's, so they keep that library's column names. */
async function twoFactor(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("agents")
    .addColumn("twoFactorEnabled", "integer", (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema
    .createTable("agent_two_factors")
    .addColumn("id", "text", (c) => c.primaryKey().notNull())
    .addColumn("secret", "text", (c) => c.notNull())
    .addColumn("backupCodes", "text", (c) => c.notNull())
    .addColumn("userId", "text", (c) => c.notNull().unique().references("agents.id").onDelete("cascade"))
    .addColumn("verified", "integer", (c) => c.notNull().defaultTo(1))
    .addColumn("failedVerificationCount", "integer", (c) => c.notNull().defaultTo(0))
    .addColumn("lockedUntil", "text")
    .execute();
  await db.schema
    .createTable("agent_used_codes")
    .addColumn("agent_id", "text", (c) => c.notNull().references("agents.id").onDelete("cascade"))
    .addColumn("code_hash", "text", (c) => c.notNull())
    .addColumn("used_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("agent_used_codes_pk", ["agent_id", "code_hash"])
    .execute();
  await db.schema
    .alterTable("properties")
    .addColumn("requires_two_factor", "integer", (c) => c.notNull().defaultTo(0))
    .execute();
}

async function browsers(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("agent_browsers")
    .addColumn("agent_id", "text", (c) => c.notNull().references("agents.id").onDelete("cascade"))
    .addColumn("token_hash", "text", (c) => c.notNull())
    .addColumn("seen_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("agent_browsers_pk", ["agent_id", "token_hash"])
    .execute();
}
