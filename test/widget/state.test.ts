import { describe, expect, test } from "vitest";
import { problem } from "../../shared/error.ts";
import type { FormField } from "../../shared/rules/form.ts";
import { NO_CHAT } from "../../widget/chat.ts";
import {
  askedFields,
  type Event,
  emptyForm,
  isDirect,
  isUntouched,
  reduce,
  type State,
  unasked,
} from "../../widget/state.ts";
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
    const state = stateAfter({ is: "opened", now: 5 }, { is: "closed" }, { is: "opened", now: 9 });
    expect(state.screen).toMatchObject({ at: "form", since: 5 });
    expect(state.open).toBe(true);
  });

  test("R20: it becomes the offline form when nobody is there any more", () => {
    const state = stateAfter({ is: "opened", now: 5 }, { is: "availability", available: false });
    expect(state).toMatchObject({ available: false, screen: { form: "offline", since: 5 } });
  });

  test("R20: it stays the form that it was once the visitor has typed something", () => {
    const state = stateAfter(
      { is: "typed", field: "name", answer: "A" },
      { is: "availability", available: false },
    );
    expect(state).toMatchObject({ available: false, screen: { form: "pre_chat", answers: { name: "A" } } });
  });

  test("to hear once more that somebody is there takes away nothing that it says of its fields", () => {
    const faults = [{ field: "name", code: "required" }] as const;
    const state = stateAfter(
      { is: "checked", faults, notice: "check" },
      { is: "availability", available: true },
    );
    expect(state.screen).toMatchObject({ faults, notice: { is: "check" } });
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
      is: "checked",
      notice: "check",
      faults: [
        { field: "name", code: "required" },
        { field: "email", code: "required" },
      ],
    });
    expect(faulted.screen).toMatchObject({ notice: { is: "check" } });
    const typed = reduce(faulted, { is: "typed", field: "name", answer: "Ana" });
    const judged = reduce(typed, { is: "judged", field: "name", fault: null });
    expect(judged.screen).toMatchObject({ faults: [{ field: "email" }], notice: { is: "none" } });
  });

  test("a field that had no fault gets none while the visitor is typing", () => {
    const state = stateAfter(
      { is: "typed", field: "email", answer: "a" },
      { is: "judged", field: "email", fault: { field: "email", code: "invalid_email" } },
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
  const sent: Event = { is: "sent", delivery };
  const accepted: Event = { is: "accepted", entry: { delivery }, ticket: 7, known: { name: "Ana" } };

  test("is being sent until it is accepted, with its ticket", () => {
    const kept = stateAfter(sent, { is: "kept", storage: "disk" });
    expect(kept.screen).toMatchObject({ progress: { is: "trying" } });
    expect(reduce(kept, accepted)).toMatchObject({
      known: { name: "Ana" },
      screen: { progress: { is: "accepted", ticket: 7 } },
    });
  });

  test("waits for the network, and is tried again", () => {
    const waiting = stateAfter(sent, { is: "waiting", ids: [id] });
    expect(waiting.screen).toMatchObject({ progress: { is: "waiting" } });
    expect(reduce(waiting, { is: "trying", ids: [id] }).screen).toMatchObject({
      progress: { is: "trying" },
    });
  });

  test("news of other deliveries change nothing of this one", () => {
    const state = stateAfter(sent);
    expect(reduce(state, { is: "waiting", ids: ["other"] })).toBe(state);
    const other = reduce(state, { ...accepted, entry: { delivery: deliver() } } as Event);
    expect(other.screen).toBe(state.screen);
  });

  test("once accepted, late news do not take it back", () => {
    const state = stateAfter(sent, accepted);
    expect(reduce(state, { is: "waiting", ids: [id] })).toBe(state);
    expect(reduce(state, { is: "kept", storage: "disk" }).screen).toBe(state.screen);
  });

  test("R22: refused, it is a form again, with the reason, the faults, and the text in hand", () => {
    const refusal = problem("answers_invalid", {
      faults: [{ path: "name", code: "too_long", message: "is too long" }],
    });
    expect(stateAfter(sent, { is: "refused", entry: { delivery }, problem: refusal, now: 9 }).screen).toEqual(
      {
        at: "form",
        form: "offline",
        answers: delivery.answers,
        faults: [{ field: "name", code: "too_long" }],
        notice: { is: "refused", problem: refusal },
        replaces: id,
        conversation: "",
        since: 9,
      },
    );
  });

  test("R22: a refusal does not overwrite what the visitor is typing", () => {
    const state = stateAfter({ is: "typed", field: "message", answer: "New words" });
    expect(reduce(state, { is: "refused", entry: { delivery }, problem: problem("internal"), now: 9 })).toBe(
      state,
    );
  });

  test("R22: the reason stays in sight while the visitor mends it", () => {
    const state = stateAfter(
      sent,
      { is: "refused", entry: { delivery }, problem: problem("answers_invalid"), now: 9 },
      { is: "typed", field: "message", answer: "Shorter" },
    );
    expect(state.screen).toMatchObject({ notice: { is: "refused" }, answers: { message: "Shorter" } });
  });

  test("R21: it is said where it waits if the browser stores nothing", () => {
    expect(stateAfter(sent, { is: "kept", storage: "blocked" }).storage).toBe("blocked");
    expect(stateAfter({ is: "kept", storage: "blocked" }).storage).toBe("blocked");
  });

  test("R28: 'Not you?' leaves nothing of the visitor before", () => {
    const state = stateAfter(sent, accepted, { is: "forgotten", now: 3 });
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
  expect(stateAfter({ is: "restored", draft }).screen).toMatchObject({
    ...emptyForm(false, 4),
    answers: { message: "Half a" },
    conversation: "c",
  });
});

test("in a preview the form says that nothing was sent", () => {
  expect(stateAfter({ is: "checked", faults: [], notice: "preview" }).screen).toMatchObject({
    at: "form",
    notice: { is: "preview" },
  });
});

describe("the chat", () => {
  const chat = (shows: boolean | null, answered = false): Event => ({
    is: "chat",
    chat: NO_CHAT,
    shows,
    answered,
  });
  const typed: Event = { is: "typed", field: "name", answer: "A" };
  const opened: Event = { is: "opened", now: 1 };
  const offline: Event = { is: "sent", delivery: { ...deliver(), form: "offline" } };

  test.each<[title: string, events: Event[], screen: State["screen"]["at"]]>([
    ["opens with the pre-chat form that was sent", [{ is: "sent", delivery: deliver() }], "chat"],
    ["takes an untouched form's place", [opened, chat(true)], "chat"],
    ["does not take away what the visitor is typing", [opened, typed, chat(true)], "form"],
    [
      "takes the place of what was typed once the panel is closed",
      [opened, typed, { is: "closed" }, chat(true)],
      "chat",
    ],
    ["leaves the thanks for a message until it is answered", [offline, chat(true)], "sent"],
    ["takes the place of the thanks when somebody answers", [offline, chat(true, true)], "chat"],
    ["goes when there is none", [chat(true), chat(false)], "form"],
    ["stays while nobody knows", [chat(true), chat(null)], "chat"],
    [
      "R22: gives way to the form that was refused",
      [
        { is: "sent", delivery: deliver() },
        { is: "refused", entry: { delivery: deliver() }, problem: problem("answers_invalid"), now: 9 },
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
