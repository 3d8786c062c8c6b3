import type { Named } from "../../shared/contact.ts";
import type { Db } from "../platform/database/open.ts";

/** A contact's tags, by name. */
export function tagsOf(db: Db, property: string, contact: string): Promise<Named[]> {
  return db
    .selectFrom("contact_tags")
    .innerJoin("tags", (join) =>
      join
        .onRef("tags.property_id", "=", "contact_tags.property_id")
        .onRef("tags.id", "=", "contact_tags.tag_id"),
    )
    .select(["tags.id", "tags.name"])
    .where("contact_tags.property_id", "=", property)
    .where("contact_tags.contact_id", "=", contact)
    .orderBy("tags.key")
    .execute();
}
