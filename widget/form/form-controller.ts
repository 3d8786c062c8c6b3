import type { SubmissionDelivery } from "../../shared/delivery.ts";
import type { FormKey } from "../../shared/form-key.ts";
import type { EmbedSettings } from "../../shared/property.ts";
import { type Answer, type Answers, type FormField, formValidator } from "../../shared/rules/form.ts";
import { MAX_PAGE, MAX_TRAP } from "../../shared/rules/limits.ts";
import { tidyPhone } from "../../shared/rules/phone.ts";
import type { Chat } from "../chat/chat-model.ts";
import type { ChatDeliveries } from "../chat/controller/deliveries.ts";
import { toJson } from "../delivery/json.ts";
import type { OutboxEvent } from "../delivery/outbox-event.ts";
import type { OutboxEntry } from "../delivery/outbox-store.ts";
import type { TabEvent } from "../delivery/tabs.ts";
import { pageAddress } from "../embed/visitor.ts";
import { proofOf } from "../embed/visitor-record.ts";
import type { ControllerContext } from "../state/controller-context.ts";
import { answerTo, type FormScreen, isPristine, type Screen } from "../state/panel-state.ts";
import { formDefinition } from "./form-definition.ts";
import { type FormEvent, reduceForm } from "./form-state.ts";
import { hiddenValues } from "./hidden-values.ts";
import { type MeasureContext, measureShowings } from "./measure-showing.ts";

/** How long the receipt of a submission is shown on other pages, ms. */
const RECEIPT_TIME = 30 * 60_000;

type SubmissionEntry = OutboxEntry<SubmissionDelivery>;
type SubmissionEvent = OutboxEvent<SubmissionDelivery>;

const isSubmission = (entry: OutboxEntry): entry is SubmissionEntry => entry.delivery.kind === "submission";

/** The part of a session that the controller of a form needs. */
export interface FormControllerContext
  extends Pick<
      ControllerContext,
      "locale" | "persisted" | "emit" | "visitor" | "changeVisitor" | "newId" | "now"
    >,
    MeasureContext {
  readonly outbox: Pick<ControllerContext["outbox"], "put" | "all" | "discard">;
  /** Whether a form is shown here: the outbox has also those of other places in the page. */
  isShownHere(form: FormKey): boolean;
}

/** The submissions of a visitor. Those of the visitor before are still sent, and nobody else sees them (R33). */
const submissionsOf = ({ visitor, isShownHere }: FormControllerContext, entries: readonly OutboxEntry[]) =>
  entries
    .filter(isSubmission)
    .filter((entry) => isShownHere(entry.delivery.form) && proofOf(entry.visitor) === proofOf(visitor()));

/** Whether an event is about submissions, or about deliveries of which only the IDs are known. */
function isSubmissionEvent(event: TabEvent): event is SubmissionEvent {
  if ("delivery" in event) return event.delivery.kind === "submission";
  return "entry" in event ? isSubmission(event.entry) : "ids" in event;
}

/** The form that an event is about; null if only IDs are known. */
function formOf(event: SubmissionEvent): FormKey | null {
  if ("delivery" in event) return event.delivery.form;
  return "entry" in event ? event.entry.delivery.form : null;
}

/** The answers to some fields, without any others. */
function answersTo(fields: readonly FormField[], answers: Answers): Answers {
  const entries = fields.map(({ id }) => [id, answerTo(id, answers)] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, Answer] => entry[1] !== undefined));
}

/** The known answers together with those of a delivery that remain valid (R28): all but the message and hidden values. */
function learnAnswers(
  known: Answers,
  delivery: SubmissionDelivery,
  { forms }: Pick<EmbedSettings, "forms">,
): Answers {
  const { fields } = formDefinition({ forms }, delivery.form);
  const lasting = fields.filter(({ type }) => type !== "long_text" && type !== "hidden");
  return { ...known, ...answersTo(lasting, delivery.answers) };
}

/** Whether a delivery has all the answers that are entered in a form. */
function containsAnswers(delivery: SubmissionDelivery, screen: FormScreen): boolean {
  return Object.entries(screen.answers).every(
    ([field, answer]) => String(answer).trim() === String(delivery.answers[field] ?? ""),
  );
}

/** The context of this controller's functions. */
interface FormContext extends FormControllerContext {
  dispatch(event: FormEvent): void;
}

/** Validates the form and puts it into the outbox. */
interface FormSubmitter {
  validate(screen: FormScreen): ReturnType<ReturnType<typeof formValidator>>;
  /**
   * Submits the form on the screen. If it has faults, they are shown instead.
   *
   * @param trap the content of the field that only programs see
   * @returns whether it was submitted
   */
  submit(trap: string): boolean;
  /**
   * Submits the pre-chat form with the known answers and a message (R28).
   *
   * @returns what is left to send as a message: the text if the form has no field for it; null: the form was not
   *   submitted, because it asks more
   */
  submitMessage(text: string): string | null;
}

function createFormSubmitter(
  context: FormContext,
  chat: Pick<ChatDeliveries, "show">,
  onSubmitted: () => void,
): FormSubmitter {
  const { settings, panel, dispatch, persisted, outbox, now } = context;

  function validate(screen: FormScreen) {
    const form = formDefinition(settings, screen.form);
    // a stored answer may be to a field that the form no longer has
    const answers = {
      ...panel.state().prefilled,
      ...panel.state().known,
      ...screen.answers,
      ...hiddenValues(form),
    };
    return formValidator(form)(answersTo(form.fields, answers));
  }

  function submit(trap: string): boolean {
    const { screen } = panel.state();
    if (screen.kind !== "form") return false; // a second click
    const validated = validate(screen);
    if (!validated.ok) dispatch({ kind: "not_sent", faults: validated.faults, notice: "check" });
    else if (settings.preview) dispatch({ kind: "not_sent", faults: [], notice: "preview" });
    else {
      const delivery: SubmissionDelivery = {
        id: context.newId(),
        kind: "submission",
        at: now(),
        form: screen.form,
        version: formDefinition(settings, screen.form).version,
        answers: validated.answers as SubmissionDelivery["answers"], // of readonly lists, which nothing writes to
        page: pageAddress().slice(0, MAX_PAGE),
        locale: context.locale,
        shownFor: Math.round(context.monotonicNow() - screen.since),
        trap: trap.slice(0, MAX_TRAP),
        ...(screen.conversation && { conversation: screen.conversation }),
      };
      persisted.writeDraft(screen, delivery.id);
      chat.show(delivery);
      onSubmitted();
      dispatch({ kind: "submitted", delivery });
      enqueue(delivery, screen.replaces);
      return true;
    }
    return false;
  }

  async function enqueue(delivery: SubmissionDelivery, replaces: string | null): Promise<void> {
    const { id, form } = delivery;
    const storage = await outbox.put(delivery, context.visitor(), replaces);
    // a delivery in memory is lost with the page, so its draft is kept
    if (storage === "disk") persisted.write({ draft: null });
    panel.dispatch({ kind: "storage", storage });
    context.emit("submitted", { id, form });
  }

  return {
    validate,
    submit,
    submitMessage(text) {
      const field = formDefinition(settings, "pre_chat").fields.find(({ type }) => type === "long_text");
      if (field) panel.dispatch({ kind: "answered", field: field.id, answer: text });
      if (!submit("")) return null;
      return field ? "" : text;
    },
  };
}

/** The visitor's actions in a form, and the progress of what was submitted. */
interface FormController extends Pick<FormSubmitter, "submit"> {
  /** An answer has changed: a fault that it had is checked again. */
  onAnswer(field: string): void;
  /** The visitor has left the field of a phone number: spaces and separators are removed. */
  onPhoneBlur(field: string): void;
  /** Shows an empty form, or a refused one if there is one. */
  restart(): Promise<void>;
  /** Discards a refused submission. */
  discard(delivery: string): Promise<void>;
  changeVisitor(): void;
  /** Shows the progress of earlier submissions: a refused one first, then one that waits, then the last receipt. */
  resume(entries: readonly OutboxEntry[]): void;
  /** @param isRemote the event comes from another tab */
  onEvent(event: TabEvent, isRemote: boolean): void;
}

/** The functions that a form needs of its controller and, for a form that is only a message, the chat. */
export interface Form extends FormController, Pick<FormSubmitter, "submitMessage"> {
  /** Opens the offline form with the messages of a chat that nobody has answered, and its draft (R20). */
  continueChat(chat: Chat): void;
}

/** Creates the controller of the form, and what submits it. */
export function createForm(shared: FormControllerContext, chat: Pick<ChatDeliveries, "show">): Form {
  const context = { ...shared, dispatch: shared.panel.dispatcher(reduceForm) };
  const submitter = createFormSubmitter(context, chat, measureShowings(context));
  return {
    ...createFormController(context, submitter),
    submitMessage: submitter.submitMessage,
    continueChat: (chat) => continueChat(context, chat),
  };
}

function continueChat(
  { settings, dispatch, monotonicNow }: FormContext,
  { conversation, messages, draft }: Chat,
): void {
  const id = conversation?.id ?? "";
  const field = formDefinition(settings, "offline").fields.find(({ type }) => type === "long_text");
  const written = messages.filter((one) => one.author === "visitor" && one.conversation === id);
  const text = [...written.map((one) => one.text), draft].filter(Boolean).join("\n\n");
  const answers = field ? { [field.id]: text } : {};
  dispatch({
    kind: "draft_restored",
    draft: { form: "offline", answers, since: monotonicNow(), conversation: id },
  });
}

function createFormController(context: FormContext, submitter: FormSubmitter): FormController {
  const { panel, dispatch, persisted, outbox, monotonicNow } = context;
  const { validate } = submitter;

  /** The visitor has asked for an empty form in this tab. */
  let isRestarted = false;

  function onAnswer(field: string): void {
    const { screen } = panel.state();
    if (screen.kind !== "form") return;
    const validated = validate(screen);
    const fault = validated.ok ? null : validated.faults.find((one) => one.field === field);
    dispatch({ kind: "validated", field, fault });
  }

  function showRefused(entries: readonly OutboxEntry[]): boolean {
    const entry = submissionsOf(context, entries).find(({ problem }) => problem);
    if (!entry?.problem) return false;
    dispatch({ kind: "refused", entry, problem: entry.problem, now: monotonicNow() });
    return true;
  }

  async function restart(): Promise<void> {
    isRestarted = true;
    persisted.write({ last: null });
    dispatch({ kind: "restarted", now: monotonicNow() });
    showRefused(await outbox.all());
  }

  return {
    submit: submitter.submit,
    onAnswer,
    restart,
    onPhoneBlur(field) {
      const { screen } = panel.state();
      const typed = screen.kind === "form" && answerTo(field, screen.answers);
      if (typeof typed !== "string" || tidyPhone(typed) === typed) return;
      panel.dispatch({ kind: "answered", field, answer: tidyPhone(typed) });
      onAnswer(field);
    },
    async discard(delivery) {
      persisted.write({ draft: null });
      await outbox.discard(delivery);
      await restart();
    },
    changeVisitor() {
      context.changeVisitor();
      dispatch({ kind: "visitor_changed", now: monotonicNow(), known: {} });
    },
    resume: (entries) => resumeSubmissions(context, validate, showRefused, entries),
    onEvent(event, isRemote) {
      if (!isSubmissionEvent(event)) return;
      const form = formOf(event);
      if (form && !context.isShownHere(form)) return;
      const { screen } = panel.state();
      if (event.kind === "accepted") onAccepted(context, event, isRemote);
      else if (event.kind === "refused") {
        if (submissionsOf(context, [event.entry])[0]) dispatch({ ...event, now: monotonicNow() });
      } else if (event.kind !== "queued") dispatch(event);
      else if (
        isRemote &&
        screen.kind === "form" &&
        containsAnswers(event.delivery, screen) &&
        !(isRestarted && isPristine(screen))
      )
        dispatch({ kind: "submitted", delivery: event.delivery });
    },
  };
}

function resumeSubmissions(
  context: FormContext,
  validate: FormSubmitter["validate"],
  showRefused: (entries: readonly OutboxEntry[]) => boolean,
  entries: readonly OutboxEntry[],
): void {
  const { panel, dispatch, persisted, now, monotonicNow } = context;
  const submissions = submissionsOf(context, entries);
  const { draft, last } = persisted.read();
  const { open, screen, known } = panel.state();

  const hasSameAnswers = (screen: Screen, delivery: SubmissionDelivery) => {
    const validated = screen.kind === "form" ? validate(screen) : null;
    return !!validated?.ok && toJson(validated.answers) === toJson(delivery.answers);
  };

  const sent = [...submissions, last].find((one) => one?.delivery.id === draft?.delivery);
  // the stored draft may be another tab's by now
  if (sent && hasSameAnswers(screen, sent.delivery)) {
    persisted.write({ draft: null });
    dispatch({ kind: "restarted", now: open ? monotonicNow() : 0 });
  } else if (screen.kind !== "form" || !isPristine(screen)) return; // the visitor is filling in the form
  if (showRefused(submissions)) return;
  const waiting = submissions.findLast(({ problem }) => !problem);
  if (waiting) dispatch({ kind: "submitted", delivery: waiting.delivery });
  else if (last && last.delivery.form !== "pre_chat" && Math.abs(now() - last.at) < RECEIPT_TIME) {
    dispatch({ kind: "submitted", delivery: last.delivery });
    dispatch({ kind: "accepted", entry: last, ticket: last.ticket, known });
  }
}

function onAccepted(
  { settings, panel, dispatch, persisted, visitor, emit, now }: FormContext,
  event: Extract<SubmissionEvent, { kind: "accepted" }>,
  isRemote: boolean,
): void {
  const { ticket, entry } = event;
  const { delivery } = entry;
  const stored = persisted.read();
  // after "Not you?" the answers of the visitor before are not learned
  const isOwn = proofOf(entry.visitor) === proofOf(visitor());
  const known = isOwn ? learnAnswers(stored.known, delivery, settings) : panel.state().known;
  if (isOwn && !isRemote) {
    const sentDraft = stored.draft?.delivery === delivery.id ? { draft: null } : {};
    persisted.write({ known, last: { delivery, ticket, at: now() }, ...sentDraft });
  }
  if (!isRemote) emit("delivered", { id: delivery.id, form: delivery.form, ticket });
  dispatch({ ...event, known });
}
