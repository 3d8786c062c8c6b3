import type { SubmissionDelivery } from "../../shared/delivery.ts";
import type { Problem } from "../../shared/error.ts";
import type { FormKind } from "../../shared/form.ts";
import type { Answer, AnswerFault, Answers, FormDefinition } from "../../shared/rules/form.ts";
import { isAsked } from "../../shared/rules/form-fields.ts";
import type { Chat } from "../chat/chat-model.ts";

/** What stands above the form, beside the messages next to its fields. */
type Notice =
  | { readonly kind: "none" }
  | { readonly kind: "check" }
  | { readonly kind: "preview" }
  | { readonly kind: "refused"; readonly problem: Problem };

/** How far a delivery has come. */
type Progress =
  | { readonly kind: "trying" | "waiting" }
  | { readonly kind: "accepted"; readonly ticket: number | null };

/** A fault next to its field. The server may know codes that this widget does not. */
export type ShownFault = Omit<AnswerFault, "code"> & { readonly code: string };

export interface FormScreen {
  readonly at: "form";
  readonly form: FormKind;
  /** What was typed here; known answers are not among them. */
  readonly answers: Answers;
  readonly faults: readonly ShownFault[];
  readonly notice: Notice;
  /** The refused delivery that this one takes the place of. */
  readonly replaces: string | null;
  /** The chat that nobody answered, and that this makes a ticket of; empty: none. */
  readonly conversation: string;
  /** When the visitor first saw it, ms since 1970; 0: not yet. */
  readonly since: number;
}

export interface SentScreen {
  readonly at: "sent";
  readonly delivery: SubmissionDelivery;
  readonly progress: Progress;
}

/** Where deliveries wait: on disk, or in memory because the browser blocks storage or has no room. */
export type Storage = "disk" | "blocked" | "full";

/** The conversation, which `chat` has. */
interface ChatScreen {
  readonly at: "chat";
}

export interface State {
  readonly open: boolean;
  readonly available: boolean;
  readonly storage: Storage;
  /** Answers that this browser gave before (R28). */
  readonly known: Answers;
  readonly screen: FormScreen | SentScreen | ChatScreen;
  /** Null until the desk is there. */
  readonly chat: Chat | null;
}

/** What the outbox has, or had, of a filled-in form. */
interface Submitted {
  readonly delivery: SubmissionDelivery;
}

/** An unfinished form, as it survives a reload (R23). */
export interface Draft {
  readonly form: FormKind;
  readonly answers: Answers;
  readonly replaces: string | null;
  readonly since: number;
  /** The delivery it was being made into when send was pressed; empty before. */
  readonly delivery: string;
  readonly conversation: string;
}

export type Event =
  | { readonly kind: "opened"; readonly now: number }
  | { readonly kind: "closed" }
  | { readonly kind: "availability"; readonly available: boolean }
  | { readonly kind: "restored"; readonly draft: Partial<Draft> }
  | { readonly kind: "typed"; readonly field: string; readonly answer: Answer }
  /** A field that had a fault was looked at again. */
  | { readonly kind: "judged"; readonly field: string; readonly fault: AnswerFault | null | undefined }
  /** The visitor pressed send, and it was not: there are faults, or this is a preview. */
  | {
      readonly kind: "checked";
      readonly faults: readonly AnswerFault[];
      readonly notice: "check" | "preview";
    }
  /** The visitor pressed send, here or in another tab. */
  | { readonly kind: "sent"; readonly delivery: SubmissionDelivery }
  /** A delivery has found its place, or it was found out where it would. */
  | { readonly kind: "kept"; readonly storage: Storage }
  | { readonly kind: "trying" | "waiting"; readonly ids: readonly string[] }
  | {
      readonly kind: "accepted";
      readonly entry: Submitted;
      readonly ticket: number | null;
      readonly known: Answers;
    }
  | {
      readonly kind: "refused";
      readonly entry: Submitted;
      readonly problem: Problem;
      readonly now: number;
    }
  /** shows: whether there is one; null: nobody knows yet. */
  | { readonly kind: "chat"; readonly chat: Chat; readonly shows: boolean | null; readonly answered: boolean }
  | { readonly kind: "again"; readonly now: number }
  | { readonly kind: "forgotten"; readonly now: number };

export function emptyForm(available: boolean, since: number): FormScreen {
  const form = available ? "pre_chat" : "offline";
  return {
    at: "form",
    form,
    answers: {},
    faults: [],
    notice: { kind: "none" },
    replaces: null,
    conversation: "",
    since,
  };
}

/** Whether there is nothing in a form that a visitor could miss. */
export function isUntouched(screen: FormScreen): boolean {
  return (
    !screen.replaces &&
    Object.values(screen.answers).every((answer) => (typeof answer === "object" ? !answer.length : !answer))
  );
}

/** The answer to a question, if it has one of its own: a field may be called `constructor`. */
export function answerTo(field: string, answers: Answers): Answer | undefined {
  return Object.hasOwn(answers, field) ? answers[field] : undefined;
}

/** The known answers to the questions of a form. */
export function knownFor(form: Pick<FormDefinition, "fields">, known: Answers): Answers {
  return Object.fromEntries(
    Object.entries(known).filter(([id]) => form.fields.some((field) => field.id === id)),
  );
}

/** Whether there is nothing left to ask before a chat, but what it is about (R28). */
export function isDirect(form: Pick<FormDefinition, "fields">, known: Answers): boolean {
  return form.fields
    .filter((field) => isAsked(field, known))
    .every(({ type }, index) => type === "long_text" && !index);
}

/** The fields to show: those not known (R28), and those with a fault, known or not. */
export function askedFields(form: Pick<FormDefinition, "fields">, screen: FormScreen, known: Answers) {
  return form.fields.filter(
    (field) =>
      isAsked(field, known) ||
      Object.hasOwn(screen.answers, field.id) ||
      screen.faults.some((fault) => fault.field === field.id),
  );
}

/** The known answers that go along unseen, in the order of the fields. */
export function unasked(form: Pick<FormDefinition, "fields">, screen: FormScreen, known: Answers): Answer[] {
  const asked = askedFields(form, screen, known);
  return form.fields.filter((field) => !asked.includes(field)).map(({ id }) => known[id] as Answer);
}

function isAbout(screen: State["screen"], { delivery }: Submitted): screen is SentScreen {
  return screen.at === "sent" && screen.delivery.id === delivery.id;
}

/** What the panel shows after an event. Pure: the same state and event give the same state. */
export function reduce(state: State, event: Event): State {
  const { screen } = state;
  switch (event.kind) {
    case "opened":
      return {
        ...state,
        open: true,
        screen: screen.at === "form" && !screen.since ? { ...screen, since: event.now } : screen,
      };
    case "closed":
      return { ...state, open: false };
    case "availability":
      return {
        ...state,
        available: event.available,
        // the same form again would take away what it says of its fields
        screen:
          screen.at === "form" && isUntouched(screen) && event.available !== (screen.form === "pre_chat")
            ? emptyForm(event.available, screen.since)
            : screen,
      };
    case "restored":
      return { ...state, screen: { ...emptyForm(state.available, 0), ...event.draft } };
    case "typed":
      if (screen.at !== "form") return state;
      return {
        ...state,
        screen: {
          ...screen,
          answers: { ...screen.answers, [event.field]: event.answer },
          notice: screen.notice.kind === "refused" ? screen.notice : { kind: "none" },
        },
      };
    case "judged":
      if (screen.at !== "form" || !screen.faults.some(({ field }) => field === event.field)) return state;
      return {
        ...state,
        screen: {
          ...screen,
          faults: screen.faults.flatMap((fault) =>
            fault.field !== event.field ? [fault] : event.fault ? [event.fault] : [],
          ),
        },
      };
    case "checked":
      return screen.at === "form"
        ? { ...state, screen: { ...screen, faults: event.faults, notice: { kind: event.notice } } }
        : state;
    case "sent":
      return {
        ...state,
        screen:
          event.delivery.form === "pre_chat"
            ? { at: "chat" }
            : { at: "sent", delivery: event.delivery, progress: { kind: "trying" } },
      };
    case "chat":
      return { ...state, chat: event.chat, screen: withChat(state, event) };
    case "kept":
      return event.storage === state.storage ? state : { ...state, storage: event.storage };
    case "trying":
    case "waiting":
      return screen.at === "sent" &&
        screen.progress.kind !== "accepted" &&
        event.ids.includes(screen.delivery.id)
        ? { ...state, screen: { ...screen, progress: { kind: event.kind } } }
        : state;
    case "accepted":
      return {
        ...state,
        known: event.known,
        screen: isAbout(screen, event.entry)
          ? { ...screen, progress: { kind: "accepted", ticket: event.ticket } }
          : screen,
      };
    case "refused":
      return isAbout(screen, event.entry) ||
        screen.at === "chat" ||
        (screen.at === "form" && isUntouched(screen))
        ? { ...state, screen: refusedForm(event.entry, event.problem, event.now) }
        : state;
    case "again":
      return { ...state, screen: emptyForm(state.available, event.now) };
    case "forgotten":
      return { ...state, known: {}, screen: emptyForm(state.available, event.now) };
  }
}

/** A form that is being filled in stays, and so do the thanks for a message, until it is answered. */
function withChat(
  { available, open, screen }: State,
  { shows, answered }: Extract<Event, { kind: "chat" }>,
): State["screen"] {
  const stays = screen.at === "form" ? open && !isUntouched(screen) : screen.at === "sent" && !answered;
  if (shows && !stays) return { at: "chat" };
  return shows === false && screen.at === "chat" ? emptyForm(available, 0) : screen;
}

/** The refused words, back in the form and in the visitor's hands. */
function refusedForm({ delivery }: Submitted, problem: Problem, since: number): FormScreen {
  const { id, form, answers, conversation = "" } = delivery;
  // the server's faults stand next to the fields they are about
  const faults = problem.faults?.map(({ path, code }) => ({ field: path, code })) ?? [];
  const notice = { kind: "refused", problem } as const;
  return { ...emptyForm(true, since), form, answers, faults, notice, replaces: id, conversation };
}
