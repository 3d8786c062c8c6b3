import { type Kysely, type Migration, sql } from "kysely";
import { clustered, inByteOrder } from "./tables.ts";

/** Contacts that are merged, tagged, noted, blocked and sorted into organizations. */
export const crm: Migration = {
  async up(db) {
    await details(db);
    await merges(db);
    await tags(db);
    await organizations(db);
    await attributes(db);
    await notes(db);
    await lists(db);
    await suggestions(db);
  },
};

/** The one of several e-mails, phones or organizations that an agent wants to see first. */
async function details(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("details")
    .addColumn("preferred", "integer", (c) => c.notNull().defaultTo(0))
    .execute();
  await sql`create index details_alternatives on details (property_id, field, compare_key)
    where status = 'alternative' and field in ('email', 'phone')`.execute(db);
  await sql`create index details_proven on details (property_id, visitor_id)
    where proven = 1 and status = 'current'`.execute(db);
  await sql`create index details_organizations on details (property_id, compare_key, visitor_id)
    where status = 'current' and field = 'organization'`.execute(db);
}

async function merges(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("aliases")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("contact_id", "text", (c) => c.notNull())
    .addColumn("merge_id", "text", (c) => c.notNull())
    .addPrimaryKeyConstraint("aliases_pk", ["property_id", "id"])
    .$call(clustered(db))
    .execute();
  await db.schema
    .createIndex("aliases_contact")
    .on("aliases")
    .columns(["property_id", "contact_id"])
    .execute();
  await db.schema
    .createTable("merges")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("number", "integer", (c) => c.notNull())
    .addColumn("survivor_id", "text", (c) => c.notNull())
    .addColumn("agent_id", "text")
    .addColumn("log", "text", (c) => c.notNull())
    .addColumn("at", "bigint", (c) => c.notNull())
    .addColumn("undone_at", "bigint")
    .addColumn("undone_by", "text")
    .addPrimaryKeyConstraint("merges_pk", ["property_id", "id"])
    .addUniqueConstraint("merges_number", ["property_id", "number"])
    .$call(clustered(db))
    .execute();
  await db.schema
    .createTable("merge_members")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("contact_id", "text", (c) => c.notNull())
    .addColumn("merge_id", "text", (c) => c.notNull())
    .addPrimaryKeyConstraint("merge_members_pk", ["property_id", "contact_id", "merge_id"])
    .$call(clustered(db))
    .execute();
  await db.schema
    .createIndex("merge_members_merge")
    .on("merge_members")
    .columns(["property_id", "merge_id"])
    .execute();
}

async function tags(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("tags")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("key", "text", (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("tags_pk", ["property_id", "id"])
    .addUniqueConstraint("tags_key", ["property_id", "key"])
    .$call(clustered(db))
    .execute();
  await db.schema
    .createTable("contact_tags")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("contact_id", "text", (c) => c.notNull())
    .addColumn("tag_id", "text", (c) => c.notNull())
    .addPrimaryKeyConstraint("contact_tags_pk", ["property_id", "contact_id", "tag_id"])
    .$call(clustered(db))
    .execute();
  await db.schema
    .createIndex("contact_tags_tag")
    .on("contact_tags")
    .columns(["property_id", "tag_id", "contact_id"])
    .execute();
}

/** A contact belongs to an organization by its own details: the organization's name, as it is compared, is its key. */
async function organizations(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("organizations")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("key", inByteOrder(db), (c) => c.notNull())
    .addColumn("domain", "text")
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("organizations_pk", ["property_id", "id"])
    .addUniqueConstraint("organizations_key", ["property_id", "key"])
    .$call(clustered(db))
    .execute();
  await sql`create index organizations_domain on organizations (property_id, domain) where domain is not null`.execute(
    db,
  );
}

/** The values are the contact's details; `attribute_values` follows them, like the search index, to filter by. */
async function attributes(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("attributes")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("key", "text", (c) => c.notNull())
    .addColumn("label", "text", (c) => c.notNull())
    .addColumn("type", "text", (c) => c.notNull())
    .addColumn("choices", "text", (c) => c.notNull())
    .addColumn("position", "integer", (c) => c.notNull())
    .addPrimaryKeyConstraint("attributes_pk", ["property_id", "key"])
    .$call(clustered(db))
    .execute();
  await db.schema
    .createTable("attribute_values")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("contact_id", "text", (c) => c.notNull())
    .addColumn("key", "text", (c) => c.notNull())
    .addColumn("text", inByteOrder(db), (c) => c.notNull())
    .addColumn("number", "double precision")
    .addPrimaryKeyConstraint("attribute_values_pk", ["property_id", "contact_id", "key"])
    .$call(clustered(db))
    .execute();
  await db.schema
    .createIndex("attribute_values_text")
    .on("attribute_values")
    .columns(["property_id", "key", "text", "contact_id"])
    .execute();
  await db.schema
    .createIndex("attribute_values_number")
    .on("attribute_values")
    .columns(["property_id", "key", "number", "contact_id"])
    .execute();
}

async function notes(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("contact_notes")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("contact_id", "text", (c) => c.notNull())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("agent_id", "text", (c) => c.notNull())
    .addColumn("text", "text", (c) => c.notNull())
    .addColumn("mentions", "text", (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("edited_at", "bigint")
    .addPrimaryKeyConstraint("contact_notes_pk", ["property_id", "contact_id", "id"])
    .$call(clustered(db))
    .execute();
  await db.schema
    .createTable("blocked_visitors")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("visitor_id", "text", (c) => c.notNull())
    .addColumn("agent_id", "text", (c) => c.notNull())
    .addColumn("at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("blocked_visitors_pk", ["property_id", "visitor_id"])
    .$call(clustered(db))
    .execute();
}

async function lists(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("contact_views")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("filter", "text", (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("contact_views_pk", ["property_id", "id"])
    .$call(clustered(db))
    .execute();
  await db.schema
    .createTable("deleted_contacts")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("contact_id", "text", (c) => c.notNull())
    .addColumn("deletion_id", "text", (c) => c.notNull())
    .addColumn("contact_since", "bigint", (c) => c.notNull())
    .addColumn("at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("deleted_contacts_pk", ["property_id", "contact_id"])
    .$call(clustered(db))
    .execute();
  await db.schema.createIndex("deleted_contacts_at").on("deleted_contacts").column("at").execute();
  await db.schema
    .createIndex("deleted_contacts_deletion")
    .on("deleted_contacts")
    .columns(["property_id", "deletion_id"])
    .execute();
  await sql`create index visitors_contacts_since on visitors (property_id, contact_since desc, id desc)
    where contact_since is not null`.execute(db);
  await sql`create index visitors_contacts_source on visitors (property_id, source, id)
    where contact_since is not null`.execute(db);
  await sql`create index visitors_contacts_name on visitors (property_id, (coalesce(lower(name), '')), id)
    where contact_since is not null`.execute(db);
}

/** Suggestions are ranked, and every contact is looked at once for doubles: those that are there, too. */
async function suggestions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("suggestions")
    .addColumn("rank", "integer", (c) => c.notNull().defaultTo(0))
    .execute();
  await sql`create index suggestions_open on suggestions (property_id, rank, at desc, id desc) where status = 'open'`.execute(
    db,
  );
  await db.schema
    .createTable("contacts_to_check")
    .addColumn("property_id", "text", (c) => c.notNull())
    .addColumn("visitor_id", "text", (c) => c.notNull())
    .addPrimaryKeyConstraint("contacts_to_check_pk", ["property_id", "visitor_id"])
    .$call(clustered(db))
    .execute();
  await sql`insert into contacts_to_check (property_id, visitor_id)
    select property_id, id from visitors where contact_since is not null`.execute(db);
}
