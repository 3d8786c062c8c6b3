import type { EmbedSettings } from "../../shared/property.ts";
import { drawForm, type ServedForm } from "../../shared/rules/draw-form.ts";
import type { Answer, FormDefinition } from "../../shared/rules/form.ts";
import type { FormEvents, FormValues } from "../api/forms.ts";
import type { OutboxEntry } from "../delivery/outbox-store.ts";
import type { TabEvent } from "../delivery/tabs.ts";
import type { Form, FormControllerContext } from "../form/form-controller.ts";
import { shownFields } from "../form/shown-fields.ts";
import { createFormActions } from "../panel/form-actions.ts";
import type { FormActions } from "../panel/view.ts";
import { emptyForm, type PanelState } from "../state/panel-state.ts";
import { createPanelStore, type PanelStore } from "../state/panel-store.ts";
import { restoreDraft } from "../state/persisted-state.ts";
import { inlineState } from "./inline-state.ts";
import type { PageSession, SessionForm } from "./page-session.ts";

/** The longest value that a page may fill in, UTF-16 units. */
const MAX_VALUE = 50_000;

/** Emits an event of a form to the page. */
export type EmitFormEvent = <E extends keyof FormEvents>(event: E, detail: FormEvents[E]) => void;

/** A form in the page, without its markup. */
export interface InlineForm {
  readonly store: PanelStore;
  readonly settings: EmbedSettings;
  readonly definition: FormDefinition;
  readonly locale: string;
  readonly actions: FormActions;
  /** Fills in fields that the visitor has not touched. */
  prefill(values: FormValues): void;
  /** The controller, once it is loaded. */
  controller(): Promise<Form>;
  /** It hears of deliveries from now on, and of what became of earlier ones. */
  connect(): void;
  disconnect(): void;
}

/** The properties of a form in the page. */
export interface InlineFormOptions {
  readonly key: string;
  /** With its second version, if there is one: one of them is drawn for the visitor. */
  readonly definition: ServedForm;
  readonly locale: string;
  readonly emit: EmitFormEvent;
}

/** The places of the forms in the page by their sessions, so that two of one key have a draft each. */
const places = new WeakMap<PageSession, Set<string>>();

/** Takes the first free place of a key: `contact`, then `contact 2`. */
function takePlace(session: PageSession, key: string): string {
  const taken = places.get(session) ?? new Set();
  places.set(session, taken);
  let place = key;
  for (let number = 2; taken.has(place); number++) place = `${key} ${number}`;
  taken.add(place);
  return place;
}

/** A store whose form is always the same one: the rules for the panel choose between two by whether an agent is available. */
function createFormStore(key: string, initial: PanelState): PanelStore {
  const store = createPanelStore(initial);
  const ofKey = (state: PanelState): PanelState =>
    state.screen.kind === "form" && state.screen.form !== key
      ? { ...state, screen: { ...state.screen, form: key as typeof state.screen.form } }
      : state;
  const dispatcher: PanelStore["dispatcher"] = (reduce) =>
    store.dispatcher((state, event: never) => ofKey(reduce(state, event))) as never;
  return { ...store, dispatcher };
}

/** Whether a value that a page gives can be an answer. */
const isAnswer = (value: unknown): value is Answer =>
  typeof value === "boolean" ||
  (typeof value === "string" && value.length <= MAX_VALUE) ||
  (Array.isArray(value) && value.length <= 100 && value.every((one) => typeof one === "string"));

/** Creates a form of the page: its state, with the draft of the page before, and the visitor's actions. */
export function createInlineForm(session: PageSession, options: InlineFormOptions): InlineForm {
  const { key, locale, emit } = options;
  const definition = drawForm(options.definition, session.visitorId());
  const place = takePlace(session, key);
  const settings: EmbedSettings = { name: "", ...session.settings, forms: { pre_chat: definition } };
  const persisted = inlineState(session, place);
  const { known, draft } = persisted.read();
  const now = performance.now();
  const store = createFormStore(key, {
    open: true,
    available: false,
    storage: "disk",
    known,
    screen: { ...emptyForm(false, now), form: key as "offline", ...(draft && restoreDraft(draft, now)) },
    chat: null,
  });
  /** The fields that the visitor has touched, or that a draft has. */
  const touched = new Set(Object.keys(draft?.answers ?? {}));
  const lifetime = new AbortController();
  let controller: Promise<Form> | undefined;
  /** Earlier outcomes are being shown: the page has heard of them. */
  let isResuming = false;

  async function createController(): Promise<Form> {
    const [part, { newId, now, monotonicNow }] = await Promise.all([
      session.loadSendPart(),
      session.sending(),
    ]);
    const outbox = async () => (await session.sending()).outbox;
    const context: FormControllerContext = {
      settings,
      locale,
      panel: store,
      persisted,
      newId,
      now,
      monotonicNow,
      visitor: session.visitor,
      changeVisitor: () => session.sending().then((sending) => sending.changeVisitor()),
      emit: (event, detail) => {
        // what becomes of it is told with the screen that shows it, in every tab
        if (event === "submitted") emit("submitted", detail as FormEvents["submitted"]);
      },
      isShownHere: (form) => form === key,
      propertyUrl: session.propertyUrl,
      signal: lifetime.signal,
      mayReport: session.isActive,
      shownFields,
      outbox: {
        async put(delivery, _, replaces) {
          await session.joined();
          return (await outbox()).put(delivery, session.visitor(), replaces);
        },
        all: async () => (session.isActive() ? (await outbox()).all() : []),
        discard: async (id) => (await outbox()).discard(id),
      },
    };
    return part.createForm(context, { show: () => undefined });
  }

  const openController = () => {
    controller ??= createController();
    return controller;
  };

  const actions = createFormActions(store, persisted, openController);

  store.subscribe((state, before) => emitOutcome(key, state, before, isResuming ? () => undefined : emit));

  const ofSession: SessionForm = {
    key,
    shows: (id) => {
      const { screen } = store.state();
      return screen.kind === "submission" && screen.delivery.id === id;
    },
    onEvent: (event: TabEvent, isRemote: boolean) =>
      void openController().then((form) => form.onEvent(event, isRemote)),
    async resume(entries: readonly OutboxEntry[]) {
      const form = await openController();
      isResuming = true;
      form.resume(entries);
      isResuming = false;
    },
  };

  return {
    store,
    settings,
    definition,
    locale,
    controller: openController,
    actions: {
      ...actions,
      answer(field, answer) {
        touched.add(field);
        actions.answer(field, answer);
      },
      restart() {
        touched.clear();
        actions.restart();
      },
    },
    prefill(values) {
      for (const { id } of definition.fields) {
        const value = Object.hasOwn(values, id) ? values[id] : undefined;
        if (isAnswer(value) && !touched.has(id))
          store.dispatch({ kind: "answered", field: id, answer: value });
      }
    },
    connect() {
      places.get(session)?.add(place);
      session.add(ofSession);
    },
    disconnect() {
      lifetime.abort();
      places.get(session)?.delete(place);
      session.remove(ofSession);
    },
  };
}

/** Tells the page what became of a form, when its screen changes. */
function emitOutcome(
  form: string,
  { screen }: PanelState,
  { screen: before }: PanelState,
  emit: EmitFormEvent,
): void {
  if (screen === before) return;
  if (screen.kind === "submission" && screen.progress.kind === "accepted") {
    const wasAccepted = before.kind === "submission" && before.progress.kind === "accepted";
    const { ticket } = screen.progress;
    if (!wasAccepted) emit("delivered", { id: screen.delivery.id, form, ticket });
  } else if (screen.kind === "form" && screen.notice.kind === "refused") {
    const { code } = screen.notice.problem;
    if (before.kind !== "form" || before.notice !== screen.notice)
      emit("refused", { id: screen.replaces ?? "", form, code });
  }
}
