// @vitest-environment happy-dom
import "fake-indexeddb/auto";
import { act, configure, fireEvent, waitFor, within } from "@testing-library/preact";
import userEvent from "@testing-library/user-event";
import { IDBFactory } from "fake-indexeddb";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  onTestFinished,
  test,
  vi,
} from "vitest";
import type { SubmissionDelivery } from "../../shared/delivery.ts";
import { type ErrorCode, type Fault, problem } from "../../shared/error.ts";
import type { EmbedSettings } from "../../shared/property.ts";
import type { FormField } from "../../shared/rules/form.ts";
import type { WorkChallenge, WorkProof } from "../../shared/work.ts";
import { createLauncher } from "../../widget/embed/launcher.ts";
import type { PanelHost } from "../../widget/embed/panel-host.ts";
import { openVisitorStore } from "../../widget/embed/visitor.ts";
import { visitorIdOf } from "../../widget/embed/visitor-record.ts";
import type { Words } from "../../widget/locales/words.ts";
import { de, en } from "../support/locales.ts";
import { mountPanel } from "./mount-panel.ts";
import { pretendTouchScreen, settingsFor, watchStorage } from "./support.ts";

const PROPERTY_URL = "https://chat.example.com/w/abcdefghij";

/** The deliveries that the server has stored, with their tokens, and how it answers. */
const stored: (SubmissionDelivery & { token: string })[] = [];
const visits: string[] = [];
let available = true;
let refusal: { code: ErrorCode; faults: Fault[] } | null = null;
let reachable = true;
/** The work without which the server takes nothing. */
let challenge: WorkChallenge | null = null;

const server = setupServer(
  http.post(`${PROPERTY_URL}/visits`, async ({ request }) => {
    const { visitor } = JSON.parse(await request.text());
    visits.push(visitor);
    return HttpResponse.json({ token: visitor, available });
  }),
  http.post(`${PROPERTY_URL}/changes`, async ({ request }) => {
    const { since } = JSON.parse(await request.text());
    const changes = {
      kind: "changes",
      from: since,
      sequence: 1,
      reset: !since,
      conversation: null,
      messages: [],
    };
    return HttpResponse.json({ ...changes, earlier: false });
  }),
  http.get(`${PROPERTY_URL}/availability`, () => HttpResponse.json({ available })),
  http.post(`${PROPERTY_URL}/deliveries`, async ({ request }) => {
    if (!reachable) return HttpResponse.error();
    const { token, deliveries, work } = JSON.parse(await request.text()) as {
      token: string;
      deliveries: SubmissionDelivery[];
      work?: WorkProof;
    };
    if (challenge && work?.challenge !== challenge.challenge)
      return HttpResponse.json({ ...problem("too_many_requests"), work: challenge }, { status: 429 });
    const receipts = deliveries.map((delivery) => {
      const { id } = delivery;
      if (refusal)
        return { status: "refused", id, problem: problem(refusal.code, { faults: refusal.faults }) };
      if (!stored.some((one) => one.id === id)) stored.push({ ...delivery, token });
      return {
        status: "accepted",
        id,
        conversation: "c",
        ...(delivery.form === "offline" && { ticket: 42 }),
      };
    });
    return HttpResponse.json({ receipts });
  }),
);

/** The open panels, which are tabs of one browser. */
const hosts: (PanelHost & { leave(): void })[] = [];

function openPanel(change: Partial<EmbedSettings> = {}, words: Words = en, language = "en") {
  const settings = settingsFor({ available, ...change });
  const [, launcher] = createLauncher({ ...settings, language, label: "Open chat" });
  const root = launcher.getRootNode() as ShadowRoot;
  document.documentElement.append(root.host);
  const emitted: [string, unknown][] = [];
  for (const name of ["open", "close", "submitted", "delivered"])
    launcher.addEventListener(name, (event) => emitted.push([name, (event as CustomEvent).detail]));
  const host = Object.assign(new AbortController(), {
    settings,
    propertyUrl: PROPERTY_URL,
    launcher,
    events: launcher,
    visitors: openVisitorStore(PROPERTY_URL, !!settings.preview, (): boolean => host.signal.aborted),
    show: (open: boolean) => panel.show(open),
    leave() {
      host.abort();
      root.host.remove();
    },
  });
  if (!settings.preview) watchStorage(host.visitors, host, host.leave);
  const panel = mountPanel(host, words);
  act(() => panel.show(true));
  hosts.push(host);
  const view = within(root as unknown as HTMLElement); // the queries work on a shadow root too
  return { ...host, abort: () => host.abort(), panel, root, view, emitted };
}

const user = userEvent.setup({ delay: null });

async function fillIn(view: ReturnType<typeof openPanel>["view"], message = "Is the terrace open?") {
  await user.type(view.getByLabelText("Your name"), "Ana Silva");
  await user.type(view.getByLabelText("E-mail"), "ana@example.com");
  await user.type(view.getByLabelText("Your message"), message);
}

const send = (view: ReturnType<typeof openPanel>["view"]) =>
  user.click(view.getByRole("button", { name: "Send" }));

// on a busy machine, the chat bundle is loaded only after more than the second that is the default
configure({ asyncUtilTimeout: 10_000 });

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterAll(() => server.close());

beforeEach(() => {
  // happy-dom sends a beacon as a request with a preflight, and a browser does not
  vi.spyOn(navigator, "sendBeacon").mockReturnValue(true);
  stored.length = visits.length = 0;
  available = reachable = true;
  refusal = null;
  vi.stubGlobal("indexedDB", new IDBFactory());
  // a connection that never opens; the live connection has its own tests
  vi.stubGlobal(
    "WebSocket",
    class {
      close = vi.fn();
    },
  );
});

afterEach(() => {
  for (const host of hosts.splice(0)) host.leave();
  localStorage.clear();
});

describe("the pre-chat form", () => {
  test("opens as a dialog with the focus on its first field, and hides the launcher", () => {
    const { view, root, launcher, emitted } = openPanel();
    expect(view.getByRole("dialog", { name: "How can we help?" }).getAttribute("aria-modal")).toBe("true");
    expect(root.activeElement).toBe(view.getByLabelText("Your name"));
    expect(launcher.hidden).toBe(true);
    expect(emitted).toEqual([["open", null]]);
  });

  test("has the forms and the greeting that came with its texts, in the place of those of the embed", () => {
    const fields = [{ id: "room", type: "text" as const, required: true, label: { default: "Your room" } }];
    const property = {
      name: "Harbour Hotel",
      greeting: { default: "Welcome back" },
      forms: { pre_chat: { version: "2", fields } },
    };
    const { view } = openPanel({}, { ...en, property });
    expect(view.getByText("Welcome back")).toBeTruthy();
    expect(view.getAllByRole("textbox").map((field) => field.id)).toEqual([
      view.getByLabelText("Your room").id,
    ]);
  });

  test("R28: a submission arrives once after a double click, and the visitor sees their message", async () => {
    const { view, emitted } = openPanel();
    await fillIn(view);
    await user.dblClick(view.getByRole("button", { name: "Send" }));
    await within(await view.findByRole("log")).findByText("Is the terrace open?");
    await waitFor(() => expect(stored).toHaveLength(1));
    expect(stored[0]).toMatchObject({
      kind: "submission",
      form: "pre_chat",
      version: "1",
      locale: "en",
      trap: "",
      answers: { name: "Ana Silva", email: "ana@example.com", message: "Is the terrace open?" },
    });
    const [id] = stored.map((one) => one.id);
    await waitFor(() =>
      expect(emitted.slice(1)).toEqual([
        ["submitted", { id, form: "pre_chat" }],
        ["delivered", { id, form: "pre_chat", ticket: null }],
      ]),
    );
  });

  test("faults are shown at their fields and described by them, and the first faulty field gets the focus", async () => {
    const { view, root } = openPanel();
    await user.type(view.getByLabelText("Your name"), "Ana");
    await user.type(view.getByLabelText("E-mail"), "nonsense");
    await send(view);
    const email = await waitFor(() => {
      const field = view.getByLabelText("E-mail");
      expect(field.getAttribute("aria-invalid")).toBe("true");
      return field;
    });
    expect(root.activeElement).toBe(email);
    const described = root.getElementById(email.getAttribute("aria-describedby") ?? "");
    expect(described?.textContent).toBe(en.faults.invalid_email);
    expect(view.getByRole("alert").textContent).toBe(en.check);
    expect(view.getByLabelText("Your name").getAttribute("aria-invalid")).toBe("false");
    fireEvent.input(email, { target: { value: "ana@example.com" } });
    await waitFor(() => expect(email.getAttribute("aria-invalid")).toBe("false"));
    expect(stored).toEqual([]);
  });

  test("R7: separators are removed from a phone number when its field loses the focus, and an invalid character is named", async () => {
    const fields: FormField[] = [{ id: "phone", type: "phone", required: true }];
    const { view } = openPanel({
      forms: { pre_chat: { version: "1", fields }, offline: { version: "1", fields } },
    });
    const phone = view.getByLabelText("Phone") as HTMLInputElement;
    await user.type(phone, "+49 (30) 12x4");
    fireEvent.blur(phone);
    await waitFor(() => expect(phone.value).toBe("+493012x4"));
    await send(view);
    await view.findByText(/“x” is not allowed/);
  });

  test("Control and Enter in the message submit the form", async () => {
    const { view } = openPanel();
    await fillIn(view);
    fireEvent.keyDown(view.getByLabelText("Your message"), { key: "Enter", ctrlKey: true });
    await view.findByRole("log");
    await waitFor(() => expect(stored).toHaveLength(1));
  });

  test("the content of the trap field is sent", async () => {
    const { view, root } = openPanel();
    const trap = root.querySelector<HTMLInputElement>(".hidden input") as HTMLInputElement;
    expect([trap.tabIndex, trap.closest("[aria-hidden=true]") !== null]).toEqual([-1, true]);
    await user.type(trap, "spam");
    await fillIn(view);
    await send(view);
    await waitFor(() => expect(stored[0]?.trap).toBe("spam"));
  });
});

test("R37: what the server takes only with a proof of work is sent with one, and arrives once", async () => {
  challenge = { challenge: "c1", tries: 2, rounds: 10 };
  onTestFinished(() => {
    challenge = null;
  });
  const { view } = openPanel();
  await fillIn(view);
  await send(view);
  await waitFor(() => expect(stored.map(({ answers }) => answers.name)).toEqual(["Ana Silva"]));
});

describe("known answers", () => {
  beforeEach(() => {
    available = false;
  });

  test("R28: they are not asked again, and are still sent", async () => {
    const { view } = openPanel();
    await fillIn(view);
    await send(view);
    await user.click(await view.findByRole("button", { name: "Write another message" }));
    expect(view.queryByLabelText("Your name")).toBe(null);
    view.getByText("Ana Silva · ana@example.com");
    await user.type(view.getByLabelText("Your message"), "And the boat?");
    await send(view);
    await waitFor(() => expect(stored).toHaveLength(2));
    expect(stored[1]?.answers).toEqual({
      name: "Ana Silva",
      email: "ana@example.com",
      message: "And the boat?",
    });
  });

  test("R28: 'Not you?' asks everything again, under a new visitor ID", async () => {
    const { view, visitors } = openPanel();
    await fillIn(view);
    await send(view);
    await user.click(await view.findByRole("button", { name: "Write another message" }));
    const before = visitorIdOf(visitors.issue());
    await user.click(view.getByRole("button", { name: "Not you?" }));
    await view.findByLabelText("Your name");
    expect(visitorIdOf(visitors.issue())).not.toBe(before);
    await fillIn(view, "I am somebody else");
    await send(view);
    await waitFor(() => expect(stored).toHaveLength(2));
    expect(stored.map(({ token }) => token)).toEqual([before, visitorIdOf(visitors.issue())]);
  });

  test("R23: an unfinished form survives a reload, and a submitted one is not restored", async () => {
    const first = openPanel();
    await fillIn(first.view, "Half a");
    first.leave();
    const second = openPanel();
    const message = second.view.getByLabelText("Your message") as HTMLTextAreaElement;
    expect(message.value).toBe("Half a");
    await send(second.view);
    await second.view.findByText("Thank you, Ana.");
    second.leave();
    const third = openPanel();
    await third.view.findByText("Thank you, Ana.");
    expect(third.view.queryByLabelText("Your message")).toBe(null);
  });
});

describe("the offline form", () => {
  test("R20: it is shown when no agent is available, and then the number of its ticket", async () => {
    available = false;
    const { view, emitted } = openPanel();
    view.getByRole("dialog", { name: "Leave us a message" });
    await fillIn(view);
    await send(view);
    await view.findByText("42");
    expect(stored[0]?.form).toBe("offline");
    expect(emitted.at(-1)).toMatchObject(["delivered", { ticket: 42 }]);
  });

  test("R20: it replaces the pre-chat form if the server answers that no agent is available any more", async () => {
    available = false;
    const { view } = openPanel({ available: true });
    await view.findByRole("dialog", { name: "Leave us a message" });
  });
});

describe("delivery", () => {
  beforeEach(() => {
    available = false;
  });

  test("R21: without a network a message is stored, and sent when the network is back", async () => {
    reachable = false;
    const { view } = openPanel();
    await fillIn(view);
    await send(view);
    await view.findByText(en.waiting);
    view.getByText("Is the terrace open?");
    reachable = true;
    dispatchEvent(new Event("online"));
    await view.findByText("Thank you, Ana.");
    expect(stored).toHaveLength(1);
  });

  test("R21: the next page shows a submission that is being sent", async () => {
    reachable = false;
    const first = openPanel();
    await fillIn(first.view);
    await send(first.view);
    await first.view.findByText(en.waiting);
    first.leave();
    reachable = true;
    const second = openPanel();
    await second.view.findByText("Thank you, Ana.");
    expect(stored).toHaveLength(1);
  });

  test("R21: a tab shows what another tab has sent", async () => {
    const [one, two] = [openPanel(), openPanel()];
    await fillIn(one.view);
    await send(one.view);
    await one.view.findByText("Thank you, Ana.");
    await two.view.findByText("Thank you, Ana.");
    expect(stored).toHaveLength(1);
  });

  test("R21: an empty form that the visitor asked for is not replaced by another tab's submission", async () => {
    const [one, two] = [openPanel(), openPanel()];
    await fillIn(one.view);
    await send(one.view);
    await one.view.findByText("Thank you, Ana.");
    await user.click(await two.view.findByRole("button", { name: "Write another message" }));
    await user.click(one.view.getByRole("button", { name: "Write another message" }));
    await user.type(one.view.getByLabelText("Your message"), "And the boat?");
    await send(one.view);
    await one.view.findByText("And the boat?");
    await waitFor(() => expect(stored).toHaveLength(2));
    two.view.getByLabelText("Your message");
  });

  test("R21: a form in use is not replaced by another tab's submission", async () => {
    const [one, two] = [openPanel(), openPanel()];
    await user.type(two.view.getByLabelText("Your message"), "Something else");
    await fillIn(one.view);
    await send(one.view);
    await one.view.findByText("Thank you, Ana.");
    expect((two.view.getByLabelText("Your message") as HTMLTextAreaElement).value).toBe("Something else");
  });

  test("R22: a refused text is in the form again, with the reason, and is sent once it is corrected", async () => {
    refusal = {
      code: "answers_invalid",
      faults: [{ path: "message", code: "too_long", message: "is too long" }],
    };
    const { view } = openPanel();
    await fillIn(view, "Too many words");
    await send(view);
    await view.findByText(en.refused);
    const message = view.getByLabelText("Your message") as HTMLTextAreaElement;
    expect([message.value, message.getAttribute("aria-invalid")]).toEqual(["Too many words", "true"]);
    refusal = null;
    fireEvent.input(message, { target: { value: "Few words" } });
    await send(view);
    await view.findByText("Thank you, Ana.");
    expect(stored.map(({ answers }) => answers.message)).toEqual(["Few words"]);
  });

  test("R22: a refused message can be discarded", async () => {
    refusal = { code: "origin_not_allowed", faults: [] };
    const { view } = openPanel();
    await fillIn(view);
    await send(view);
    await view.findByText(new RegExp(en.refusals.origin_not_allowed));
    await user.click(view.getByRole("button", { name: "Discard" }));
    await waitFor(() => expect((view.getByLabelText("Your message") as HTMLTextAreaElement).value).toBe(""));
  });

  test("R21: if the browser stores nothing, the panel says so, and sends anyway", async () => {
    vi.spyOn(indexedDB, "open").mockImplementation(() => {
      throw new DOMException("blocked", "SecurityError");
    });
    const { view } = openPanel();
    await view.findByText(en.notStored);
    await fillIn(view);
    await send(view);
    await view.findByText("Thank you, Ana.");
    expect(stored).toHaveLength(1);
  });

  test.each([
    ["is missing", undefined],
    [
      "throws",
      () => {
        throw new Error("blocked by an extension");
      },
    ],
  ])("R21: if the page's sendBeacon %s, a message is sent all the same", async (_, sendBeacon) => {
    const before = navigator.sendBeacon;
    onTestFinished(() => void Object.assign(navigator, { sendBeacon: before }));
    Object.assign(navigator, { sendBeacon });
    const { view } = openPanel();
    await fillIn(view);
    await send(view);
    await view.findByText("Thank you, Ana.");
    expect(stored).toHaveLength(1);
  });
});

describe("the dialog", () => {
  test("Escape closes it and returns the focus; the page gets no key events", () => {
    const { view, root, launcher, emitted } = openPanel();
    const page = vi.fn();
    document.addEventListener("keydown", page);
    fireEvent.keyDown(view.getByLabelText("Your name"), { key: "Escape", bubbles: true, composed: true });
    document.removeEventListener("keydown", page);
    expect(page).not.toHaveBeenCalled();
    expect(view.queryByRole("dialog")).toBe(null);
    expect([launcher.hidden, root.activeElement === launcher]).toEqual([false, true]);
    expect(emitted.at(-1)).toEqual(["close", null]);
  });

  test("Tab stays inside, in both directions", () => {
    const { view, root } = openPanel();
    const [first, last] = [
      view.getByRole("button", { name: "Close" }),
      view.getByRole("button", { name: "Send" }),
    ];
    last.focus();
    fireEvent.keyDown(last, { key: "Tab" });
    expect(root.activeElement).toBe(first);
    fireEvent.keyDown(first, { key: "Tab", shiftKey: true });
    expect(root.activeElement).toBe(last);
  });

  test("Shift and Tab stay inside in WebKit on Linux, which has no name for that key", () => {
    const { view, root } = openPanel();
    const first = view.getByRole("button", { name: "Close" });
    first.focus();
    fireEvent.keyDown(first, { key: "Unidentified", keyCode: 9, shiftKey: true });
    expect(root.activeElement).toBe(view.getByRole("button", { name: "Send" }));
    const dialog = view.getByRole("dialog");
    dialog.focus();
    fireEvent.keyDown(dialog, { key: "Tab", shiftKey: true });
    expect(root.activeElement).toBe(view.getByRole("button", { name: "Send" }));
  });

  test("the Back key of a phone closes it, as often as it is opened", async () => {
    class FakeCloseWatcher {
      static open: FakeCloseWatcher[] = [];
      onclose = () => undefined;
      constructor() {
        FakeCloseWatcher.open.push(this);
      }
      destroy() {
        FakeCloseWatcher.open = FakeCloseWatcher.open.filter((one) => one !== this);
      }
    }
    vi.stubGlobal("CloseWatcher", FakeCloseWatcher);
    pretendTouchScreen();
    const { view, panel } = openPanel();
    for (let times = 0; times < 2; times++) {
      await waitFor(() => expect(FakeCloseWatcher.open).toHaveLength(1));
      FakeCloseWatcher.open[0]?.onclose();
      await waitFor(() => expect(view.queryByRole("dialog")).toBe(null));
      expect(FakeCloseWatcher.open).toHaveLength(0);
      panel.show(true);
    }
  });

  test("it has its style in a browser without constructed style sheets, with the page's nonce", () => {
    const script = document.createElement("script");
    script.type = "application/json";
    script.nonce = "shop";
    script.setAttribute("nonce", "shop");
    document.head.append(script);
    const { prototype } = ShadowRoot;
    const descriptor = Object.getOwnPropertyDescriptor(prototype, "adoptedStyleSheets") ?? {};
    onTestFinished(() => void Object.defineProperty(prototype, "adoptedStyleSheets", descriptor));
    Reflect.deleteProperty(prototype, "adoptedStyleSheets");
    const refuse = () => {
      throw new TypeError("Illegal constructor");
    };
    vi.stubGlobal("CSSStyleSheet", refuse);
    onTestFinished(() => void vi.unstubAllGlobals());
    const { root, abort } = openPanel();
    const style = root.querySelector("style");
    expect([style?.nonce, style?.textContent?.includes(".panel")]).toEqual(["shop", true]);
    abort();
    expect(root.querySelector("style")).toBe(null);
    script.remove();
  });

  test("it is unchanged after it was closed and opened", async () => {
    const { view, panel } = openPanel();
    await user.type(view.getByLabelText("Your name"), "Ana");
    panel.show(false);
    panel.show(true);
    expect((view.getByLabelText("Your name") as HTMLInputElement).value).toBe("Ana");
  });

  test("everything is removed with the widget", async () => {
    const { root, abort } = openPanel();
    const sheets = root.adoptedStyleSheets.length;
    abort();
    expect(root.querySelector("[role=dialog]")).toBe(null);
    expect(root.children).toHaveLength(1);
    expect(root.adoptedStyleSheets.length).toBeLessThan(sheets);
  });

  test("its texts are in the visitor's language, and its labels are the owner's", () => {
    const fields: FormField[] = [
      {
        id: "room",
        type: "text",
        required: false,
        label: { default: "Room", de: "Zimmer" },
        help: { default: "If you know it" },
      },
    ];
    const form = { version: "1", fields };
    const { view } = openPanel(
      { forms: { pre_chat: form, offline: form }, greeting: { de: "Willkommen" } },
      de,
      "de",
    );
    const dialog = view.getByRole("dialog", { name: "Willkommen" });
    expect([dialog.lang, dialog.dir]).toEqual(["de", "ltr"]);
    view.getByLabelText("Zimmer freiwillig");
    view.getByText("If you know it");
  });

  test("R27: every type of field has its control", () => {
    const label = { default: "L" };
    const options = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ id: `o${at}`, label: { default: `Option ${at}` } }));
    const fields: FormField[] = [
      { id: "text", type: "text", required: true, label },
      { id: "name", type: "name", required: true },
      { id: "email", type: "email", required: true },
      { id: "phone", type: "phone", required: true },
      { id: "long_text", type: "long_text", required: true },
      { id: "few", type: "choice", required: true, label, options: options(3) },
      { id: "department", type: "department", required: true, label, options: options(9) },
      { id: "choices", type: "choices", required: true, label, options: options(2) },
      { id: "checkbox", type: "checkbox", required: true, label },
      { id: "consent", type: "consent", required: true, label },
      { id: "constructor", type: "text", required: false, label },
    ];
    const form = { version: "1", fields };
    const { root } = openPanel({ forms: { pre_chat: form, offline: form } });
    const controls = [...root.querySelectorAll("form .field :is(input, select, textarea)")].map((control) =>
      [
        control.getAttribute("name"),
        control.getAttribute("type") ?? control.localName,
        control.getAttribute("autocomplete"),
      ].join(" "),
    );
    expect(controls).toEqual([
      "text input ",
      "name input name",
      "email input email",
      "phone tel tel",
      "long_text textarea ",
      "few radio ",
      "few radio ",
      "few radio ",
      "department select ",
      "choices checkbox ",
      "choices checkbox ",
      "checkbox checkbox ",
      "consent checkbox ",
      "constructor input ",
    ]);
    expect((root.querySelector("#field-constructor") as HTMLInputElement).value).toBe("");
  });

  test("a preview sends nothing, and says so", async () => {
    const { view } = openPanel({ preview: "Nothing was sent." });
    await fillIn(view);
    await send(view);
    await view.findByText("Nothing was sent.");
    expect([stored.length, visits.length, localStorage.length]).toEqual([0, 0, 0]);
    expect((view.getByLabelText("Your message") as HTMLTextAreaElement).value).toBe("Is the terrace open?");
  });
});
