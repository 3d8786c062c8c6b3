import type { JSX } from "preact";
import type { SubmissionDelivery } from "../../shared/delivery.ts";
import type { Problem } from "../../shared/error.ts";
import type { FormKey } from "../../shared/form-key.ts";
import type { Answer, AnswerFault, Answers } from "../../shared/rules/form.ts";
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
  readonly form: FormKey;
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

/**
 * Draws a page of a part. It gets the properties of the chat's components, whose type would import this file: as the type
 * of a method, this one admits a function that wants them.
 */
export type DrawPage = { draw(view: object): JSX.Element }["draw"];

export interface PanelState {
  readonly open: boolean;
  /** Whether an agent is available (R20). */
  readonly available: boolean;
  readonly storage: StorageKind;
  /** Answers that this browser gave before (R28). */
  readonly known: Answers;
  /** Answers that the page has given for the visitor: each until the visitor has answered. Absent: none. */
  readonly prefilled?: Answers;
  readonly screen: Screen;
  /** Null until the chat bundle is loaded. */
  readonly chat: Chat | null;
  /** Draws what covers the screen: a page of a part. Another function draws it anew; null or absent: nothing covers it. */
  readonly page?: DrawPage | null;
}

/** An unfinished form, as it is stored for the next page (R23). */
export interface FormDraft {
  readonly form: FormKey;
  readonly answers: Answers;
  readonly replaces: string | null;
  readonly since: number;
  /** The ID of the submission that it is sent as; empty: it is not being sent. */
  readonly delivery: string;
  readonly conversation: string;
}

/** The events that need no part of the widget. Each part has more, with the reducer for them (`panel-store.ts`). */
export type PanelEvent =
  | { readonly kind: "opened"; readonly now: number }
  | { readonly kind: "closed" }
  | { readonly kind: "availability"; readonly available: boolean }
  /** Where deliveries are stored. */
  | { readonly kind: "storage"; readonly storage: StorageKind }
  | { readonly kind: "answered"; readonly field: string; readonly answer: Answer };

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

/** The state of the panel after an event that needs no part. Pure. */
export function reducePanel(state: PanelState, event: PanelEvent): PanelState {
  const { screen } = state;
  switch (event.kind) {
    case "opened":
      return {
        ...state,
        open: true,
        screen: screen.kind === "form" && !screen.since ? { ...screen, since: event.now } : screen,
      };
    case "closed":
      return { ...state, open: false };
    case "availability":
      return {
        ...state,
        available: event.available,
        // the same form stays as it is, with its faults
        screen:
          screen.kind === "form" && isPristine(screen) && event.available !== (screen.form === "pre_chat")
            ? emptyForm(event.available, screen.since)
            : screen,
      };
    case "storage":
      return event.storage === state.storage ? state : { ...state, storage: event.storage };
    case "answered":
      return screen.kind !== "form"
        ? state
        : {
            ...state,
            screen: {
              ...screen,
              answers: { ...screen.answers, [event.field]: event.answer },
              notice: screen.notice.kind === "refused" ? screen.notice : { kind: "none" },
            },
          };
  }
}
