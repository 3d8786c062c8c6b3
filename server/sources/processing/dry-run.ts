import type { DryRun } from "../../../shared/webhook-source.ts";
import { listAttributes } from "../../contacts/crm/attributes.ts";
import type { Deps } from "../../deps.ts";
import { createBodyReader, type MappedPerson, type MappingContext } from "../body/map-body.ts";
import { isDeletion } from "../reception/describe-event.ts";
import { decidePeople } from "./decide-people.ts";
import { IGNORED_REASON } from "./process-bodies.ts";

/** Bodies of a dry run: it is done while an admin waits, and other writers wait for it (R37). */
const MAX_BODIES = 30;

interface DryRunInput extends Pick<MappingContext, "mapping" | "country"> {
  readonly property: string;
  readonly source: string;
}

/**
 * Tries a mapping on the last recorded bodies, oldest first, as if they were processed now (R36). Nothing is written.
 *
 * @returns newest first
 */
export async function dryRun(
  deps: Deps,
  { property, source, mapping, country }: DryRunInput,
): Promise<DryRun> {
  return deps.database.write(async (tx) => {
    const rows = await tx
      .selectFrom("received_bodies")
      .select(["id", "topic", "body", "received_at"])
      .where("property_id", "=", property)
      .where("source_id", "=", source)
      .where("body", "is not", null)
      .orderBy("received_at", "desc")
      .orderBy("id", "desc")
      .limit(MAX_BODIES)
      .execute();
    const read = createBodyReader({ mapping, country, attributes: await listAttributes(tx, property) });
    const bodies = rows.reverse().map((row) => ({
      row,
      person: isDeletion(row.topic) ? null : read(JSON.parse(row.body ?? "null")),
    }));
    const people = bodies.flatMap(({ person }) => (person?.kind === "person" ? [person] : []));
    const { results } = await decidePeople(tx, deps, { property, id: source }, people);
    const decided = results.values();
    const items = bodies.map(({ row, person }): DryRun["items"][number] => {
      const about = { body: row.id, receivedAt: row.received_at, leftOut: [], person: "", reason: "" };
      if (person === null) return { ...about, outcome: "ignored", reason: IGNORED_REASON };
      if (person.kind === "refused") return { ...about, outcome: "refused", reason: person.reason };
      const { outcome = "unchanged" } = decided.next().value ?? {};
      return { ...about, outcome, leftOut: [...person.leftOut], person: nameOf(person) };
    });
    return { items: items.reverse() };
  });
}

const nameOf = ({ details }: MappedPerson): string =>
  details.name ?? details.emails?.[0] ?? details.phones?.[0] ?? details.userId ?? "";
