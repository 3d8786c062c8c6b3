import type { SubmissionDelivery } from "../../shared/delivery.ts";
import type { EmbedSettings } from "../../shared/property.ts";
import { type Answer, type Answers, formValidator } from "../../shared/rules/form.ts";
import { MAX_PAGE, MAX_TRAP } from "../../shared/rules/limits.ts";
import { tidyPhone } from "../../shared/rules/phone.ts";
import type { FoyerEvents } from "../api/foyer.ts";
import { toJson } from "../delivery/json.ts";
import type { Outbox, OutboxNews } from "../delivery/outbox.ts";
import type { Entry } from "../delivery/outbox-store.ts";
import { proofOf, type VisitorRecord } from "../embed/visitor-record.ts";
import {
  answerTo,
  type Event,
  type FormScreen,
  isUntouched,
  knownFor,
  type State,
} from "../state/panel-state.ts";
import type { Kept } from "../state/persisted-state.ts";
import { formOf } from "./form-definition.ts";

/** How long a delivery that arrived is still shown on other pages, ms. */
const LAST_SHOWN = 30 * 60_000;

/** An entry of the outbox that is a filled-in form. */
type Submitted = Entry<SubmissionDelivery>;
export const isSubmitted = (entry: Entry): entry is Submitted => entry.delivery.kind === "submission";

export interface DeskParts {
  readonly settings: EmbedSettings;
  readonly locale: string;
  readonly outbox: Pick<Outbox, "put" | "probe" | "all" | "discard">;
  state(): State;
  dispatch(event: Event): void;
  kept(): Kept;
  keep(part: Partial<Kept>): void;
  keepDraft(screen: FormScreen, delivery: string): void;
  visitor(): VisitorRecord;
  /** Starts afresh with a new visitor ID. */
  forget(): void;
  newId(): string;
  page(): string;
  now(): number;
  emit<E extends keyof FoyerEvents>(event: E, detail: FoyerEvents[E]): void;
  /** A form was sent, for the chat to show. */
  sent(delivery: SubmissionDelivery): void;
}

/** What takes the visitor's words from the form to the outbox, and tells what became of them. */
export interface Desk {
  /** The panel was opened: the visitor is told if nothing can be stored. */
  opened(): Promise<void>;
  /** A field's answer has changed: if its fault is gone, so is the message. */
  typed(field: string): void;
  /** Takes away what people put between the digits of a phone, once they have left its field. */
  left(field: string): void;
  send(trap: string): void;
  /** Sends the pre-chat form with what is known and a message; see `TalkParts`. */
  begin(text: string): string | null;
  again(): Promise<void>;
  discard(delivery: string): Promise<void>;
  forget(): void;
  /** Shows what became of earlier deliveries: a refused one first, then one under way, then the last that arrived. */
  resume(entries: readonly Submitted[]): void;
  /** @param elsewhere it happened in another tab */
  hear(news: OutboxNews<SubmissionDelivery>, elsewhere: boolean): void;
}

/** Puts a delivery's answers that are good for longer than it among the known ones (R28). */
function learn(
  known: Answers,
  delivery: SubmissionDelivery,
  { forms }: Pick<EmbedSettings, "forms">,
): Answers {
  const lasting = formOf({ forms }, delivery.form).fields.filter(
    ({ id, type }) => type !== "long_text" && Object.hasOwn(delivery.answers, id),
  );
  return { ...known, ...Object.fromEntries(lasting.map(({ id }) => [id, delivery.answers[id] as Answer])) };
}

/** Whether another tab has just sent what stands in this form too. */
function isSame(screen: FormScreen, delivery: SubmissionDelivery): boolean {
  return Object.entries(screen.answers).every(
    ([field, answer]) => String(answer).trim() === String(delivery.answers[field] ?? ""),
  );
}

/** Opens the desk of one panel. */
export function openDesk(parts: DeskParts): Desk {
  const { settings, outbox, now, state, dispatch, keep } = parts;

  /** The visitor has asked for a form of its own in this tab. */
  let another = false;
  const isAnother = (screen: FormScreen) => another && isUntouched(screen);

  const validate = (screen: FormScreen) => {
    const form = formOf(settings, screen.form);
    return formValidator(form)({ ...knownFor(form, state().known), ...screen.answers });
  };

  async function opened(): Promise<void> {
    if (settings.preview) return;
    dispatch({ kind: "kept", storage: await outbox.probe() });
  }

  function judge(field: string): void {
    const { screen } = state();
    if (screen.at !== "form") return;
    const checked = validate(screen);
    const fault = checked.ok ? null : checked.faults.find((one) => one.field === field);
    dispatch({ kind: "judged", field, fault });
  }

  function left(field: string): void {
    const { screen } = state();
    const typed = screen.at === "form" && answerTo(field, screen.answers);
    if (typeof typed !== "string" || tidyPhone(typed) === typed) return;
    dispatch({ kind: "typed", field, answer: tidyPhone(typed) });
    judge(field);
  }

  /** @returns whether it is on its way */
  function send(trap: string): boolean {
    const { screen } = state();
    // a second click finds another screen
    if (screen.at !== "form") return false;
    const checked = validate(screen);
    if (!checked.ok) dispatch({ kind: "checked", faults: checked.faults, notice: "check" });
    else if (settings.preview) dispatch({ kind: "checked", faults: [], notice: "preview" });
    else {
      const delivery: SubmissionDelivery = {
        id: parts.newId(),
        kind: "submission",
        at: now(),
        form: screen.form,
        version: formOf(settings, screen.form).version,
        answers: checked.answers as SubmissionDelivery["answers"], // ours, made a moment ago: nobody else writes into its lists
        page: parts.page().slice(0, MAX_PAGE),
        locale: parts.locale,
        shownFor: now() - screen.since,
        trap: trap.slice(0, MAX_TRAP),
        ...(screen.conversation && { conversation: screen.conversation }),
      };
      parts.keepDraft(screen, delivery.id);
      parts.sent(delivery);
      dispatch({ kind: "sent", delivery });
      queue(delivery, screen.replaces);
      return true;
    }
    return false;
  }

  async function queue(delivery: SubmissionDelivery, replaces: string | null): Promise<void> {
    const { id, form } = delivery;
    const storage = await outbox.put(delivery, parts.visitor(), replaces);
    // of what is in memory only, the draft is what survives a reload
    if (storage === "disk") keep({ draft: null });
    dispatch({ kind: "kept", storage });
    parts.emit("submitted", { id, form });
  }

  function begin(text: string): string | null {
    const field = formOf(settings, "pre_chat").fields.find(({ type }) => type === "long_text");
    if (field) dispatch({ kind: "typed", field: field.id, answer: text });
    if (!send("")) return null;
    return field ? "" : text;
  }

  function showRefused(entries: readonly Submitted[]): boolean {
    const entry = entries.find(({ problem }) => problem);
    if (!entry?.problem) return false;
    dispatch({ kind: "refused", entry, problem: entry.problem, now: now() });
    return true;
  }

  async function again(): Promise<void> {
    another = true;
    keep({ last: null });
    dispatch({ kind: "again", now: now() });
    showRefused((await outbox.all()).filter(isSubmitted));
  }

  /** Whether a form holds just what a delivery has. */
  function isIn(delivery: SubmissionDelivery, screen: State["screen"]): boolean {
    if (screen.at !== "form") return false;
    const checked = validate(screen);
    return checked.ok && toJson(checked.answers) === toJson(delivery.answers);
  }

  function resume(entries: readonly Submitted[]): void {
    const { draft, last } = parts.kept();
    const sent = [...entries, last].find((one) => one?.delivery.id === draft?.delivery);
    const { open, screen } = state();
    // the draft may be another tab's by now
    if (sent && isIn(sent.delivery, screen)) {
      keep({ draft: null });
      dispatch({ kind: "again", now: open ? now() : 0 });
    } else if (screen.at !== "form" || !isUntouched(screen)) return; // what the visitor is typing stays
    if (showRefused(entries)) return;
    const waiting = entries.findLast(({ problem }) => !problem);
    if (waiting) dispatch({ kind: "sent", delivery: waiting.delivery });
    else if (last?.delivery.form === "offline" && now() - last.at < LAST_SHOWN) {
      dispatch({ kind: "sent", delivery: last.delivery });
      dispatch({ kind: "accepted", entry: last, ticket: last.ticket, known: state().known });
    }
  }

  function hear(news: OutboxNews<SubmissionDelivery>, elsewhere: boolean): void {
    const { screen } = state();
    if (news.kind === "accepted") arrived(news, elsewhere);
    else if (news.kind === "refused") dispatch({ ...news, now: now() });
    else if (news.kind !== "queued") dispatch(news);
    else if (elsewhere && screen.at === "form" && isSame(screen, news.delivery) && !isAnother(screen))
      dispatch({ kind: "sent", delivery: news.delivery });
  }

  function arrived(
    news: Extract<OutboxNews<SubmissionDelivery>, { kind: "accepted" }>,
    elsewhere: boolean,
  ): void {
    const { ticket, entry } = news;
    const { delivery, visitor } = entry;
    // after "Not you?" what the visitor before has said is not known of this one
    const mine = proofOf(visitor) === proofOf(parts.visitor());
    const known = mine ? learn(parts.kept().known, delivery, settings) : state().known;
    if (mine && !elsewhere) {
      const sent = parts.kept().draft?.delivery === delivery.id ? { draft: null } : {};
      keep({ known, last: { delivery, ticket, at: now() }, ...sent });
    }
    if (!elsewhere) parts.emit("delivered", { id: delivery.id, form: delivery.form, ticket });
    dispatch({ ...news, known });
  }

  return {
    opened,
    typed: judge,
    left,
    send,
    begin,
    again,
    resume,
    hear,
    async discard(delivery) {
      keep({ draft: null });
      await outbox.discard(delivery);
      await again();
    },
    forget() {
      parts.forget();
      dispatch({ kind: "forgotten", now: now() });
    },
  };
}
