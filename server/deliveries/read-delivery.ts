import * as z from "zod/mini";
import { Delivery, type Receipt, type SubmissionDelivery } from "../../shared/delivery.ts";
import type { ErrorCode, Fault } from "../../shared/error.ts";
import { problem } from "../../shared/error.ts";
import {
  type Answer,
  type AnswerFault,
  type FormDefinition,
  formValidator,
} from "../../shared/rules/form.ts";
import { withoutSecrets } from "../../shared/rules/page-address.ts";
import { UUID_V7 } from "../../shared/rules/uuid.ts";
import { wellFormed } from "../../shared/rules/well-formed.ts";
import { faultsOf } from "../platform/http/read-body.ts";
import type { FindForm } from "./form-lookup.ts";
import { withCleanHidden } from "./hidden-answers.ts";

export type ChatDelivery = Exclude<Delivery, { kind: "submission" }>;

/** A submission whose answers are valid for the form that the visitor saw. */
export interface SubmissionEntry {
  readonly kind: "submission";
  readonly id: string;
  readonly delivery: SubmissionDelivery;
  readonly form: FormDefinition;
  readonly answers: Readonly<Record<string, Answer>>;
}

type Refusal = Extract<Receipt, { status: "refused" }>;

/** One entry of a batch after it was read. `refused` is stored with its receipt; `unreadable` has no ID to store it by. */
export type Entry =
  | SubmissionEntry
  | { readonly kind: "chat"; readonly id: string; readonly delivery: ChatDelivery }
  | { readonly kind: "refused"; readonly id: string; readonly refusal: Refusal }
  | { readonly kind: "unreadable"; readonly refusal: Refusal };

/** No person fills in a form faster than this, ms. */
const MIN_FILL_TIME = 300;

/** Twice as many answers as a form has fields. More are refused unread: a schema takes long for many faults (R37). */
const MAX_ANSWERS = 60;
const TOO_MANY_ANSWERS: Fault = {
  path: "answers",
  code: "too_many",
  message: `has more than ${MAX_ANSWERS} answers`,
};

/** More faults than these a person could not correct. */
const MAX_FAULTS = 50;
/** A receipt is stored, and its faults repeat what a stranger sent: keys of answers, and paths. Bytes of JSON. */
const MAX_FAULT_BYTES = 6_000;
/** In characters. The IDs of form fields have 40 at most. */
const MAX_PATH = 60;
const MAX_FAULT_TEXT = 200;

/**
 * Whether a program filled in the form: too fast, or with text in the hidden field. It is marked, never discarded. A time
 * below zero says nothing: the visitor's clock was set back meanwhile (older widgets measure with it).
 */
export function looksAutomatic({ trap, shownFor }: Pick<SubmissionDelivery, "trap" | "shownFor">): boolean {
  return trap !== "" || (shownFor >= 0 && shownFor < MIN_FILL_TIME);
}

function refuseEntry(id: string | null, code: ErrorCode, faults: Fault[] = []): Entry {
  const some = limitFaults(faults);
  const details = problem(code, some.length ? { faults: some } : {});
  const refusal: Refusal = { status: "refused", id: id ?? "", problem: details };
  return id === null ? { kind: "unreadable", refusal } : { kind: "refused", id, refusal };
}

/** The first faults, cut so that a receipt stays small whatever was sent (R37). */
function limitFaults(faults: readonly Fault[]): Fault[] {
  let bytes = 0;
  return faults
    .slice(0, MAX_FAULTS)
    .map(({ path, code, message }) => ({
      path: cutText(path, MAX_PATH),
      code: cutText(code, MAX_PATH),
      message: cutText(message, MAX_FAULT_TEXT),
    }))
    .filter((fault) => {
      bytes += Buffer.byteLength(JSON.stringify(fault));
      return bytes <= MAX_FAULT_BYTES;
    });
}

/** Without the half of a character at the end. */
const cutText = (text: string, max: number) => wellFormed(text.slice(0, max));

function describeFault({ code, character, max }: AnswerFault): string {
  switch (code) {
    case "required":
      return "This field is required.";
    case "too_long":
      return `This is longer than ${max} characters.`;
    case "invalid_email":
      return "This is not a valid e-mail address.";
    case "invalid_phone":
      return `A phone number consists of + and digits; "${character}" is not allowed.`;
    case "phone_length":
      return "A phone number has + and 4 to 15 digits.";
    case "not_an_option":
      return "This is not one of the options.";
    case "wrong_type":
      return "This answer has the wrong type.";
    case "unknown_field":
      return "The form has no such field.";
  }
}

/**
 * Validates one entry of a batch with the shared schema and the form that it answers (R27).
 *
 * @param allowedParameters the parameters that stay in the page's address, whatever they hold (R24)
 */
export async function readDelivery(
  entry: unknown,
  findForm: FindForm,
  allowedParameters: readonly string[],
): Promise<Entry> {
  if (answerCountOf(entry) > MAX_ANSWERS)
    return refuseEntry(idOf(entry), "invalid_request", [TOO_MANY_ANSWERS]);
  const parsed = z.safeParse(Delivery, entry);
  if (!parsed.success) return refuseEntry(idOf(entry), "invalid_request", faultsOf(parsed.error));
  const { data } = parsed;
  if (data.kind !== "submission") return { kind: "chat", id: data.id, delivery: data };
  const delivery = { ...data, page: withoutSecrets(data.page, allowedParameters) };
  const form = await findForm(delivery.form, delivery.version);
  if (!form) return refuseEntry(delivery.id, "form_unknown");
  const checked = formValidator(form)(delivery.answers);
  if (checked.ok) {
    const answers = withCleanHidden(form, checked.answers, allowedParameters);
    return { kind: "submission", id: delivery.id, delivery, form, answers };
  }
  const faults = checked.faults.map((fault) => ({
    path: fault.field,
    code: fault.code,
    message: describeFault(fault),
  }));
  return refuseEntry(delivery.id, "answers_invalid", faults);
}

/** The number of answers of what may be a delivery. */
function answerCountOf(entry: unknown): number {
  const answers = typeof entry === "object" && entry !== null && "answers" in entry ? entry.answers : null;
  return typeof answers === "object" && answers !== null ? Object.keys(answers).length : 0;
}

function idOf(entry: unknown): string | null {
  const id = typeof entry === "object" && entry !== null && "id" in entry ? entry.id : null;
  return typeof id === "string" && UUID_V7.test(id) ? id : null;
}
