import { describe, expect, test } from "vitest";
import { problem } from "../../shared/error.ts";
import type { FormField } from "../../shared/rules/form.ts";
import { EMPTY_CHAT } from "../../widget/chat/chat-model.ts";
import { type ChatEvent, reduceChat } from "../../widget/chat/chat-state.ts";
import { type FormEvent, reduceForm } from "../../widget/form/form-state.ts";
import { knownAnswers, needsNoForm, shownFields } from "../../widget/form/shown-fields.ts";
import {
  emptyForm,
  type PanelEvent as FrameEvent,
  isPristine,
  type PanelState,
  reducePanel,
} from "../../widget/state/panel-state.ts";
import { deliver } from "./support.ts";

const initial: PanelState = {
  open: false,
  available: true,
  storage: "disk",
  known: {},
  screen: emptyForm(true, 0),
  chat: null,
};

type PanelEvent = FrameEvent | FormEvent | (ChatEvent & { readonly kind: "chat_changed" });

/** The state after an event, by the reducer of the part of the widget that dispatches such events. */
function reduce(state: PanelState, event: PanelEvent): PanelState {
  switch (event.kind) {
    case "opened":
    case "closed":
    case "availability":
    case "storage":
    case "answered":
      return reducePanel(state, event);
    case "chat_changed":
      return reduceChat(state, event);
    default:
      return reduceForm(state, event);
  }
}

const stateAfter = (...events: PanelEvent[]) => events.reduce(reduce, initial);
const field = (id: string, type: FormField["type"], more: Partial<FormField> = {}): FormField => ({
  id,
  type,
  required: true,
  ...more,
});

describe("the form", () => {
  test("the time to fill it in starts when the visitor first sees it, not with every opening", () => {
    const state = stateAfter({ kind: "opened", now: 5 }, { kind: "closed" }, { kind: "opened", now: 9 });
    expect(state.screen).toMatchObject({ kind: "form", since: 5 });
    expect(state.open).toBe(true);
  });

  test("R20: it becomes the offline form when no agent is available any more", () => {
    const state = stateAfter({ kind: "opened", now: 5 }, { kind: "availability", available: false });
    expect(state).toMatchObject({ available: false, screen: { form: "offline", since: 5 } });
  });

  test("R20: it does not change once the visitor has entered something", () => {
    const state = stateAfter(
      { kind: "answered", field: "name", answer: "A" },
      { kind: "availability", available: false },
    );
    expect(state).toMatchObject({ available: false, screen: { form: "pre_chat", answers: { name: "A" } } });
  });

  test("an unchanged availability keeps the faults of its fields", () => {
    const faults = [{ field: "name", code: "required" }] as const;
    const state = stateAfter(
      { kind: "not_sent", faults, notice: "check" },
      { kind: "availability", available: true },
    );
    expect(state.screen).toMatchObject({ faults, notice: { kind: "check" } });
  });

  test("it is pristine as long as all answers are blank", () => {
    const screen = emptyForm(true, 0);
    expect(isPristine({ ...screen, answers: { a: "", b: false, c: [] } })).toBe(true);
    expect(isPristine({ ...screen, answers: { a: " " } })).toBe(false);
    expect(isPristine({ ...screen, answers: { c: ["x"] } })).toBe(false);
    expect(isPristine({ ...screen, replaces: "id" })).toBe(false);
  });

  test("the fault of a field disappears when its answer is valid, and other faults remain", () => {
    const faulted = stateAfter({
      kind: "not_sent",
      notice: "check",
      faults: [
        { field: "name", code: "required" },
        { field: "email", code: "required" },
      ],
    });
    expect(faulted.screen).toMatchObject({ notice: { kind: "check" } });
    const typed = reduce(faulted, { kind: "answered", field: "name", answer: "Ana" });
    const validated = reduce(typed, { kind: "validated", field: "name", fault: null });
    expect(validated.screen).toMatchObject({ faults: [{ field: "email" }], notice: { kind: "none" } });
  });

  test("a field without a fault gets none while the visitor is typing", () => {
    const state = stateAfter(
      { kind: "answered", field: "email", answer: "a" },
      { kind: "validated", field: "email", fault: { field: "email", code: "invalid_email" } },
    );
    expect(state.screen).toMatchObject({ faults: [] });
  });

  test("R28: known answers are not asked again, except a message and what the owner wants asked again", () => {
    const fields = [
      field("name", "name"),
      field("email", "email", { always: true }),
      field("message", "long_text"),
    ];
    const known = { name: "Ana", email: "a@b.de", message: "old" };
    const shown = shownFields({ fields }, emptyForm(true, 0), known);
    expect(shown.map(({ id }) => id)).toEqual(["email", "message"]);
    expect(knownAnswers({ fields }, emptyForm(true, 0), known)).toEqual(["Ana"]);
  });

  test("R28: a known answer that has a fault is asked again", () => {
    const fields = [field("email", "email")];
    const screen = { ...emptyForm(true, 0), faults: [{ field: "email", code: "invalid_email" }] };
    expect(shownFields({ fields }, screen, { email: "x" })).toHaveLength(1);
  });

  test("a field that is named like a property of every object has no answer", () => {
    const fields = [field("constructor", "text")];
    expect(shownFields({ fields }, emptyForm(true, 0), {})).toHaveLength(1);
    expect(knownAnswers({ fields }, emptyForm(true, 0), {})).toEqual([]);
  });
});

describe("a submission", () => {
  const delivery = { ...deliver({ name: "Ana", message: "Hello" }), form: "offline" } as const;
  const { id } = delivery;
  const submitted: PanelEvent = { kind: "submitted", delivery };
  const accepted: PanelEvent = { kind: "accepted", entry: { delivery }, ticket: 7, known: { name: "Ana" } };

  test("is being sent until it is accepted, with its ticket", () => {
    const stored = stateAfter(submitted, { kind: "storage", storage: "disk" });
    expect(stored.screen).toMatchObject({ progress: { kind: "sending" } });
    expect(reduce(stored, accepted)).toMatchObject({
      known: { name: "Ana" },
      screen: { progress: { kind: "accepted", ticket: 7 } },
    });
  });

  test("waits for the network, and is sent again", () => {
    const waiting = stateAfter(submitted, { kind: "waiting", ids: [id] });
    expect(waiting.screen).toMatchObject({ progress: { kind: "waiting" } });
    expect(reduce(waiting, { kind: "sending", ids: [id] }).screen).toMatchObject({
      progress: { kind: "sending" },
    });
  });

  test("events of other deliveries do not change it", () => {
    const state = stateAfter(submitted);
    expect(reduce(state, { kind: "waiting", ids: ["other"] })).toBe(state);
    const other = reduce(state, { ...accepted, entry: { delivery: deliver() } } as PanelEvent);
    expect(other.screen).toBe(state.screen);
  });

  test("stays accepted after a late event", () => {
    const state = stateAfter(submitted, accepted);
    expect(reduce(state, { kind: "waiting", ids: [id] })).toBe(state);
    expect(reduce(state, { kind: "storage", storage: "disk" }).screen).toBe(state.screen);
  });

  test("R22: is a form again when it is refused, with the reason, the faults and the answers", () => {
    const refusal = problem("answers_invalid", {
      faults: [{ path: "name", code: "too_long", message: "is too long" }],
    });
    expect(
      stateAfter(submitted, { kind: "refused", entry: { delivery }, problem: refusal, now: 9 }).screen,
    ).toEqual({
      kind: "form",
      form: "offline",
      answers: delivery.answers,
      faults: [{ field: "name", code: "too_long" }],
      notice: { kind: "refused", problem: refusal },
      replaces: id,
      conversation: "",
      since: 9,
    });
  });

  test("R22: a refusal does not overwrite a form in use", () => {
    const state = stateAfter({ kind: "answered", field: "message", answer: "New words" });
    expect(
      reduce(state, { kind: "refused", entry: { delivery }, problem: problem("internal"), now: 9 }),
    ).toBe(state);
  });

  test("R22: the reason for a refusal stays visible while the visitor corrects the form", () => {
    const state = stateAfter(
      submitted,
      { kind: "refused", entry: { delivery }, problem: problem("answers_invalid"), now: 9 },
      { kind: "answered", field: "message", answer: "Shorter" },
    );
    expect(state.screen).toMatchObject({ notice: { kind: "refused" }, answers: { message: "Shorter" } });
  });

  test("R21: the state says if the browser stores nothing", () => {
    expect(stateAfter(submitted, { kind: "storage", storage: "blocked" }).storage).toBe("blocked");
    expect(stateAfter({ kind: "storage", storage: "blocked" }).storage).toBe("blocked");
  });

  test("R28: 'Not you?' removes everything of the previous visitor", () => {
    const state = stateAfter(submitted, accepted, { kind: "visitor_changed", now: 3, known: {} });
    expect(state).toMatchObject({ known: {}, screen: { kind: "form", answers: {}, since: 3 } });
  });
});

test("R23: a draft is restored unchanged", () => {
  const draft = {
    form: "offline",
    answers: { message: "Half a" },
    replaces: null,
    since: 4,
    delivery: "",
    conversation: "c",
  } as const;
  expect(stateAfter({ kind: "draft_restored", draft }).screen).toMatchObject({
    ...emptyForm(false, 4),
    answers: { message: "Half a" },
    conversation: "c",
  });
});

test("in a preview the form says that nothing was sent", () => {
  expect(stateAfter({ kind: "not_sent", faults: [], notice: "preview" }).screen).toMatchObject({
    kind: "form",
    notice: { kind: "preview" },
  });
});

describe("the chat", () => {
  const chat = (exists: boolean | null, unread = false): PanelEvent => ({
    kind: "chat_changed",
    chat: EMPTY_CHAT,
    exists,
    unread,
  });
  const answered: PanelEvent = { kind: "answered", field: "name", answer: "A" };
  const opened: PanelEvent = { kind: "opened", now: 1 };
  const offline: PanelEvent = { kind: "submitted", delivery: { ...deliver(), form: "offline" } };

  test.each<[title: string, events: PanelEvent[], screen: PanelState["screen"]["kind"]]>([
    ["opens when the pre-chat form is submitted", [{ kind: "submitted", delivery: deliver() }], "chat"],
    ["replaces a pristine form", [opened, chat(true)], "chat"],
    ["does not replace a form in use", [opened, answered, chat(true)], "form"],
    [
      "replaces a form in use while the panel is closed",
      [opened, answered, { kind: "closed" }, chat(true)],
      "chat",
    ],
    [
      "does not replace the receipt of an offline message before it is answered",
      [offline, chat(true)],
      "submission",
    ],
    ["replaces the receipt when an agent answers", [offline, chat(true, true)], "chat"],
    ["closes when there is none", [chat(true), chat(false)], "form"],
    ["stays while it is unknown whether there is one", [chat(true), chat(null)], "chat"],
    [
      "R22: is replaced by a refused form",
      [
        { kind: "submitted", delivery: deliver() },
        { kind: "refused", entry: { delivery: deliver() }, problem: problem("answers_invalid"), now: 9 },
      ],
      "form",
    ],
  ])("%s", (_, events, kind) => {
    expect(stateAfter(...events).screen.kind).toBe(kind);
  });

  test("R28: opens at once if everything but one message is known", () => {
    const [name, message] = [field("name", "name"), field("message", "long_text")];
    expect(needsNoForm({ fields: [name, message] }, {})).toBe(false);
    expect(needsNoForm({ fields: [name, message] }, { name: "Ana" })).toBe(true);
    expect(needsNoForm({ fields: [name] }, { name: "Ana" })).toBe(true);
    expect(needsNoForm({ fields: [message, field("more", "long_text")] }, {})).toBe(false);
    expect(needsNoForm({ fields: [{ ...name, always: true }] }, { name: "Ana" })).toBe(false);
  });
});
