import type { SubmissionDelivery } from "../../shared/delivery.ts";
import type { Problem } from "../../shared/error.ts";
import type { AnswerFault, Answers } from "../../shared/rules/form.ts";
import {
  emptyForm,
  type FormDraft,
  type FormScreen,
  isPristine,
  type PanelState,
  type Screen,
  type SubmissionScreen,
} from "../state/panel-state.ts";

interface SubmissionEntry {
  readonly delivery: SubmissionDelivery;
}

/** The events of a form, and of what becomes of it. */
export type FormEvent =
  | { readonly kind: "draft_restored"; readonly draft: Partial<FormDraft> }
  /** A field was validated again. */
  | { readonly kind: "validated"; readonly field: string; readonly fault: AnswerFault | null | undefined }
  /** The visitor pressed send, but the form was not sent: it has faults, or this is a preview. */
  | {
      readonly kind: "not_sent";
      readonly faults: readonly AnswerFault[];
      readonly notice: "check" | "preview";
    }
  /** The visitor has sent a form, here or in another tab. */
  | { readonly kind: "submitted"; readonly delivery: SubmissionDelivery }
  | { readonly kind: "sending" | "waiting"; readonly ids: readonly string[] }
  | {
      readonly kind: "accepted";
      readonly entry: SubmissionEntry;
      readonly ticket: number | null;
      readonly known: Answers;
    }
  | {
      readonly kind: "refused";
      readonly entry: SubmissionEntry;
      readonly problem: Problem;
      readonly now: number;
    }
  /** The visitor asks for an empty form. */
  | { readonly kind: "restarted"; readonly now: number }
  /** "Not you?" was pressed: of the new visitor nothing is known. */
  | { readonly kind: "visitor_changed"; readonly now: number; readonly known: Answers };

/** The state of the panel after an event of a form. Pure. */
export function reduceForm(state: PanelState, event: FormEvent): PanelState {
  const screen = reduceScreen(state, event);
  if ("known" in event) return { ...state, screen, known: event.known };
  return screen === state.screen ? state : { ...state, screen };
}

function reduceScreen({ screen, available }: PanelState, event: FormEvent): Screen {
  switch (event.kind) {
    case "draft_restored":
      return { ...emptyForm(available, 0), ...event.draft };
    case "submitted":
      return event.delivery.form === "pre_chat"
        ? { kind: "chat" }
        : { kind: "submission", delivery: event.delivery, progress: { kind: "sending" } };
    case "restarted":
    case "visitor_changed":
      return emptyForm(available, event.now);
    case "refused":
      return isOf(screen, event.entry) ||
        screen.kind === "chat" ||
        (screen.kind === "form" && isPristine(screen))
        ? refusedForm(event.entry, event.problem, event.now)
        : screen;
    case "validated":
    case "not_sent":
      return screen.kind === "form" ? afterValidation(screen, event) : screen;
    case "sending":
    case "waiting":
    case "accepted":
      return screen.kind === "submission" ? afterProgress(screen, event) : screen;
  }
}

function afterValidation(
  screen: FormScreen,
  event: Extract<FormEvent, { kind: "validated" | "not_sent" }>,
): FormScreen {
  if (event.kind === "not_sent") return { ...screen, faults: event.faults, notice: { kind: event.notice } };
  if (!screen.faults.some(({ field }) => field === event.field)) return screen;
  return {
    ...screen,
    faults: screen.faults.flatMap((fault) =>
      fault.field !== event.field ? [fault] : event.fault ? [event.fault] : [],
    ),
  };
}

function afterProgress(
  screen: SubmissionScreen,
  event: Extract<FormEvent, { kind: "sending" | "waiting" | "accepted" }>,
): SubmissionScreen {
  if (event.kind === "accepted")
    return isOf(screen, event.entry)
      ? { ...screen, progress: { kind: "accepted", ticket: event.ticket } }
      : screen;
  return screen.progress.kind !== "accepted" && event.ids.includes(screen.delivery.id)
    ? { ...screen, progress: { kind: event.kind } }
    : screen;
}

const isOf = (screen: Screen, { delivery }: SubmissionEntry) =>
  screen.kind === "submission" && screen.delivery.id === delivery.id;

/** A form with the refused answers, for the visitor to correct. */
function refusedForm({ delivery }: SubmissionEntry, problem: Problem, since: number): FormScreen {
  const { id, form, answers, conversation = "" } = delivery;
  const faults = problem.faults?.map(({ path, code }) => ({ field: path, code })) ?? [];
  const notice = { kind: "refused", problem } as const;
  return { ...emptyForm(true, since), form, answers, faults, notice, replaces: id, conversation };
}
