import * as z from "zod/mini";
import { ApiForm, ApiForms, ApiSubmissionPage, ApiSubmissionQuery } from "../../../shared/api/visit.ts";
import { FormDefinition } from "../../../shared/form.ts";
import type { Db } from "../../platform/database/open.ts";
import { versionsOf } from "../../properties/form-version.ts";
import type { KnownProperty, PropertyDeps } from "../../properties/store.ts";
import { EXAMPLE_CONTACT } from "../contacts/examples.ts";
import { EXAMPLE_CHAT } from "../conversations/examples.ts";
import { apiSchemas } from "../http/openapi.ts";
import { Nothing, type Operation, read } from "../http/operation.ts";
import { listSubmissions } from "./list-submissions.ts";

apiSchemas.add(ApiForm, { id: "Form" });
apiSchemas.add(ApiForms, { id: "Forms" });
apiSchemas.add(ApiSubmissionPage, { id: "SubmissionPage" });

/** The most versions that are listed: those of years, unless a program changes a form. */
const MAX_VERSIONS = 200;

/** Reads all versions of a property's forms, the current ones first, then the last one first. */
async function readForms(db: Db, { id, forms }: KnownProperty): Promise<z.infer<typeof ApiForms>> {
  const current = [...forms].flatMap(([kind, form]) =>
    versionsOf(form).map((definition) => ({ kind, isCurrent: true, ...z.parse(FormDefinition, definition) })),
  );
  const rows = await db
    .selectFrom("form_versions")
    .select(["kind", "version", "definition"])
    .where("property_id", "=", id)
    .orderBy("created_at", "desc")
    .orderBy("version")
    .limit(MAX_VERSIONS)
    .execute();
  const earlier = rows
    .filter((row) => !current.some(({ kind, version }) => kind === row.kind && version === row.version))
    .map(({ kind, definition }) => ({
      kind,
      isCurrent: false,
      ...z.parse(FormDefinition, JSON.parse(definition)),
    }));
  return { items: [...current, ...earlier] };
}

/** Forms: their versions, and what was submitted with them. */
export function formOperations({ database, properties }: PropertyDeps): readonly Operation[] {
  return [
    read(
      {
        id: "listForms",
        method: "GET",
        path: "/forms",
        tag: "Forms",
        scope: "forms:read",
        summary: "List the forms, in all their versions",
        details: "The current version of each form comes first.",
        params: {},
        query: Nothing,
        body: Nothing,
        answer: ApiForms,
        status: 200,
        errors: [],
        example: {
          answer: {
            items: [
              {
                kind: "pre_chat",
                isCurrent: true,
                version: "0f3c5a7e9b1d2846",
                fields: [{ id: "email", type: "email", required: true }],
              },
            ],
          },
        },
      },
      async ({ property }) => ({ body: await readForms(database.read, await properties.get(property)) }),
    ),
    read(
      {
        id: "listSubmissions",
        method: "GET",
        path: "/submissions",
        tag: "Forms",
        scope: "forms:read",
        summary: "List what was submitted with forms, the last one first",
        params: {},
        query: ApiSubmissionQuery,
        body: Nothing,
        answer: ApiSubmissionPage,
        status: 200,
        errors: ["not_found"],
        example: {
          query: { form: "offline" },
          answer: {
            items: [
              {
                id: "019c2f3e-1c00-7000-8000-0000000005b1",
                form: "offline",
                conversation: EXAMPLE_CHAT.id,
                contact: EXAMPLE_CONTACT.id,
                answers: [
                  { field: "email", type: "email", label: "E-mail", answer: "ada@example.com" },
                  { field: "message", type: "long_text", label: "Message", answer: "Where is my order?" },
                ],
                page: "https://www.example.com/orders",
                locale: "en",
                sentAt: EXAMPLE_CONTACT.lastSeenAt,
                receivedAt: EXAMPLE_CONTACT.lastSeenAt,
              },
            ],
            next: null,
          },
        },
      },
      async ({ property, query }) => ({ body: await listSubmissions(database.read, property, query) }),
    ),
  ];
}
