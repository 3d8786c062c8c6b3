import type { Database } from "../../server/platform/database/open.ts";

/** All that a person would see of a property's contacts, without IDs and times, in one order. */
export async function contactContents(
  { read }: Pick<Database, "read">,
  property: string,
): Promise<unknown[]> {
  const visitors = await read
    .selectFrom("visitors")
    .selectAll()
    .where("property_id", "=", property)
    .execute();
  const details = await read.selectFrom("details").selectAll().where("property_id", "=", property).execute();
  const values = new Map<string, string[]>();
  for (const { visitor_id, field, status, source, value, previous } of details) {
    const list = values.get(visitor_id) ?? [];
    list.push(`${field} ${status} ${source} ${value} (${previous ?? ""})`);
    values.set(visitor_id, list);
  }
  const say = (visitor: string, line: string) => values.set(visitor, [...(values.get(visitor) ?? []), line]);
  const tags = await read.selectFrom("tags").selectAll().where("property_id", "=", property).execute();
  const names = new Map(tags.map(({ id, name }) => [id, name]));
  for (const row of await read
    .selectFrom("contact_tags")
    .selectAll()
    .where("property_id", "=", property)
    .execute())
    say(row.contact_id, `tag ${names.get(row.tag_id) ?? row.tag_id}`);
  for (const row of await read
    .selectFrom("contact_notes")
    .selectAll()
    .where("property_id", "=", property)
    .execute())
    say(row.contact_id, `note ${row.agent_id.replace(/:.*/, "")} ${row.text}`);
  return visitors
    .filter(({ contact_since }) => contact_since !== null)
    .map(({ id, name, email, phone, source }) => ({
      name,
      email,
      phone,
      source,
      values: (values.get(id) ?? []).sort(),
    }))
    .map((one) => JSON.stringify(one))
    .sort()
    .map((text) => JSON.parse(text) as unknown);
}
