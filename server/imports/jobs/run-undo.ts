import { setImmediate as turn } from "node:timers/promises";
import { importAuthor } from "../../contacts/crm/notes.ts";
import type { Given } from "../../contacts/crm/tags-and-notes-batch.ts";
import { withdraw } from "../../contacts/revert/revert-import.ts";
import { removeUnused, withdrawGiven } from "../../contacts/revert/revert-tags-and-notes.ts";
import { contactsWithConversations } from "../../conversations/core/store.ts";
import { type Job, LostImport, note } from "./import-job.ts";

/** How many people are put back in one transaction. */
const CHUNK = 200;

/** What an import noted of a person: the IDs of details that it made past, with what they were, of tags, and of notes. */
function readNoted(lines: string): { retired: [id: string, status: string][]; given: Given } {
  const noted = lines.split("\n").flatMap((line): [id: string, what: string][] => {
    const [id, what] = line.split(" ");
    return id && what ? [[id, what]] : [];
  });
  const ids = (wanted: string) => noted.flatMap(([id, what]) => (what === wanted ? [id] : []));
  return {
    retired: noted.filter(([, what]) => what !== "tag" && what !== "note"),
    given: { tags: ids("tag"), notes: ids("note") },
  };
}

/**
 * Undoes an import as a whole (R18), some people at a time. Who is put back is no longer noted as its own, so a restart
 * goes on with those who are left.
 *
 * @throws LostImport
 */
export async function runUndo(job: Job): Promise<void> {
  const { deps, row } = job;
  const { database } = deps;
  const { property_id: property, id } = row;
  const { total } = await database.read
    .selectFrom("import_contacts")
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .where("property_id", "=", property)
    .where("import_id", "=", id)
    .executeTakeFirstOrThrow();
  let done = 0;
  for (let some = -1; some !== 0; done += some) {
    some = await database.write(async (tx) => {
      const people = await tx
        .selectFrom("import_contacts")
        .select(["visitor_id", "effect", "retired"])
        .where("property_id", "=", property)
        .where("import_id", "=", id)
        .orderBy("visitor_id")
        .limit(CHUNK)
        .execute();
      const ids = (effect: string) =>
        people.filter((one) => one.effect === effect).map(({ visitor_id }) => visitor_id);
      const made = ids("made");
      const noted = new Map(people.map((one) => [one.visitor_id, readNoted(one.retired)]));
      const given = new Map([...noted].map(([visitor, its]) => [visitor, its.given]));
      await withdrawGiven(tx, property, given, importAuthor(id));
      await withdraw(tx, {
        property,
        source: "csv",
        at: row.started_at ?? 0,
        changed: ids("changed"),
        made,
        retired: new Map([...noted.values()].flatMap(({ retired }) => retired)),
        stays: await contactsWithConversations(tx, property, made),
      });
      const last = people.at(-1);
      if (!last) await removeUnused(tx, property, row.started_at ?? 0);
      else
        await tx
          .deleteFrom("import_contacts")
          .where("property_id", "=", property)
          .where("import_id", "=", id)
          .where("visitor_id", "<=", last.visitor_id)
          .execute();
      const part = (done + people.length) / Math.max(1, Number(total));
      await note(tx, job, { bytes_done: Math.floor(row.size * part) });
      return people.length;
    });
    await turn();
    if (job.isStopping()) throw new LostImport();
  }
  await database.write((tx) => note(tx, job, { state: "undone", runner: null, finished_at: deps.now() }));
}
