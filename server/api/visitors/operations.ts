import { ApiVisitPage, ApiVisitQuery } from "../../../shared/api/visit.ts";
import type { Deps } from "../../deps.ts";
import { isOneOf } from "../../platform/database/chunks.ts";
import type { Db } from "../../platform/database/open.ts";
import { cutPage, followsCursor, readCursor } from "../../platform/paging.ts";
import { EXAMPLE_CONTACT } from "../contacts/examples.ts";
import { resolveContact } from "../contacts/read-api-contact.ts";
import { apiSchemas } from "../http/openapi.ts";
import { Nothing, type Operation, read } from "../http/operation.ts";

apiSchemas.add(ApiVisitPage, { id: "VisitPage" });

const PAGE_SIZE = 50;

/** The IDs of a contact's browsers, or of a visitor's one. @throws ApiError `not_found` */
async function listBrowsers(db: Db, property: string, asked: string): Promise<string[]> {
  const id = await resolveContact(db, property, asked);
  const attached = await db
    .selectFrom("visitors")
    .select("id")
    .where("property_id", "=", property)
    .where("attached_to", "=", id)
    .execute();
  return [id, ...attached.map((row) => row.id)];
}

/** Visits: the pages that visitors have opened. */
export function visitorOperations({ database }: Pick<Deps, "database">): readonly Operation[] {
  return [
    read(
      {
        id: "listVisits",
        method: "GET",
        path: "/visitors/:id/visits",
        tag: "Visits",
        scope: "visitors:read",
        summary: "List the visits of a visitor or contact, the last one first",
        details: "Those of a contact are the visits of all their browsers.",
        params: { id: { description: "A visitor ID", example: EXAMPLE_CONTACT.id } },
        query: ApiVisitQuery,
        body: Nothing,
        answer: ApiVisitPage,
        status: 200,
        errors: ["not_found"],
        example: {
          answer: {
            items: [
              {
                id: "019c2f3e-1c00-7000-8000-000000000151",
                visitor: EXAMPLE_CONTACT.id,
                page: "https://www.example.com/pricing",
                referrer: "https://www.example.org/",
                at: EXAMPLE_CONTACT.lastSeenAt,
              },
            ],
            next: null,
          },
        },
      },
      async ({ property, param, query: { cursor } }) => {
        const from = readCursor(cursor);
        const browsers = await listBrowsers(database.read, property, param("id"));
        const rows = await database.read
          .selectFrom("visits")
          .select(["id", "visitor_id as visitor", "page", "referrer", "at"])
          .where("property_id", "=", property)
          .where(isOneOf(database.read, "visitor_id", browsers))
          .where(followsCursor(from, ["at", "id"], "desc"))
          .orderBy("at", "desc")
          .orderBy("id", "desc")
          .limit(PAGE_SIZE + 1)
          .execute();
        const { page, next } = cutPage(rows, PAGE_SIZE, ({ at, id }) => ({ at, id }));
        return { body: { items: page, next } };
      },
    ),
  ];
}
