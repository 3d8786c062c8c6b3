import * as z from "zod/mini";
import {
  ApiBatchResult,
  ApiBatchResults,
  ApiContactBatch,
  ApiContactBatchDescribed,
  ApiContactUpsert,
  ApiContactUpserted,
  MAX_BATCH,
} from "../../../shared/api/contact.ts";
import type { Deps } from "../../deps.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { faultsOf } from "../../platform/http/read-body.ts";
import { inSteps, Nothing, type Operation, together } from "../http/operation.ts";
import { EXAMPLE_CONTACT, EXAMPLE_WRITE } from "./examples.ts";
import { upsertContacts } from "./upsert-contacts.ts";
import { writeContexts } from "./write-context.ts";

/** How many contacts of a batch are written in one transaction: other writers wait for it. */
const BATCH_STEP = 200;
const MEGABYTE = 1_048_576;

/** Contacts to create or update: one, and many. */
export function upsertOperations(deps: Pick<Deps, "now" | "random">): readonly Operation[] {
  const contextOf = writeContexts(deps);
  return [
    together(
      {
        id: "upsertContact",
        method: "POST",
        path: "/contacts/upsert",
        tag: "Contacts",
        scope: "contacts:write",
        summary: "Create or update a contact",
        details:
          "The contact is found by `id`, or by the user ID, else by an e-mail, else by a phone that only one contact has. E-mails, phones, organizations and tags are added to those that it has; other values are replaced, unless an agent has entered them or the person has proven them: then the new one is an alternative. What is absent stays. The same request again changes nothing.",
        params: {},
        query: Nothing,
        body: ApiContactUpsert,
        answer: ApiContactUpserted,
        status: 200,
        errors: ["not_found", "attribute_unknown", "attribute_invalid"],
        example: { body: EXAMPLE_WRITE, answer: { id: EXAMPLE_CONTACT.id, outcome: "created" } },
      },
      async (tx, calls) => {
        const [first] = calls;
        if (!first) return [];
        const bodies = calls.map(({ body }) => body);
        const outcomes = await upsertContacts(tx, contextOf(first.key), bodies);
        return outcomes.map((outcome) =>
          outcome instanceof ApiError ? outcome : { body: outcome, about: { contact: outcome.id } },
        );
      },
    ),
    inSteps(
      {
        id: "upsertContacts",
        method: "POST",
        path: "/contacts/batch",
        tag: "Contacts",
        scope: "contacts:write",
        summary: "Create or update up to 1,000 contacts",
        details:
          "Each as in the upsert, in the order of the list. One that is wrong is refused alone, and its result says why. With an `Idempotency-Key`, a batch that was interrupted goes on where it was when it is sent again.",
        params: {},
        query: Nothing,
        body: ApiContactBatch,
        bodyDescribed: ApiContactBatchDescribed,
        largest: { bytes: 5 * MEGABYTE, values: 100 * MAX_BATCH },
        answer: ApiBatchResults,
        status: 200,
        errors: ["idempotency_in_progress"],
        example: {
          body: { contacts: [EXAMPLE_WRITE] },
          answer: {
            created: 1,
            updated: 0,
            unchanged: 0,
            refused: 0,
            results: [{ index: 0, outcome: "created", id: EXAMPLE_CONTACT.id, error: null }],
          },
        },
      },
      ApiBatchResult,
      ({ key, body: { contacts } }) => ({
        steps: Math.ceil(contacts.length / BATCH_STEP),
        run: async (tx, step) => {
          const from = step * BATCH_STEP;
          const rows = contacts.slice(from, from + BATCH_STEP).map(parseRow);
          const outcomes = await upsertContacts(
            tx,
            contextOf(key),
            rows.filter((row) => !(row instanceof ApiError)),
          );
          return rows.map((row, at) => {
            const outcome = row instanceof ApiError ? row : outcomes.shift();
            return toResult(from + at, outcome ?? new ApiError("internal"));
          });
        },
        finish: summarize,
      }),
    ),
  ];
}

function parseRow(row: unknown): ApiContactUpsert | ApiError {
  const parsed = z.safeParse(ApiContactUpsert, row);
  return parsed.success ? parsed.data : new ApiError("invalid_request", { faults: faultsOf(parsed.error) });
}

const toResult = (index: number, outcome: ApiContactUpserted | ApiError): ApiBatchResult =>
  outcome instanceof ApiError
    ? { index, outcome: "refused", id: null, error: outcome.problem }
    : { index, ...outcome, error: null };

function summarize(results: ApiBatchResult[]): ApiBatchResults {
  const count = (wanted: ApiBatchResult["outcome"]) =>
    results.filter(({ outcome }) => outcome === wanted).length;
  return {
    created: count("created"),
    updated: count("updated"),
    unchanged: count("unchanged"),
    refused: count("refused"),
    results,
  };
}
