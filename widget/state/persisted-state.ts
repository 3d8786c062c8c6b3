import type { SubmissionDelivery } from "../../shared/delivery.ts";
import type { Answers } from "../../shared/rules/form.ts";
import { toJson } from "../delivery/json.ts";
import type { VisitorStore } from "../embed/visitor.ts";
import { isPending, panelStateOf, recordWith } from "../embed/visitor-record.ts";
import { type FormDraft, type FormScreen, isPristine } from "./panel-state.ts";

/** An unfinished form, with how long it was shown before it was stored in place of when it was first seen, ms. */
export type StoredDraft = Omit<FormDraft, "since"> & { readonly shownFor?: number };

/** The panel's part of the visitor's record, for the next page and the other tabs. */
export interface PersistedState {
  /** Answers that the server has accepted from this browser (R28). */
  readonly known: Answers;
  readonly draft?: StoredDraft | null;
  /** The last submission that the server accepted, so that the next page can still show its receipt. */
  readonly last?: {
    readonly delivery: SubmissionDelivery;
    readonly ticket: number | null;
    readonly at: number;
  } | null;
  /** The same of each form in the page, by its place (`inline-state.ts`). */
  readonly inline?: Readonly<Record<string, Pick<PersistedState, "draft" | "last">>>;
  /** The status of the visitor's conversation; empty: there is none. */
  readonly chat: "open" | "closed" | "";
  /** Its ID, or the ID of the delivery that opens it; empty: there is none. */
  readonly conversation: string;
  /** The text in the composer (R23). */
  readonly message: string;
  /** The texts in the composers of the list of conversations, by the conversations' IDs (R23). */
  readonly drafts?: Readonly<Record<string, string>>;
  /** Whether the panel is open. */
  readonly shown?: boolean;
  /** The sequence number of the topmost visible message; 0: the end is visible. */
  readonly top: number;
  readonly mute?: boolean;
  /** The identity that the site has given (R33). */
  readonly identity?: {
    /** The proven user ID; null: none. */
    readonly userId: string | null;
    /** Why the last identification was refused. */
    readonly refusal?: { readonly code: string; readonly detail: string; readonly at: number };
  };
  /** The sequence number up to which no message is previewed beside the launcher. */
  readonly dismissed: number;
}

/** The state before anything is stored. */
export const EMPTY: PersistedState = {
  known: {},
  chat: "",
  conversation: "",
  message: "",
  top: 0,
  dismissed: 0,
};

/** More characters than this could fill the browser's storage, and after one refusal nothing more would be stored. */
const MAX_SIZE = 1e6;

export interface PersistedStateStore {
  read(): PersistedState;
  /** Changes a part of the state. Other tabs may have changed the rest, so it is read again first. */
  write(part: Partial<PersistedState>): void;
  /**
   * Stores an unfinished form (R23).
   *
   * @param delivery the ID of the submission that it is sent as; empty: it is not being sent
   */
  writeDraft(screen: FormScreen, delivery: string): void;
}

/** A stored draft as the state of a form. @param now the time since the page was opened, ms */
export function restoreDraft({ shownFor, ...draft }: StoredDraft, now: number): FormDraft {
  return { ...draft, since: shownFor ? now - shownFor : 0 };
}

/** A form as it is stored. @param delivery as for `writeDraft` @returns null: it is empty */
export function toDraft(screen: FormScreen, delivery: string): StoredDraft | null {
  const { form, answers, replaces, conversation, since } = screen;
  const shownFor = since && performance.now() - since;
  return isPristine(screen) ? null : { form, answers, replaces, conversation, shownFor, delivery };
}

function parse(json: string): PersistedState {
  try {
    return { ...EMPTY, ...JSON.parse(json) };
  } catch {
    return EMPTY; // nothing is stored yet
  }
}

export function openPersistedState(visitors: VisitorStore): PersistedStateStore {
  let parsed = { json: "", state: EMPTY };

  /** The stored state. Components ask for it at every event, so it is parsed only when it has changed. */
  function read(): PersistedState {
    const json = panelStateOf(visitors.issue());
    if (json !== parsed.json) parsed = { json, state: parse(json) };
    return parsed.state;
  }

  function write(part: Partial<PersistedState>): void {
    const record = visitors.issue();
    const state = { ...read(), ...part };
    const json = (state.chat && !state.draft ? " " : "") + toJson(state); // the space tells the embed (`showsChat`)
    if (json.length < MAX_SIZE) visitors.write(recordWith(record, isPending(record), json));
  }

  return {
    read,
    write,
    writeDraft: (screen, delivery) => write({ draft: toDraft(screen, delivery) }),
  };
}
