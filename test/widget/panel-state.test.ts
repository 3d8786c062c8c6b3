import { describe, expect, test } from "vitest";
import { problem } from "../../shared/error.ts";
import type { FormField } from "../../shared/rules/form.ts";
import { NO_CHAT } from "../../widget/chat/chat-model.ts";
import {
  askedFields,
  type Event,
  emptyForm,
  isDirect,
  isUntouched,
  reduce,
  type State,
  unasked,
} from "../../widget/state/panel-state.ts";
import { deliver } from "./support.ts";

const fresh: State = {
  open: false,
  available: true,
  storage: "disk",
  known: {},
  screen: emptyForm(true, 0),
  chat: null,
};
const stateAfter = (...events: Event[]) => events.reduce(reduce, fresh);
const field = (id: string, type: FormField["type"], more: Partial<FormField> = {}): FormField => ({
  id,
  type,
  required: true,
  ...more,
});

describe("the form", () => {
  test("the time that a visitor takes begins when they first see it, and not again with every opening", () => {
    const state = stateAfter({ kind: "opened", now: 5 }, { kind: "closed" }, { kind: "opened", now: 9 });
    expect(state.screen).toMatchObject({ at: "form", since: 5 });
    expect(state.open).toBe(true);
  });

  test("R20: it becomes the offline form when nobody is there any more", () => {
    const state = stateAfter({ kind: "opened", now: 5 }, { kind: "availability", available: false });
    expect(state).toMatchObject({ available: false, screen: { form: "offline", since: 5 } });
  });

  test("R20: it stays the form that it was once the visitor has typed something", () => {
    const state = stateAfter(
      { kind: "typed", field: "name", answer: "A" },
      { kind: "availability", available: false },
    );
    expect(state).toMatchObject({ available: false, screen: { form: "pre_chat", answers: { name: "A" } } });
  });

  test("to hear once more that somebody is there takes away nothing that it says of its fields", () => {
    const faults = [{ field: "name", code: "required" }] as const;
    const state = stateAfter(
      { kind: "checked", faults, notice: "check" },
      { kind: "availability", available: true },
    );
    expect(state.screen).toMatchObject({ faults, notice: { kind: "check" } });
  });

  test("only blank answers leave it untouched", () => {
    const screen = emptyForm(true, 0);
    expect(isUntouched({ ...screen, answers: { a: "", b: false, c: [] } })).toBe(true);
    expect(isUntouched({ ...screen, answers: { a: " " } })).toBe(false);
    expect(isUntouched({ ...screen, answers: { c: ["x"] } })).toBe(false);
    expect(isUntouched({ ...screen, replaces: "id" })).toBe(false);
  });

  test("a message next to a field goes when its answer is right, and others stay", () => {
    const faulted = stateAfter({
      kind: "checked",
      notice: "check",
      faults: [
        { field: "name", code: "required" },
        { field: "email", code: "required" },
      ],
    });
    expect(faulted.screen).toMatchObject({ notice: { kind: "check" } });
    const typed = reduce(faulted, { kind: "typed", field: "name", answer: "Ana" });
    const judged = reduce(typed, { kind: "judged", field: "name", fault: null });
    expect(judged.screen).toMatchObject({ faults: [{ field: "email" }], notice: { kind: "none" } });
  });

  test("a field that had no fault gets none while the visitor is typing", () => {
    const state = stateAfter(
      { kind: "typed", field: "email", answer: "a" },
      { kind: "judged", field: "email", fault: { field: "email", code: "invalid_email" } },
    );
    expect(state.screen).toMatchObject({ faults: [] });
  });

  test("R28: what is known is not asked, a message always is, and so is what the owner wants asked again", () => {
    const fields = [
      field("name", "name"),
      field("email", "email", { always: true }),
      field("message", "long_text"),
    ];
    const known = { name: "Ana", email: "a@b.de", message: "old" };
    const asked = askedFields({ fields }, emptyForm(true, 0), known);
    expect(asked.map(({ id }) => id)).toEqual(["email", "message"]);
    expect(unasked({ fields }, emptyForm(true, 0), known)).toEqual(["Ana"]);
  });

  test("R28: a known answer that has a fault is asked again", () => {
    const fields = [field("email", "email")];
    const screen = { ...emptyForm(true, 0), faults: [{ field: "email", code: "invalid_email" }] };
    expect(askedFields({ fields }, screen, { email: "x" })).toHaveLength(1);
  });

  test("a field named like a part of every object has no answer of its own", () => {
    const fields = [field("constructor", "text")];
    expect(askedFields({ fields }, emptyForm(true, 0), {})).toHaveLength(1);
    expect(unasked({ fields }, emptyForm(true, 0), {})).toEqual([]);
  });
});

describe("a delivery", () => {
  const delivery = { ...deliver({ name: "Ana", message: "Hello" }), form: "offline" } as const;
  const { id } = delivery;
  const sent: Event = { kind: "sent", delivery };
  const accepted: Event = { kind: "accepted", entry: { delivery }, ticket: 7, known: { name: "Ana" } };

  test("is being sent until it is accepted, with its ticket", () => {
    const kept = stateAfter(sent, { kind: "kept", storage: "disk" });
    expect(kept.screen).toMatchObject({ progress: { kind: "trying" } });
    expect(reduce(kept, accepted)).toMatchObject({
      known: { name: "Ana" },
      screen: { progress: { kind: "accepted", ticket: 7 } },
    });
  });

  test("waits for the network, and is tried again", () => {
    const waiting = stateAfter(sent, { kind: "waiting", ids: [id] });
    expect(waiting.screen).toMatchObject({ progress: { kind: "waiting" } });
    expect(reduce(waiting, { kind: "trying", ids: [id] }).screen).toMatchObject({
      progress: { kind: "trying" },
    });
  });

  test("news of other deliveries change nothing of this one", () => {
    const state = stateAfter(sent);
    expect(reduce(state, { kind: "waiting", ids: ["other"] })).toBe(state);
    const other = reduce(state, { ...accepted, entry: { delivery: deliver() } } as Event);
    expect(other.screen).toBe(state.screen);
  });

  test("once accepted, late news do not take it back", () => {
    const state = stateAfter(sent, accepted);
    expect(reduce(state, { kind: "waiting", ids: [id] })).toBe(state);
    expect(reduce(state, { kind: "kept", storage: "disk" }).screen).toBe(state.screen);
  });

  test("R22: refused, it is a form again, with the reason, the faults, and the text in hand", () => {
    const refusal = problem("answers_invalid", {
      faults: [{ path: "name", code: "too_long", message: "is too long" }],
    });
    expect(
      stateAfter(sent, { kind: "refused", entry: { delivery }, problem: refusal, now: 9 }).screen,
    ).toEqual({
      at: "form",
      form: "offline",
      answers: delivery.answers,
      faults: [{ field: "name", code: "too_long" }],
      notice: { kind: "refused", problem: refusal },
      replaces: id,
      conversation: "",
      since: 9,
    });
  });

  test("R22: a refusal does not overwrite what the visitor is typing", () => {
    const state = stateAfter({ kind: "typed", field: "message", answer: "New words" });
    expect(
      reduce(state, { kind: "refused", entry: { delivery }, problem: problem("internal"), now: 9 }),
    ).toBe(state);
  });

  test("R22: the reason stays in sight while the visitor mends it", () => {
    const state = stateAfter(
      sent,
      { kind: "refused", entry: { delivery }, problem: problem("answers_invalid"), now: 9 },
      { kind: "typed", field: "message", answer: "Shorter" },
    );
    expect(state.screen).toMatchObject({ notice: { kind: "refused" }, answers: { message: "Shorter" } });
  });

  test("R21: it is said where it waits if the browser stores nothing", () => {
    expect(stateAfter(sent, { kind: "kept", storage: "blocked" }).storage).toBe("blocked");
    expect(stateAfter({ kind: "kept", storage: "blocked" }).storage).toBe("blocked");
  });

  test("R28: 'Not you?' leaves nothing of the visitor before", () => {
    const state = stateAfter(sent, accepted, { kind: "forgotten", now: 3 });
    expect(state).toMatchObject({ known: {}, screen: { at: "form", answers: {}, since: 3 } });
  });
});

test("R23: a draft comes back as it was", () => {
  const draft = {
    form: "offline",
    answers: { message: "Half a" },
    replaces: null,
    since: 4,
    delivery: "",
    conversation: "c",
  } as const;
  expect(stateAfter({ kind: "restored", draft }).screen).toMatchObject({
    ...emptyForm(false, 4),
    answers: { message: "Half a" },
    conversation: "c",
  });
});

test("in a preview the form says that nothing was sent", () => {
  expect(stateAfter({ kind: "checked", faults: [], notice: "preview" }).screen).toMatchObject({
    at: "form",
    notice: { kind: "preview" },
  });
});

describe("the chat", () => {
  const chat = (shows: boolean | null, answered = false): Event => ({
    kind: "chat",
    chat: NO_CHAT,
    shows,
    answered,
  });
  const typed: Event = { kind: "typed", field: "name", answer: "A" };
  const opened: Event = { kind: "opened", now: 1 };
  const offline: Event = { kind: "sent", delivery: { ...deliver(), form: "offline" } };

  test.each<[title: string, events: Event[], screen: State["screen"]["at"]]>([
    ["opens with the pre-chat form that was sent", [{ kind: "sent", delivery: deliver() }], "chat"],
    ["takes an untouched form's place", [opened, chat(true)], "chat"],
    ["does not take away what the visitor is typing", [opened, typed, chat(true)], "form"],
    [
      "takes the place of what was typed once the panel is closed",
      [opened, typed, { kind: "closed" }, chat(true)],
      "chat",
    ],
    ["leaves the thanks for a message until it is answered", [offline, chat(true)], "sent"],
    ["takes the place of the thanks when somebody answers", [offline, chat(true, true)], "chat"],
    ["goes when there is none", [chat(true), chat(false)], "form"],
    ["stays while nobody knows", [chat(true), chat(null)], "chat"],
    [
      "R22: gives way to the form that was refused",
      [
        { kind: "sent", delivery: deliver() },
        { kind: "refused", entry: { delivery: deliver() }, problem: problem("answers_invalid"), now: 9 },
      ],
      "form",
    ],
  ])("%s", (_, events, at) => {
    expect(stateAfter(...events).screen.at).toBe(at);
  });

  test("R28: opens at once if nothing is left to ask but one message", () => {
    const [name, message] = [field("name", "name"), field("message", "long_text")];
    expect(isDirect({ fields: [name, message] }, {})).toBe(false);
    expect(isDirect({ fields: [name, message] }, { name: "Ana" })).toBe(true);
    expect(isDirect({ fields: [name] }, { name: "Ana" })).toBe(true);
    expect(isDirect({ fields: [message, field("more", "long_text")] }, {})).toBe(false);
    expect(isDirect({ fields: [{ ...name, always: true }] }, { name: "Ana" })).toBe(false);
  });
});
