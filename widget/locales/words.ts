import type { ConversationStatus } from "../../shared/conversation.ts";
import type { ErrorCode, VisitorErrorCode } from "../../shared/error.ts";
import type { FormKind } from "../../shared/form-key.ts";
import type { PanelSettings } from "../../shared/property.ts";
import type { AnswerFault } from "../../shared/rules/form.ts";
import type { LabelledType } from "../../shared/rules/form-fields.ts";
import type { Part } from "../panel/part.ts";

/** Why an action in the chat was not done, or is delayed, other than by a refusal of the server. */
export type ChatNotice = "file_uploading" | "too_many_files" | "not_loaded";

declare global {
  /** The server writes the property's settings for the panel here, as they are needed whenever the texts are. */
  const __FOYER_PROPERTY__: Pick<FormWords, "property">;
}

/** The texts of the frame and the form in one language. `{…}` marks a value that `fill` puts in. */
export interface FormWords {
  /** Absent where the embed has all settings. */
  readonly property?: PanelSettings;
  readonly close: string;
  readonly online: string;
  readonly away: string;
  readonly title: Readonly<Record<FormKind, string>>;
  readonly intro: Readonly<Record<FormKind, string>>;
  readonly labels: Readonly<Record<LabelledType, string>>;
  readonly optional: string;
  readonly phoneHelp: string;
  /** The first entry of a drop-down list. */
  readonly choose: string;
  readonly send: string;
  /** Follows the known answers: `Ana · ana@example.com Not you?` */
  readonly notYou: string;
  readonly chat: Part<{ readonly default: ChatWords }>;
}

/** The other texts, which are loaded with the chat: also those of a form that was sent or has faults. */
export interface ChatWords {
  /** Opens the list of the visitor's conversations. */
  readonly conversations: string;
  /** `wrong_type` is the text for all other faults. */
  readonly faults: Readonly<Record<Exclude<AnswerFault["code"], "unknown_field" | "not_an_option">, string>>;
  /** Some answers are not valid. */
  readonly check: string;
  /** Before the reason, or alone if there is no text for the reason. */
  readonly refused: string;
  readonly discard: string;
  /** The browser does not store data, or has no room left. */
  readonly notStored: string;
  readonly refusals: Readonly<Record<Exclude<VisitorErrorCode, "answers_invalid">, string>>;
  readonly notices: Readonly<Record<ChatNotice, string>>;
  readonly sending: string;
  readonly waiting: string;
  readonly saved: string;
  readonly thanks: string;
  readonly thanksName: string;
  readonly arrived: string;
  readonly ticket: string;
  readonly another: string;
  readonly write: string;
  /** The placeholder of the composer in a closed chat. */
  readonly reopen: string;
  readonly attach: string;
  readonly sent: string;
  readonly read: string;
  /** While the visitor waits for the first answer. */
  readonly soon: string;
  /** When the wait has passed the property's limit. */
  readonly noAnswer: string;
  readonly typing: string;
  readonly agentJoined: string;
  readonly ended: string;
  readonly deleted: string;
  readonly edited: string;
  readonly newMessages: string;
  readonly end: string;
  readonly download: string;
  readonly mute: string;
  readonly unmute: string;
  readonly rate: string;
  readonly good: string;
  readonly bad: string;
  readonly comment: string;
  readonly edit: string;
}

/** The texts of the list of conversations, which are loaded with it. */
export interface ConversationWords {
  readonly back: string;
  readonly loading: string;
  readonly none: string;
  readonly notReached: string;
  /** Before a conversation with unread messages. */
  readonly unread: string;
  readonly status: Readonly<Record<ConversationStatus, string>>;
  /** Asks whether the visitor has written from another device, and what to do then. */
  readonly otherDevice: string;
  readonly otherDeviceHelp: string;
  readonly sendCode: string;
  readonly codeSent: string;
  readonly code: string;
  readonly confirm: string;
  readonly sendAgain: string;
  readonly otherAddress: string;
  readonly confirmed: string;
  /** Why there is no code, or why it was not accepted. `internal` is the text for all others. */
  readonly faults: Readonly<Record<ProofFault, string>>;
}

type ProofFault = Extract<
  ErrorCode,
  | "codes_exhausted"
  | "code_wrong"
  | "code_expired"
  | "too_many_requests"
  | "visitor_blocked"
  | "invalid_request"
  | "internal"
>;

/** All texts of the widget in one language. */
export type Words = FormWords & ChatWords;

/** Replaces each `{name}` in a text by its value. A name without a value stays as it is. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (placeholder, name) => String(values[name] ?? placeholder));
}
