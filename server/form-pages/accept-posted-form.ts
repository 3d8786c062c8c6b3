import type { Receipt, SubmissionDelivery } from "../../shared/delivery.ts";
import type { Answers, FormDefinition } from "../../shared/rules/form.ts";
import { createFormLookup } from "../deliveries/form-lookup.ts";
import { createIntake } from "../deliveries/intake.ts";
import { readDelivery } from "../deliveries/read-delivery.ts";
import type { Db } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { createNetworkLimit, createRequestLimit } from "../platform/http/rate-limit.ts";
import { recognizeDevice } from "../platform/http/recognize-device.ts";
import { newId } from "../platform/ids.ts";
import { POSTED_FORMS } from "../platform/limits.ts";
import type { ServerSecret } from "../platform/secrets.ts";
import type { KnownProperty } from "../properties/store.ts";
import { findLocation } from "../visitors/locate.ts";
import { registerVisit } from "../visitors/register-visit.ts";
import type { WidgetDeps } from "../visitors/routes.ts";
import { withSafeAddresses } from "../visitors/safe-addresses.ts";
import { type DerivedSubmission, deriveSubmission } from "./derive-submission.ts";

/** The same form of the same browser within this time, ms, is a repetition: a double click, or a reload. */
const REPETITION = 10 * 60_000;
/** How often a visitor ID that is taken is derived again (R2). */
const MAX_DRAWS = 9;
/** The time that a form was open is not known. Below zero it says nothing. */
const UNKNOWN_TIME = -1;

/** A form whose answers are valid. */
export interface PostedForm {
  readonly property: KnownProperty;
  readonly key: string;
  readonly definition: FormDefinition;
  readonly answers: Answers;
  readonly trap: string;
  readonly locale: string;
  readonly address: string;
  readonly userAgent: string;
  /** The page with the form, by the browser; empty: unknown. */
  readonly page: string;
  /** The country by a trusted proxy. */
  readonly country: string | undefined;
}

export interface PostedFormDeps extends WidgetDeps {
  readonly formPageSecrets: readonly ServerSecret[];
}

/**
 * Makes the function that accepts forms that browsers without JavaScript have posted: each is a submission of a visitor of its
 * own, whom nobody can continue as, because the browser stores no token (R3). Repetitions get the first receipt.
 *
 * The function throws ApiError `too_many_requests`.
 */
export function createPostedForms(deps: PostedFormDeps) {
  const { database } = deps;
  const accept = createIntake(deps);
  const { seconds, address, property } = POSTED_FORMS;
  const ofAddress = createNetworkLimit(address, seconds, deps.now);
  const ofProperty = createRequestLimit(property, seconds, deps.now);

  async function register(posted: PostedForm, { visitor, proof }: DerivedSubmission): Promise<void> {
    const { settings, id } = posted.property;
    const visit = withSafeAddresses(
      { visitor, proof, page: posted.page, referrer: "", language: posted.locale, timeZone: "", screen: "" },
      settings.allowedParameters,
    );
    const location = findLocation(settings.locationTracking, {
      header: posted.country,
      address: posted.address,
      locate: deps.locate,
    });
    const device = recognizeDevice(posted.userAgent);
    const ids = { id: newId(deps), registration: newId(deps) };
    await database.write((tx) =>
      registerVisit(tx, { property: id, visit, device, location, now: deps.now(), ...ids }),
    );
  }

  return async (posted: PostedForm): Promise<Receipt> => {
    const { key: form, definition, answers, locale, trap, page } = posted;
    const { id: propertyId, settings } = posted.property;
    const source = { property: propertyId, form, answers, ...addressAndBrowser(posted) };
    for (let attempt = 0; ; attempt++) {
      const secret = deps.formPageSecrets.at(-1)?.secret ?? ""; // there is always one; a newer one would forget repetitions
      const derived = deriveSubmission(secret, source, attempt);
      const now = deps.now();
      const { id, isRepetition } = await findDelivery(database.read, propertyId, derived, now);
      if (!isRepetition) {
        if (!attempt) {
          await ofAddress.take(posted.address);
          await ofProperty.take(propertyId);
        }
        try {
          await register(posted, derived);
        } catch (error) {
          const isTaken = error instanceof ApiError && error.problem.code === "visitor_id_taken";
          if (isTaken && attempt < MAX_DRAWS) continue;
          throw error;
        }
      }
      const delivery = {
        id,
        kind: "submission",
        at: now,
        form,
        version: definition.version,
        answers: answers as SubmissionDelivery["answers"], // of readonly lists, which nothing writes to
        page,
        locale,
        shownFor: UNKNOWN_TIME,
        trap,
      } satisfies SubmissionDelivery;
      const findForm = createFormLookup(database.read, posted.property);
      const entry = await readDelivery(delivery, findForm, settings.allowedParameters);
      const [receipt] = await accept({
        property: posted.property,
        visitor: derived.visitor,
        entries: [entry],
      });
      if (!receipt) throw new ApiError("internal");
      return receipt;
    }
  };
}

const addressAndBrowser = ({ address, userAgent }: PostedForm) => ({ address, userAgent });

/** The ID to store a form under, and whether it was stored under it within the window. */
async function findDelivery(
  db: Db,
  property: string,
  { visitor, ids }: DerivedSubmission,
  now: number,
): Promise<{ readonly id: string; readonly isRepetition: boolean }> {
  const rows = await db
    .selectFrom("deliveries")
    .select(["id", "received_at"])
    .where("property_id", "=", property)
    .where("visitor_id", "=", visitor)
    .where("id", "in", [...ids])
    .execute();
  const receivedAt = new Map(rows.map((row) => [row.id, row.received_at]));
  const free = ids.find((id) => now - (receivedAt.get(id) ?? Number.NEGATIVE_INFINITY) < REPETITION);
  if (free !== undefined) return { id: free, isRepetition: true };
  const unused = ids.find((id) => !receivedAt.has(id));
  return { id: unused ?? (ids.at(-1) as string), isRepetition: unused === undefined };
}
