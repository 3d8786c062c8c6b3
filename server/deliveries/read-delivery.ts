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
import { UUID_V7 } from "../../shared/rules/uuid.ts";
import { faultsOf } from "../platform/http/responses.ts";
import type { ChatDelivery } from "./accept-chat.ts";
import type { FindForm } from "./form-lookup.ts";

/** A submission that can be accepted: read, and its answers checked against the form that was shown. */
export interface ReadSubmission {
  readonly id: string;
  readonly delivery: SubmissionDelivery;
  readonly form: FormDefinition;
  readonly answers: Readonly<Record<string, Answer>>;
}

/** A delivery that can be accepted. */
export type ReadDelivery = ReadSubmission | { readonly id: string; readonly delivery: ChatDelivery };

/** A delivery that can't, with what the visitor hears. `id` is null if not even that could be read. */
export interface RefusedDelivery {
  readonly id: string | null;
  readonly refusal: Extract<Receipt, { status: "refused" }>;
}

/** A quicker end for a form that a program filled in than for one that a person did, ms. */
const MIN_FILL_TIME = 300;

/** More than a person could mend; the receipt is kept for ever. */
const MAX_FAULTS = 50;

/** What is too quick for a person, or filled in where people see nothing, is kept apart and never thrown away. */
export function looksAutomatic({ trap, shownFor }: Pick<SubmissionDelivery, "trap" | "shownFor">): boolean {
  return trap !== "" || shownFor < MIN_FILL_TIME;
}

function refuseDelivery(id: string | null, code: ErrorCode, faults: Fault[] = []): RefusedDelivery {
  return {
    id,
    refusal: { status: "refused", id: id ?? "", problem: problem(code, faults.length ? { faults } : {}) },
  };
}

function describeFault({ code, character, max }: AnswerFault): string {
  switch (code) {
    case "required":
      return "This answer is needed.";
    case "too_long":
      return `This is longer than ${max} characters.`;
    case "invalid_email":
      return "This is not an e-mail address.";
    case "invalid_phone":
      return `A phone is + and digits only; "${character}" is neither.`;
    case "phone_length":
      return "A phone has + and 4 to 15 digits.";
    case "not_an_option":
      return "This is not one of the options.";
    case "wrong_type":
      return "This is not the kind of answer that the question asks for.";
    case "unknown_field":
      return "The form has no such field.";
  }
}

/** Reads one entry of a batch by the shared schema and the form it answers (R27). */
export async function readDelivery(entry: unknown, forms: FindForm): Promise<ReadDelivery | RefusedDelivery> {
  const parsed = z.safeParse(Delivery, entry);
  if (!parsed.success) return refuseDelivery(idOf(entry), "invalid_request", faultsOf(parsed.error));
  const delivery = parsed.data;
  if (delivery.kind !== "submission") return { id: delivery.id, delivery };
  const form = await forms(delivery.form, delivery.version);
  if (!form) return refuseDelivery(delivery.id, "form_unknown");
  const checked = formValidator(form)(delivery.answers);
  if (checked.ok) return { id: delivery.id, delivery, form, answers: checked.answers };
  const faults = checked.faults.slice(0, MAX_FAULTS).map((fault) => ({
    path: fault.field,
    code: fault.code,
    message: describeFault(fault),
  }));
  return refuseDelivery(delivery.id, "answers_invalid", faults);
}

function idOf(entry: unknown): string | null {
  const id = typeof entry === "object" && entry !== null && "id" in entry ? entry.id : null;
  return typeof id === "string" && UUID_V7.test(id) ? id : null;
}
