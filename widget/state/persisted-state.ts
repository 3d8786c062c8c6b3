import type { SubmissionDelivery } from "../../shared/delivery.ts";
import type { Answers } from "../../shared/rules/form.ts";
import { toJson } from "../delivery/json.ts";
import type { VisitorKeeper } from "../embed/visitor.ts";
import { isWaiting, panelOf, recordWith } from "../embed/visitor-record.ts";
import { type Draft, type FormScreen, isUntouched } from "./panel-state.ts";

/** What the panel keeps in the visitor's record. */
export interface Kept {
  /** Answers that the server has accepted from this browser (R28). */
  readonly known: Answers;
  readonly draft?: Draft | null;
  /** The last delivery that arrived, so that another page can still say so. */
  readonly last?: {
    readonly delivery: SubmissionDelivery;
    readonly ticket: number | null;
    readonly at: number;
  } | null;
  /** The status of the visitor's conversation; empty: there is none. */
  readonly talk: "open" | "closed" | "";
  /** Its ID, or that of the delivery that opens it; empty: there is none. */
  readonly conversation: string;
  /** What stands in the composer (R23). */
  readonly words: string;
  /** The panel was open, and the place of the entry on top; 0: the end. */
  readonly shown?: boolean;
  readonly top: number;
  readonly mute?: boolean;
  /** Up to which place messages are not to be shown beside the launcher. */
  readonly hid: number;
}

const NOTHING: Kept = { known: {}, talk: "", conversation: "", words: "", top: 0, hid: 0 };

/** Reads what is kept. Nobody but `keep` writes it, and what does not read as JSON counts as nothing. */
export function readKept(keeper: VisitorKeeper): Kept {
  try {
    return { ...NOTHING, ...JSON.parse(panelOf(keeper.issue())) };
  } catch {
    return NOTHING; // empty: nothing was kept yet
  }
}

/** Keeps a part of it. Other tabs may have changed the rest, so it is read anew. */
export function keep(keeper: VisitorKeeper, part: Partial<Kept>): void {
  const record = keeper.issue();
  const kept = toJson({ ...readKept(keeper), ...part });
  // more than a browser may have room for; once it has refused, it would be asked to keep nothing at all
  if (kept.length < 1e6) keeper.kept(recordWith(record, isWaiting(record), kept));
}

/**
 * Keeps what stands in a form (R23).
 *
 * @param delivery the ID of what it is being made into; empty before send is pressed
 */
export function keepDraft(keeper: VisitorKeeper, screen: FormScreen, delivery: string): void {
  const { form, answers, replaces, conversation, since } = screen;
  keep(keeper, {
    draft: isUntouched(screen) ? null : { form, answers, replaces, conversation, since, delivery },
  });
}
