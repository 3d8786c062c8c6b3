import { readContactResources } from "../../contacts/contact-resources.ts";
import { toSubmission } from "../../conversations/inbox/read-conversation.ts";
import { toImportInfo } from "../../imports/jobs/to-import-info.ts";
import { isOneOf } from "../../platform/database/chunks.ts";
import type { Db } from "../../platform/database/open.ts";
import type { EventDraft } from "./plan-events.ts";

/** An event with its whole data. */
export interface CompleteEvent extends Pick<EventDraft, "type" | "property" | "subject" | "person"> {
  readonly data: object;
}

type DataOf<K extends EventDraft["data"]["kind"]> = Extract<EventDraft["data"], { kind: K }>;

/** Reads what drafts leave to be read, in a few statements for each property. Drafts about what is there no more are left out. */
export async function completeEvents(db: Db, drafts: readonly EventDraft[]): Promise<CompleteEvent[]> {
  const complete = new Map<EventDraft, object | null>();
  for (const property of new Set(drafts.map((draft) => draft.property))) {
    const own = drafts.filter((draft) => draft.property === property);
    const records = await readRecords(db, property, own);
    for (const draft of own) complete.set(draft, records(draft));
  }
  return drafts.flatMap((draft) => {
    const data = complete.get(draft);
    const { type, property, subject, person } = draft;
    return data ? [{ type, property, subject, person, data }] : [];
  });
}

/** @returns gives a draft's data; null: what it is about is there no more */
async function readRecords(
  db: Db,
  property: string,
  drafts: readonly EventDraft[],
): Promise<(draft: EventDraft) => object | null> {
  const idsOf = <K extends EventDraft["data"]["kind"]>(kind: K, idOf: (data: DataOf<K>) => string) => [
    ...new Set(drafts.flatMap(({ data }) => (data.kind === kind ? [idOf(data as DataOf<K>)] : []))),
  ];
  const people = await readContactResources(db, property, [
    ...new Set([
      ...idsOf("contact", ({ contact }) => contact),
      ...idsOf("person", ({ person }) => person),
      ...idsOf("submission", ({ person }) => person),
    ]),
  ]);
  const submissions = await readSubmissions(
    db,
    property,
    idsOf("submission", ({ submission }) => submission),
  );
  const imports = await readImports(
    db,
    property,
    idsOf("import", (data) => data.import),
  );
  return ({ data }) => {
    switch (data.kind) {
      case "complete":
        return data.data;
      case "contact": {
        const contact = people.get(data.contact);
        return contact && contact.contactSince !== null ? { contact, ...data.data } : null;
      }
      case "person": {
        const contact = people.get(data.person);
        return contact ? { ...data.data, contact } : null;
      }
      case "submission": {
        const submission = submissions.get(data.submission);
        const contact = people.get(data.person);
        return submission && contact ? { submission, ...data.data, contact } : null;
      }
      case "import":
        return imports.get(data.import) ?? null;
    }
  };
}

async function readSubmissions(db: Db, property: string, ids: readonly string[]) {
  if (!ids.length) return new Map<string, object>();
  const rows = await db
    .selectFrom("submissions")
    .selectAll()
    .where("property_id", "=", property)
    .where(isOneOf(db, "id", ids))
    .execute();
  return new Map(rows.map((row) => [row.id, toSubmission(row)]));
}

/** The rows of its report name people, so only its counts are told. */
async function readImports(db: Db, property: string, ids: readonly string[]) {
  if (!ids.length) return new Map<string, object>();
  const rows = await db
    .selectFrom("imports")
    .selectAll()
    .where("property_id", "=", property)
    .where(isOneOf(db, "id", ids))
    .execute();
  return new Map(
    rows.map((row) => {
      const { id, state, fileName, report, createdAt, startedAt, finishedAt } = toImportInfo(row);
      const { rows: count = 0, counts = {} } = report ?? {};
      return [id, { import: { id, state, fileName, rows: count, counts, createdAt, startedAt, finishedAt } }];
    }),
  );
}
