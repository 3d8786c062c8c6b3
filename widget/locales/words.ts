import type { FormKind } from "../../shared/form.ts";
import type { AnswerFault, FieldType } from "../../shared/rules/form.ts";

/** The field types that need no label of the owner's. */
export type LabelledType = Extract<FieldType, "name" | "email" | "phone" | "long_text">;

/** What a visitor reads, in one language. `{…}` is filled in. */
export interface Words {
  readonly close: string;
  readonly here: string;
  readonly away: string;
  readonly title: Readonly<Record<FormKind, string>>;
  readonly intro: Readonly<Record<FormKind, string>>;
  readonly labels: Readonly<Record<LabelledType, string>>;
  readonly optional: string;
  /** Under a phone field. */
  readonly phone: string;
  /** The first entry of a list to choose from. */
  readonly choose: string;
  readonly send: string;
  /** Who the browser knows: `Ana · ana@example.com`, and the way out. */
  readonly notYou: string;
  /** Of others it is said that they are to be looked at again (`wrong_type`). */
  readonly faults: Readonly<Record<Exclude<AnswerFault["code"], "unknown_field" | "not_an_option">, string>>;
  readonly refused: string;
  /**
   * Why something was refused or is not done (yet), as far as the visitor can understand it; other refusals are told in
   * the server's words.
   */
  readonly reasons: { readonly answers_invalid: string; readonly [code: string]: string };
  readonly discard: string;
  /** There is no storage, or no room in it. */
  readonly blocked: string;
  readonly sending: string;
  readonly waiting: string;
  readonly saved: string;
  readonly thanks: string;
  readonly thanksName: string;
  readonly arrived: string;
  readonly ticket: string;
  readonly again: string;
  readonly write: string;
  /** In the composer of a chat that has ended. */
  readonly restart: string;
  readonly attach: string;
  readonly sent: string;
  readonly read: string;
  /** While the visitor waits, and when nobody came in time. */
  readonly soon: string;
  readonly typing: string;
  /** What happened. */
  readonly joined: string;
  readonly ended: string;
  readonly nobody: string;
  /** In the place of a message that was taken back. */
  readonly gone: string;
  readonly edited: string;
  /** Below what the visitor is reading. */
  readonly fresh: string;
  readonly end: string;
  readonly save: string;
  readonly mute: string;
  readonly unmute: string;
  readonly rate: string;
  readonly good: string;
  readonly bad: string;
  readonly comment: string;
  readonly edit: string;
}

/** Fills the `{…}` of a text. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (hole, name) => String(values[name] ?? hole));
}
