import type { SubmissionDelivery } from "../../shared/delivery.ts";
import type { Problem } from "../../shared/error.ts";
import type { FormKind } from "../../shared/form.ts";
import type { Answer, AnswerFault, Answers, FormDefinition } from "../../shared/rules/form.ts";
import { isAsked } from "../../shared/rules/form-fields.ts";
import type { Chat } from "../chat/chat-model.ts";
import type { StorageKind } from "../delivery/outbox-store.ts";

/** The message above the fields of a form. */
type FormNotice =
  | { readonly kind: "none" }
  /** Some answers have faults. */
  | { readonly kind: "check" }
  /** In a preview nothing is sent. */
  | { readonly kind: "preview" }
  | { readonly kind: "refused"; readonly problem: Problem };

type Progress =
  | { readonly kind: "sending" | "waiting" }
  | { readonly kind: "accepted"; readonly ticket: number | null };

/** A fault of a field. The server may know codes that this widget does not. */
export type FieldFault = Omit<AnswerFault, "code"> & { readonly code: string };

export interface FormScreen {
  readonly kind: "form";
  readonly form: FormKind;
  /** The answers that were entered here, without known answers. */
  readonly answers: Answers;
  readonly faults: readonly FieldFault[];
  readonly notice: FormNotice;
  /** The ID of the refused delivery that this form replaces; null: none. */
  readonly replaces: string | null;
  /** The unanswered chat that this form turns into a ticket; empty: none. */
  readonly conversation: string;
  /** When the visitor first saw the form, by the time since the page was opened, ms; 0: not yet. */
  readonly since: number;
}

/** The progress of a submission that does not open a chat. */
export interface SubmissionScreen {
  readonly kind: "submission";
  readonly delivery: SubmissionDelivery;
  readonly progress: Progress;
}

/** The conversation, whose content is in `PanelState.chat`. */
interface ChatScreen {
  readonly kind: "chat";
}

export type Screen = FormScreen | SubmissionScreen | ChatScreen;

export interface PanelState {
  readonly open: boolean;
  /** Whether an agent is available (R20). */
  readonly available: boolean;
  readonly storage: StorageKind;
  /** Answers that this browser gave before (R28). */
  readonly known: Answers;
  readonly screen: Screen;
  /** Null until the chat bundle is loaded. */
  readonly chat: Chat | null;
}

interface SubmissionEntry {
  readonly delivery: SubmissionDelivery;
}

/** An unfinished form, as it is stored for the next page (R23). */
export interface FormDraft {
  readonly form: FormKind;
  readonly answers: Answers;
  readonly replaces: string | null;
  readonly since: number;
  /** The ID of the submission that it is sent as; empty: it is not being sent. */
  readonly delivery: string;
  readonly conversation: string;
}

export type PanelEvent =
  | { readonly kind: "opened"; readonly now: number }
  | { readonly kind: "closed" }
  | { readonly kind: "availability"; readonly available: boolean }
  | { readonly kind: "draft_restored"; readonly draft: Partial<FormDraft> }
  | { readonly kind: "answered"; readonly field: string; readonly answer: Answer }
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
  /** Where deliveries are stored. */
  | { readonly kind: "storage"; readonly storage: StorageKind }
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
  | {
      readonly kind: "chat_changed";
      readonly chat: Chat;
      /** Whether there is a chat to show; null: unknown before the first answer of the server. */
      readonly exists: boolean | null;
      /** Whether it has unread messages of agents. */
      readonly unread: boolean;
    }
  /** The visitor asks for an empty form. */
  | { readonly kind: "restarted"; readonly now: number }
  /** "Not you?" was pressed. */
  | { readonly kind: "visitor_changed"; readonly now: number };

export function emptyForm(available: boolean, since: number): FormScreen {
  return {
    kind: "form",
    form: available ? "pre_chat" : "offline",
    answers: {},
    faults: [],
    notice: { kind: "none" },
    replaces: null,
    conversation: "",
    since,
  };
}

/** Whether a form holds nothing that the visitor would miss. */
export function isPristine(screen: FormScreen): boolean {
  return (
    !screen.replaces &&
    Object.values(screen.answers).every((answer) => (typeof answer === "object" ? !answer.length : !answer))
  );
}

/** The answer to a field. Only own properties count: a field may be called `constructor`. */
export function answerTo(field: string, answers: Answers): Answer | undefined {
  return Object.hasOwn(answers, field) ? answers[field] : undefined;
}

/** The known answers to the fields of a form. */
export function knownAnswers(form: Pick<FormDefinition, "fields">, known: Answers): Answers {
  return Object.fromEntries(
    Object.entries(known).filter(([id]) => form.fields.some((field) => field.id === id)),
  );
}

/** Whether everything but the message is known, so that the chat opens without a form (R28). */
export function needsNoForm(form: Pick<FormDefinition, "fields">, known: Answers): boolean {
  return form.fields
    .filter((field) => isAsked(field, known))
    .every(({ type }, index) => type === "long_text" && !index);
}

/** The fields to show: those not known (R28), and known ones with a new answer or a fault. */
export function shownFields(form: Pick<FormDefinition, "fields">, screen: FormScreen, known: Answers) {
  return form.fields.filter(
    (field) =>
      isAsked(field, known) ||
      Object.hasOwn(screen.answers, field.id) ||
      screen.faults.some((fault) => fault.field === field.id),
  );
}

/** The known answers to the fields that are not shown, in the order of the fields. */
export function hiddenAnswers(
  form: Pick<FormDefinition, "fields">,
  screen: FormScreen,
  known: Answers,
): Answer[] {
  const shown = shownFields(form, screen, known);
  return form.fields.filter((field) => !shown.includes(field)).map(({ id }) => known[id] as Answer);
}

/** The state of the panel after an event. Pure. */
export function reduce(state: PanelState, event: PanelEvent): PanelState {
  const screen = reduceScreen(state, event);
  switch (event.kind) {
    case "opened":
      return { ...state, screen, open: true };
    case "closed":
      return { ...state, open: false };
    case "availability":
      return { ...state, screen, available: event.available };
    case "chat_changed":
      return { ...state, screen, chat: event.chat };
    case "storage":
      return event.storage === state.storage ? state : { ...state, storage: event.storage };
    case "accepted":
      return { ...state, screen, known: event.known };
    case "visitor_changed":
      return { ...state, screen, known: {} };
    default:
      return screen === state.screen ? state : { ...state, screen };
  }
}

function reduceScreen(state: PanelState, event: PanelEvent): Screen {
  const { screen, available } = state;
  switch (event.kind) {
    case "draft_restored":
      return { ...emptyForm(available, 0), ...event.draft };
    case "submitted":
      return event.delivery.form === "pre_chat"
        ? { kind: "chat" }
        : { kind: "submission", delivery: event.delivery, progress: { kind: "sending" } };
    case "chat_changed":
      return screenAfterChat(state, event);
    case "restarted":
    case "visitor_changed":
      return emptyForm(available, event.now);
    case "refused":
      return isOf(screen, event.entry) ||
        screen.kind === "chat" ||
        (screen.kind === "form" && isPristine(screen))
        ? refusedForm(event.entry, event.problem, event.now)
        : screen;
    default:
      if (screen.kind === "form") return reduceForm(screen, event);
      return screen.kind === "submission" ? reduceSubmission(screen, event) : screen;
  }
}

function reduceForm(screen: FormScreen, event: PanelEvent): FormScreen {
  switch (event.kind) {
    case "opened":
      return screen.since ? screen : { ...screen, since: event.now };
    case "availability":
      // the same form stays as it is, with its faults
      return isPristine(screen) && event.available !== (screen.form === "pre_chat")
        ? emptyForm(event.available, screen.since)
        : screen;
    case "answered":
      return {
        ...screen,
        answers: { ...screen.answers, [event.field]: event.answer },
        notice: screen.notice.kind === "refused" ? screen.notice : { kind: "none" },
      };
    case "validated":
      if (!screen.faults.some(({ field }) => field === event.field)) return screen;
      return {
        ...screen,
        faults: screen.faults.flatMap((fault) =>
          fault.field !== event.field ? [fault] : event.fault ? [event.fault] : [],
        ),
      };
    case "not_sent":
      return { ...screen, faults: event.faults, notice: { kind: event.notice } };
    default:
      return screen;
  }
}

function reduceSubmission(screen: SubmissionScreen, event: PanelEvent): SubmissionScreen {
  switch (event.kind) {
    case "sending":
    case "waiting":
      return screen.progress.kind !== "accepted" && event.ids.includes(screen.delivery.id)
        ? { ...screen, progress: { kind: event.kind } }
        : screen;
    case "accepted":
      return isOf(screen, event.entry)
        ? { ...screen, progress: { kind: "accepted", ticket: event.ticket } }
        : screen;
    default:
      return screen;
  }
}

const isOf = (screen: Screen, { delivery }: SubmissionEntry) =>
  screen.kind === "submission" && screen.delivery.id === delivery.id;

/** The chat is shown as soon as it exists, but not over a form in use, nor over a receipt without an answer. */
function screenAfterChat(
  { available, open, screen }: PanelState,
  { exists, unread }: Extract<PanelEvent, { kind: "chat_changed" }>,
): Screen {
  const stays =
    screen.kind === "form" ? open && !isPristine(screen) : screen.kind === "submission" && !unread;
  if (exists && !stays) return screen.kind === "chat" ? screen : { kind: "chat" };
  return exists === false && screen.kind === "chat" ? emptyForm(available, 0) : screen;
}

/** A form with the refused answers, for the visitor to correct. */
function refusedForm({ delivery }: SubmissionEntry, problem: Problem, since: number): FormScreen {
  const { id, form, answers, conversation = "" } = delivery;
  const faults = problem.faults?.map(({ path, code }) => ({ field: path, code })) ?? [];
  const notice = { kind: "refused", problem } as const;
  return { ...emptyForm(true, since), form, answers, faults, notice, replaces: id, conversation };
}
