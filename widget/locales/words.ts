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
  readonly faults: Readonly<Record<AnswerFault["code"], string>>;
  /** Said once, when answers need another look. */
  readonly check: string;
  readonly refused: string;
  /** Reasons for a refusal that the visitor can understand; others are told in the server's words. */
  readonly reasons: { readonly [code: string]: string };
  readonly discard: string;
  readonly preview: string;
  /** No storage, or no room in it. */
  readonly blocked: string;
  readonly full: string;
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
