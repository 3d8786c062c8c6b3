// @vitest-environment happy-dom
import "fake-indexeddb/auto";
import { act, configure, fireEvent, waitFor, within } from "@testing-library/preact";
import userEvent from "@testing-library/user-event";
import { IDBFactory } from "fake-indexeddb";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { options } from "preact";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { VisitorConversation, VisitorMessage } from "../../shared/conversation.ts";
import type { Delivery } from "../../shared/delivery.ts";
import { type ErrorCode, problem } from "../../shared/error.ts";
import { LIVE_CLOSE, type ToVisitor, type VisitorChanges } from "../../shared/live.ts";
import { MAX_FILES, MAX_MESSAGE } from "../../shared/rules/limits.ts";
import { createLauncher } from "../../widget/embed/launcher.ts";
import type { Panel, PanelHost } from "../../widget/embed/panel-host.ts";
import { openVisitorStore } from "../../widget/embed/visitor.ts";
import { fill } from "../../widget/locales/words.ts";
import { nextProgress } from "../../widget/panel/Announcer.tsx";
import { openPersistedState } from "../../widget/state/persisted-state.ts";
import { ar, en } from "../support/locales.ts";
import { mountPanel } from "./mount-panel.ts";
import { pretendTouchScreen, settingsFor } from "./support.ts";

const PROPERTY_URL = "https://chat.example.com/w/abcdefghij";
const CONVERSATION = "01890000-0000-7000-8000-000000000001";
const NOON = Date.UTC(2026, 10, 24, 12);

/** The state of the server: a conversation, its messages, and what was delivered. */
let about: VisitorConversation | null;
let said: VisitorMessage[];
let sequence: number;
const delivered: Delivery[] = [];
let reachable: boolean;
let refusal: ErrorCode | null;
/** How far the browser's clock is ahead of the server's, ms. */
let ahead: number;
const serverNow = () => Date.now() - ahead;
/** Deliveries are answered after it. */
let answering: Promise<unknown>;

function conversation(change: Partial<VisitorConversation> = {}): VisitorConversation {
  return {
    id: CONVERSATION,
    opener: null,
    status: "open",
    ticket: null,
    agent: "Ben",
    picture: null,
    agentRead: 0,
    visitorRead: 0,
    unread: 0,
    waitsUntil: null,
    rating: null,
    ...change,
  };
}

/** Adds a message or an event on the server. */
function say(text: string, change: Partial<VisitorMessage> = {}): VisitorMessage {
  sequence++;
  const message: VisitorMessage = {
    id: `m${sequence}`,
    conversation: CONVERSATION,
    sequence,
    revision: sequence,
    author: "agent",
    agent: change.author ? null : "Ben",
    picture: null,
    text,
    files: [],
    event: null,
    edited: false,
    retracted: false,
    at: NOON,
    ...change,
  };
  said.push(message);
  return message;
}

const since = (from: number): VisitorChanges => ({
  kind: "changes",
  from,
  sequence,
  reset: !from,
  conversation: about,
  messages: said.filter(({ revision }) => revision > from),
  earlier: false,
  now: serverNow(),
});

/** How often a visit was registered; each time with another token. */
let visits: number;
/** Answers the request for the conversation as text. */
let transcript: () => Response;

const server = setupServer(
  http.post(`${PROPERTY_URL}/visits`, () =>
    HttpResponse.json({ token: `token ${++visits}`, available: true }),
  ),
  http.post(`${PROPERTY_URL}/transcript`, () => transcript()),
  http.get(`${PROPERTY_URL}/availability`, () => HttpResponse.json({ available: true })),
  http.post(`${PROPERTY_URL}/changes`, async ({ request }) =>
    reachable ? HttpResponse.json(since(JSON.parse(await request.text()).since)) : HttpResponse.error(),
  ),
  http.post(`${PROPERTY_URL}/deliveries`, async ({ request }) => {
    const { deliveries } = JSON.parse(await request.text()) as { deliveries: Delivery[] };
    await answering;
    if (!reachable) return HttpResponse.error();
    const receipts = deliveries.map((delivery) => {
      const { id } = delivery;
      if (refusal) return { status: "refused", id, problem: problem(refusal) };
      if (!delivered.some((one) => one.id === id)) delivered.push(delivery);
      return { status: "accepted", id, conversation: CONVERSATION };
    });
    return HttpResponse.json({ receipts });
  }),
);

/** A live connection, as the server sees it. */
class FakeSocket {
  static last: FakeSocket | null = null;
  readyState = 1;
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onclose?: (event: { code: number }) => void;
  readonly send = vi.fn();
  readonly close = vi.fn();
  constructor() {
    FakeSocket.last = this;
  }
}
const bring = (frame: ToVisitor) =>
  void act(() => FakeSocket.last?.onmessage?.({ data: JSON.stringify(frame) }));

/** Sends all changes since a sequence number once the tab is connected. */
async function bringSince(from: number): Promise<void> {
  await waitFor(() => expect(FakeSocket.last).not.toBe(null));
  bring(since(from));
}

const hosts: { leave(): void }[] = [];

function openChat({ words = en, language = "en", open = true, settings = settingsFor() } = {}) {
  const [, launcher] = createLauncher({ ...settings, language, label: "Open chat" });
  const root = launcher.getRootNode() as ShadowRoot;
  document.documentElement.append(root.host);
  const emitted: [string, unknown][] = [];
  for (const name of ["message", "unread"])
    launcher.addEventListener(name, (event) => emitted.push([name, (event as CustomEvent).detail]));
  let panel: Panel | undefined;
  const host: PanelHost & { leave(): void } = Object.assign(new AbortController(), {
    settings,
    propertyUrl: PROPERTY_URL,
    launcher,
    events: launcher,
    visitors: openVisitorStore(PROPERTY_URL, undefined, (): boolean => host.signal.aborted),
    show: (open: boolean) => panel?.show(open), // a chat that was open is opened during mount
    leave() {
      host.abort();
      root.host.remove();
    },
  });
  hosts.push(host);
  panel = mountPanel(host, words);
  panel.show(open);
  const view = within(root as unknown as HTMLElement); // the queries work on a shadow root too
  const texts = (selector: string) =>
    [...root.querySelectorAll(selector)].map(({ textContent }) => textContent);
  return { view, root, panel, launcher, emitted, texts, leave: host.leave };
}

type Opened = ReturnType<typeof openChat>;
const user = userEvent.setup({ delay: null });
const composer = async ({ view }: Opened) =>
  (await view.findByRole("textbox", { name: en.write })) as HTMLTextAreaElement;
const ofKind = (kind: Delivery["kind"]) => delivered.filter((one) => one.kind === kind);

async function write(chat: Opened, text: string): Promise<HTMLTextAreaElement> {
  const field = await composer(chat);
  fireEvent.input(field, { target: { value: text } });
  return field;
}

// on a busy machine, the chat bundle is loaded only after more than the second that is the default
configure({ asyncUtilTimeout: 10_000 });

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterAll(() => server.close());

beforeEach(() => {
  // happy-dom sends a beacon as a request with a preflight, and a browser does not
  vi.spyOn(navigator, "sendBeacon").mockReturnValue(true);
  about = conversation();
  said = [];
  sequence = 1;
  delivered.length = 0;
  reachable = true;
  refusal = null;
  ahead = 0;
  visits = 0;
  transcript = () => new HttpResponse("Ben: Hello", { headers: { "Content-Type": "text/plain" } });
  answering = Promise.resolve();
  FakeSocket.last = null;
  vi.stubGlobal("indexedDB", new IDBFactory());
  vi.stubGlobal("WebSocket", FakeSocket);
});

afterEach(() => {
  for (const host of hosts.splice(0)) host.leave();
  localStorage.clear();
  document.title = "";
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe("the messages", () => {
  test("are grouped by days, with the agent's name at the first of a series", async () => {
    say("one", { at: NOON - 86_400_000 });
    say("two", { at: NOON - 86_400_000 });
    say("three");
    say("four", { author: "visitor" });
    say("five");
    const { view, texts } = openChat();
    await view.findByText("five");
    const day = new Intl.DateTimeFormat("en", { dateStyle: "full" });
    expect(texts(".event")).toEqual([day.format(NOON - 86_400_000), day.format(NOON)]);
    expect(texts(".text")).toEqual(["one", "two", "three", "four", "five"]);
    expect(texts(".message b")).toEqual(["BBen", "BBen", "BBen"]);
  });

  test("an edited message says so, and the text of a retracted one is removed", async () => {
    say("mended", { edited: true });
    const taken = say("too much");
    const { view, root } = openChat();
    await view.findByText("too much");
    await view.findByText(/edited/);
    const before = sequence;
    Object.assign(taken, { text: "", retracted: true, revision: ++sequence });
    await bringSince(before);
    await view.findByText(en.deleted);
    expect(root.textContent).not.toContain("too much");
  });

  test("hostile texts stay texts, and only web addresses are links", async () => {
    say(`<img src=x onerror="alert(1)"> javascript:alert(1) https://a.example/?q="><b>`);
    const { view, root, texts } = openChat();
    await view.findByText(/onerror/);
    expect(root.querySelector("img, b img, script")).toBe(null);
    await waitFor(() =>
      expect([...root.querySelectorAll("a")].map((link) => [link.getAttribute("href"), link.rel])).toEqual([
        ["https://a.example/?q=", "noopener"],
      ]),
    );
    expect(texts(".text")).toEqual([said[0]?.text]);
  });

  test("the panel has the direction of its language, and each text its own", async () => {
    say("Hello");
    const { view, root } = openChat({ words: ar, language: "ar" });
    await view.findByText("Hello");
    expect(view.getByRole("dialog").dir).toBe("rtl");
    // what was said has its direction by style, which is the browser tests' business
    const composer = () => root.querySelector("textarea")?.getAttribute("dir");
    expect(composer()).toBeNull();
    fireEvent.input(view.getByRole("textbox"), { target: { value: "Hello" } });
    expect(composer()).toBe("auto");
  });
});

describe("writing", () => {
  test("R21: a message is being sent, then sent, then read, and is shown once", async () => {
    let answer: (value?: unknown) => void = () => undefined;
    answering = new Promise((resolve) => {
      answer = resolve;
    });
    const chat = openChat();
    const field = await write(chat, "Is the terrace open?");
    fireEvent.keyDown(field, { key: "Enter" });
    expect(field.value).toBe("");
    await chat.view.findByText(/ · Sending/);
    answer();
    await chat.view.findByText(/ · Sent/);
    const [{ id }] = (await waitFor(() => {
      expect(ofKind("message")).toHaveLength(1);
      return delivered;
    })) as [Delivery];
    expect(delivered[0]).toMatchObject({
      conversation: CONVERSATION,
      text: "Is the terrace open?",
      files: [],
    });
    const before = sequence;
    const { sequence: mine } = say("Is the terrace open?", { id, author: "visitor" });
    about = conversation({ agentRead: mine });
    await bringSince(before);
    await chat.view.findByText(/Read/);
    expect(chat.texts(".text")).toEqual(["Is the terrace open?"]);
  });

  test("Enter sends, but not with Shift or during a composition", async () => {
    const chat = openChat();
    const field = await write(chat, "こん");
    for (const key of [{ shiftKey: true }, { isComposing: true }, { keyCode: 229 }])
      expect(fireEvent.keyDown(field, { key: "Enter", ...key })).toBe(true);
    expect(field.value).toBe("こん");
    expect(fireEvent.keyDown(field, { key: "Enter" })).toBe(false);
    await waitFor(() => expect(ofKind("message")).toHaveLength(1));
    fireEvent.keyDown(field, { key: "Enter" });
    await write(chat, "  \n ");
    fireEvent.keyDown(field, { key: "Enter" });
    await write(chat, "second");
    fireEvent.keyDown(field, { key: "Enter" });
    await waitFor(() =>
      expect(ofKind("message").map((one) => "text" in one && one.text)).toEqual(["こん", "second"]),
    );
  });

  test("on a touch keyboard, Enter makes a line; with Control it sends", async () => {
    pretendTouchScreen();
    const chat = openChat();
    const field = await write(chat, "one");
    expect(field.getAttribute("enterkeyhint")).toBe("enter");
    expect(fireEvent.keyDown(field, { key: "Enter" })).toBe(true);
    expect(field.value).toBe("one");
    expect(fireEvent.keyDown(field, { key: "Enter", ctrlKey: true })).toBe(false);
    await waitFor(() => expect(ofKind("message")).toHaveLength(1));
  });

  test("the limit is shown before it is reached, and a text that is too long is not sent", async () => {
    const chat = openChat();
    await write(chat, "x".repeat(MAX_MESSAGE * 0.9));
    expect(chat.view.getByRole("status").textContent?.trim()).toBe("");
    await write(chat, "x".repeat(MAX_MESSAGE - 1));
    expect(chat.view.getByRole("status").textContent?.trim()).toBe(`${MAX_MESSAGE - 1} / ${MAX_MESSAGE}`);
    const field = await write(chat, "🙂".repeat(MAX_MESSAGE + 1));
    expect(chat.view.getByRole("status").className).toBe("fault");
    fireEvent.keyDown(field, { key: "Enter" });
    expect(field.value).toHaveLength(2 * (MAX_MESSAGE + 1));
    expect(delivered).toEqual([]);
  });

  test("R22: a refused message shows the reason, and can be edited in the composer", async () => {
    refusal = "payload_too_large";
    const chat = openChat();
    fireEvent.keyDown(await write(chat, "Too much"), { key: "Enter" });
    const edit = await chat.view.findByRole("button", { name: en.edit });
    chat.view.getByText(new RegExp(en.refusals.payload_too_large));
    await write(chat, "and more");
    await user.click(edit);
    await waitFor(async () => expect((await composer(chat)).value).toBe("Too much\nand more"));
    expect(chat.texts(".text")).toEqual([]);
  });

  test("R23: the text in the composer is restored on the next page", async () => {
    const first = openChat();
    await write(first, "Half a");
    first.leave();
    expect((await composer(openChat())).value).toBe("Half a");
  });

  test("R23: sending in one tab does not delete the draft of another tab", async () => {
    say("Hello");
    const one = openChat();
    const other = openChat();
    await one.view.findByText("Hello");
    await write(one, "Sent from here");
    await write(other, "Half a");
    fireEvent.keyDown(await composer(one), { key: "Enter" });
    await waitFor(() => expect(one.texts(".text")).toContain("Sent from here"));
    one.leave();
    other.leave();
    expect((await composer(openChat())).value).toBe("Half a");
  });

  test("R21: without a network, messages of the next page belong to the same conversation", async () => {
    say("Hello");
    const first = openChat();
    await first.view.findByText("Hello");
    first.leave();
    reachable = false;
    const second = openChat();
    const field = await write(second, "one");
    await waitFor(() => {
      fireEvent.keyDown(field, { key: "Enter" });
      expect(second.texts(".text")).toEqual(["one"]);
    });
    fireEvent.keyDown(await write(second, "two"), { key: "Enter" });
    await second.view.findByText(en.waiting);
    reachable = true;
    dispatchEvent(new Event("online"));
    await waitFor(() =>
      expect(ofKind("message")).toMatchObject([
        { text: "one", conversation: CONVERSATION },
        { text: "two", conversation: CONVERSATION },
      ]),
    );
  });

  test("R28: with all answers known the chat opens at once, and the first message submits the form", async () => {
    about = null;
    openPersistedState(openVisitorStore(PROPERTY_URL, undefined, () => false)).write({
      known: { name: "Ana", email: "ana@example.com" },
    });
    const chat = openChat();
    await chat.view.findByText("Ana · ana@example.com");
    fireEvent.keyDown(await write(chat, "Hello"), { key: "Enter" });
    await waitFor(() => expect(ofKind("submission")).toHaveLength(1));
    expect(delivered).toMatchObject([
      { form: "pre_chat", answers: { name: "Ana", email: "ana@example.com", message: "Hello" } },
    ]);
    expect(chat.texts(".text")).toEqual(["Hello"]);
    fireEvent.keyDown(await write(chat, "Again"), { key: "Enter" });
    await waitFor(() =>
      expect(ofKind("message")).toMatchObject([{ conversation: delivered[0]?.id, text: "Again" }]),
    );
  });
});

describe("what becomes of a message", () => {
  const LIVE = "[aria-live=polite], [role=alert]";

  /** Collects the texts that a screen reader reads from now on: each text that appears or changes in a live region, or with an alert. */
  function listen({ root }: Opened): string[] {
    const announcements: string[] = [];
    const observer = new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        const isLive = !!(target instanceof Element ? target : target.parentElement)?.closest(LIVE);
        const nodes = addedNodes.length ? [...addedNodes] : [target];
        const alerts = nodes.flatMap((node) =>
          node instanceof Element ? [...node.querySelectorAll("[role=alert]")] : [],
        );
        announcements.push(...(isLive ? nodes : alerts).map(({ textContent }) => textContent?.trim() ?? ""));
      }
    });
    observer.observe(root, { childList: true, characterData: true, subtree: true });
    return announcements;
  }
  const send = async (chat: Opened, text: string) =>
    fireEvent.keyDown(await write(chat, text), { key: "Enter" });

  test("is heard once: that it is being sent, and that it was delivered", async () => {
    const chat = openChat();
    await composer(chat);
    const announcements = listen(chat);
    await send(chat, "One");
    await waitFor(() => expect(announcements.filter(Boolean)).toEqual([en.sending, en.sent]));
    const before = sequence;
    say("One", { id: delivered[0]?.id ?? "", author: "visitor" });
    await bringSince(before);
    await waitFor(() => expect(chat.root.querySelector("[data-sequence]")).not.toBe(null));
    expect(announcements.filter(Boolean)).toEqual([en.sending, en.sent]);
  });

  test("is heard once while it is held, however often it is tried", async () => {
    say("Hello");
    const chat = openChat();
    await chat.view.findByText("Hello");
    reachable = false;
    const announcements = listen(chat);
    await send(chat, "One");
    await waitFor(() => expect(announcements.filter(Boolean)).toEqual([en.sending, en.waiting]));
    for (let tries = 0; tries < 3; tries++) {
      dispatchEvent(new Event("online"));
      await act(() => new Promise((resolve) => setTimeout(resolve)));
    }
    expect(announcements.filter(Boolean)).toEqual([en.sending, en.waiting]);
    reachable = true;
    dispatchEvent(new Event("online"));
    await waitFor(() => expect(announcements.filter(Boolean)).toEqual([en.sending, en.waiting, en.sent]));
  });

  test("is heard when it is refused, with the reason", async () => {
    refusal = "payload_too_large";
    const chat = openChat();
    await composer(chat);
    const announcements = listen(chat);
    await send(chat, "Too much");
    await chat.view.findByRole("alert");
    await waitFor(() =>
      expect(announcements.filter(Boolean)).toEqual([
        en.sending,
        `${en.refused} ${en.refusals.payload_too_large} ${en.edit}`,
      ]),
    );
  });

  test("is told of every message, in whatever order its receipt and the message itself arrive", () => {
    const sending = { kind: "sending" } as const;
    const [one, two] = [
      { id: "1", status: sending },
      { id: "2", status: sending },
    ];
    const accepted = { kind: "accepted" } as const;
    // both are on their way; the server sends the first back before its receipt is here
    expect(nextProgress([one, two], [two])).toEqual([{ id: "1", status: accepted }, two]);
    expect(nextProgress([{ id: "1", status: accepted }, two], [])).toEqual([{ id: "2", status: accepted }]);
    const refused = { id: "3", status: { kind: "refused", problem: problem("internal") } } as const;
    expect(nextProgress([refused], [])).toEqual([]);
  });
});

describe("files", () => {
  /** The names of the uploaded files, in order. */
  const sent: string[] = [];
  /** The name of a file whose request throws. */
  const BROKEN = "broken.pdf";
  /** The names that the server gets for them. */
  const named: string[] = [];

  /** Answers every upload after a promise: with the same response, or by the name of the file. */
  function answerUploads(
    response: object | null | ((name: string) => object | null),
    arriving: () => Promise<unknown> = async () => undefined,
  ) {
    sent.length = 0;
    named.length = 0;
    vi.stubGlobal(
      "XMLHttpRequest",
      class {
        upload = {};
        response: object | null = null;
        onloadend = () => undefined;
        open = vi.fn();
        setRequestHeader(header: string, value: string) {
          if (header === "X-Foyer-Name") named.push(decodeURIComponent(value));
        }
        send({ name }: File) {
          sent.push(name);
          if (name === BROKEN) throw new Error("A script of the page, which measures requests, has failed");
          arriving().then(() => {
            this.response = typeof response === "function" ? response(name) : response;
            this.onloadend();
          });
        }
      },
    );
  }
  const taken = (name: string, id = crypto.randomUUID()) => ({
    id,
    name,
    type: "application/pdf",
    size: 1,
    picture: null,
  });
  /** A promise that the test resolves. */
  function event() {
    let happen: (value?: unknown) => void = () => undefined;
    const happened = new Promise((resolve) => {
      happen = resolve;
    });
    return { happen, happened: () => happened };
  }
  const status = ({ view }: Opened) => view.getByRole("status").textContent?.trim();
  const notice = (code: keyof typeof en.notices, values = {}) => fill(en.notices[code], values);
  const attach = async ({ view }: Opened, ...names: string[]) =>
    user.upload(
      await view.findByLabelText(en.attach),
      names.map((name) => new File(["x"], name)),
    );

  test("a refused file shows the reason, and can be removed", async () => {
    answerUploads(problem("file_type_refused"));
    const chat = openChat();
    await attach(chat, "<b>.exe");
    await chat.view.findByText(en.refusals.file_type_refused, { exact: false });
    chat.view.getByText("<b>.exe");
    await user.click(chat.view.getByRole("button", { name: en.discard }));
    expect(chat.texts(".upload")).toEqual([]);
  });

  test("a failed upload is shown", async () => {
    answerUploads(null);
    const chat = openChat();
    await attach(chat, "plan.pdf");
    await chat.view.findByText(en.refused, { exact: false });
  });

  test("an uploaded file is sent with the next message, which needs no text", async () => {
    answerUploads((name) => taken(name, CONVERSATION));
    const chat = openChat();
    await attach(chat, "plan.pdf");
    await waitFor(() => expect(chat.root.querySelector("progress")).toBe(null));
    await user.click(chat.view.getByRole("button", { name: en.send }));
    await chat.view.findByRole("button", { name: "plan.pdf" });
    await waitFor(() => expect(ofKind("message")).toMatchObject([{ text: "", files: [CONVERSATION] }]));
    expect(chat.texts(".upload")).toEqual([]);
  });

  test("Enter during an upload says so, and sends the message after the upload", async () => {
    const arrival = event();
    answerUploads(taken, arrival.happened);
    const chat = openChat();
    await attach(chat, "plan.pdf", "photo.png");
    const field = await write(chat, "Like this");
    fireEvent.keyDown(field, { key: "Enter" });
    expect(status(chat)).toBe(notice("file_uploading"));
    expect([field.value, ofKind("message")]).toEqual(["Like this", []]);
    arrival.happen();
    await waitFor(() => expect(ofKind("message")).toMatchObject([{ text: "Like this" }]));
    expect(ofKind("message")[0]).toHaveProperty("files.length", 2);
    expect([field.value, status(chat), chat.texts(".upload")]).toEqual(["", "", []]);
    expect(sent).toEqual(["plan.pdf", "photo.png"]);
  });

  test("such a message is not sent any more after the draft was changed, or after a file was refused", async () => {
    const arrival = event();
    answerUploads(taken, arrival.happened);
    const chat = openChat();
    await attach(chat, "plan.pdf");
    fireEvent.keyDown(await write(chat, "Like"), { key: "Enter" });
    const field = await write(chat, "Like this");
    expect(status(chat)).toBe("");
    arrival.happen();
    await waitFor(() => expect(chat.root.querySelector("progress")).toBe(null));
    const refusing = event();
    answerUploads(problem("file_too_large"), refusing.happened);
    await attach(chat, "film.mov");
    fireEvent.keyDown(field, { key: "Enter" });
    expect(status(chat)).toBe(notice("file_uploading"));
    refusing.happen();
    expect((await chat.view.findByRole("alert")).textContent?.trim()).toBe(en.refusals.file_too_large);
    expect([status(chat), field.value, ofKind("message")]).toEqual(["", "Like this", []]);
    fireEvent.keyDown(field, { key: "Enter" });
    await waitFor(() => expect(ofKind("message")).toHaveLength(1));
    expect(ofKind("message")[0]).toHaveProperty("files.length", 1);
  });

  test.each([
    ["a\ud83d.png", "a\ufffd.png"],
    ["\udc00\ud800", "\ufffd\ufffd"],
    ["\ud83d", "\ufffd"],
    ["a\ud83d\ud83d\ude00", "a\ufffd😀"],
    ["😀 é %zz\n.png", "😀 é %zz\n.png"],
  ])(
    "a file whose name has half of a surrogate pair is sent, and so are those after it: %j as %j",
    async (name, as) => {
      answerUploads(taken);
      const chat = openChat();
      await attach(chat, name, "plan.pdf");
      await waitFor(() => expect(named).toEqual([as, "plan.pdf"]));
      await waitFor(() => expect(chat.root.querySelector("progress")).toBe(null));
      fireEvent.keyDown(await write(chat, `These: ${name}`), { key: "Enter" });
      await waitFor(() => expect(ofKind("message")[0]).toHaveProperty("files.length", 2));
    },
  );

  test("where a script of the page breaks an upload, this file has failed, and the next ones are sent", async () => {
    answerUploads(taken);
    const chat = openChat();
    await attach(chat, BROKEN, "2");
    await chat.view.findByText(en.refused, { exact: false });
    await waitFor(() => expect(chat.root.querySelector("progress")).toBe(null));
    expect(sent).toEqual([BROKEN, "2"]);
  });

  test("of more files than a message can have, the first are attached, and this is shown before they are uploaded", async () => {
    const arrival = event();
    answerUploads((name) => (name === "1" ? problem("file_too_large") : taken(name)), arrival.happened);
    const chat = openChat();
    const names = Array.from({ length: MAX_FILES + 2 }, (_, at) => `${at + 1}`);
    await attach(chat, ...names);
    await waitFor(() => expect(chat.texts(".upload")).toEqual(names.slice(0, MAX_FILES)));
    expect(status(chat)).toBe(notice("too_many_files", { max: MAX_FILES }));
    // a file that is removed while it waits is not uploaded
    await user.click(chat.view.getAllByRole("button", { name: en.discard })[MAX_FILES - 1] as HTMLElement);
    arrival.happen();
    await waitFor(() => expect(chat.root.querySelector("progress")).toBe(null));
    expect(sent).toEqual(names.slice(0, MAX_FILES - 1));
    // a refused file does not count
    await attach(chat, "a", "b", "c");
    await waitFor(() => expect(sent).toEqual([...names.slice(0, MAX_FILES - 1), "a", "b"]));
    await waitFor(() => expect(chat.root.querySelector("progress")).toBe(null));
    fireEvent.keyDown(await composer(chat), { key: "Enter" });
    await waitFor(() => expect(ofKind("message")[0]).toHaveProperty("files.length", MAX_FILES));
  });
});

describe("the transcript", () => {
  test("a failed download is shown, and can be tried again", async () => {
    const saved: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(this.download);
    });
    vi.stubGlobal("URL", Object.assign(URL, { createObjectURL: () => "blob:x", revokeObjectURL: vi.fn() }));
    say("Hello");
    const chat = openChat();
    await chat.view.findByText("Hello");
    const failures = [
      () => HttpResponse.error(),
      () => HttpResponse.json(problem("not_found"), { status: 404 }),
    ];
    for (const failure of failures) {
      transcript = failure;
      await user.click(chat.view.getByRole("button", { name: en.download }));
      await waitFor(() =>
        expect(chat.view.getByRole("status").textContent?.trim()).toBe(en.notices.not_loaded),
      );
    }
    transcript = () => new HttpResponse("Ben: Hello");
    await user.click(chat.view.getByRole("button", { name: en.download }));
    await waitFor(() => expect(saved).toEqual(["Haus am Steg.txt"]));
    expect(chat.view.getByRole("status").textContent?.trim()).toBe("");
  });
});

describe("a closed chat", () => {
  beforeEach(() => {
    say("Goodbye");
    say("", { author: "event", event: "closed" });
    about = conversation({ status: "closed" });
  });

  test("says so, and takes a rating with a comment", async () => {
    const { view } = openChat();
    await view.findByText(en.ended);
    await user.click(await view.findByRole("button", { name: en.good }));
    expect(view.getByRole("button", { name: en.good }).getAttribute("aria-pressed")).toBe("true");
    await user.type(view.getByRole("textbox", { name: en.comment }), "Kind");
    await user.type(view.getByRole("textbox", { name: en.comment }), "{Enter}");
    await view.findByText(en.thanks);
    await waitFor(() =>
      expect(ofKind("rating")).toMatchObject([
        { rating: "good", text: "" },
        { rating: "good", text: "Kind" },
      ]),
    );
    expect(view.queryByRole("button", { name: en.end })).toBe(null);
  });

  test("R22: a refused rating is taken back, and its comment is in the field again", async () => {
    const chat = openChat();
    const { view } = chat;
    await user.click(await view.findByRole("button", { name: en.good }));
    await user.type(view.getByRole("textbox", { name: en.comment }), "Kind");
    await waitFor(() => expect(ofKind("rating")).toHaveLength(1));
    refusal = "conversation_unknown";
    await user.type(view.getByRole("textbox", { name: en.comment }), "{Enter}");
    await waitFor(() =>
      expect(view.getByRole("status").textContent?.trim()).toBe(en.refusals.conversation_unknown),
    );
    expect(view.queryByText(en.thanks)).toBe(null);
    expect(view.getByRole("button", { name: en.good }).getAttribute("aria-pressed")).toBe("false");
    refusal = null;
    await user.click(view.getByRole("button", { name: en.good }));
    expect(view.getByRole("textbox", { name: en.comment })).toHaveProperty("value", "Kind");
    expect(view.getByRole("status").textContent?.trim()).toBe("");
    chat.leave();
    // the next page does not show it
    const next = openChat();
    await next.view.findByText(en.ended);
    expect(next.view.getByRole("status").textContent?.trim()).toBe("");
  });

  test("is opened again by a message", async () => {
    const { view } = openChat();
    const field = await view.findByRole("textbox", { name: en.reopen });
    await user.type(field, "One more thing{Enter}");
    await waitFor(() => expect(ofKind("message")).toMatchObject([{ conversation: CONVERSATION }]));
    const before = sequence;
    about = conversation();
    say("One more thing", { id: ofKind("message")[0]?.id ?? "", author: "visitor" });
    await bringSince(before);
    await view.findByRole("textbox", { name: en.write });
    expect(view.queryByText(en.rate)).toBe(null);
  });
});

describe("drawing", () => {
  /** The names of the components that are drawn while something is done, each as often as it is drawn. */
  async function drawnDuring(job: () => void): Promise<string[]> {
    const drawn: string[] = [];
    const { diffed = () => undefined } = options;
    options.diffed = (vnode) => {
      if (typeof vnode.type === "function") drawn.push(vnode.type.name);
      diffed(vnode);
    };
    await act(job);
    options.diffed = diffed;
    return drawn;
  }

  async function openWithMessages(count: number): Promise<Opened> {
    for (let index = 0; index < count; index++) say(`${index}`);
    const chat = openChat();
    await chat.view.findByText(`${count - 1}`);
    await waitFor(() => expect(FakeSocket.last).not.toBe(null));
    return chat;
  }

  test("a key in the composer draws the composer and nothing else", async () => {
    const chat = await openWithMessages(10);
    const field = await composer(chat);
    expect(await drawnDuring(() => void fireEvent.input(field, { target: { value: "Hello" } }))).toEqual([
      "Composer",
    ]);
  });

  test("a new message draws its row and the row before it, and no other", async () => {
    const chat = await openWithMessages(10);
    const rows = [...chat.root.querySelectorAll("[data-sequence]")];
    const before = sequence;
    say("New");
    const drawn = await drawnDuring(() => bring(since(before)));
    expect(drawn.filter((name) => name === "MessageText")).toHaveLength(2);
    expect([...chat.root.querySelectorAll("[data-sequence]")].slice(0, 10)).toEqual(rows);
  });

  test("leaving the end of the list draws no message", async () => {
    const { view } = await openWithMessages(10);
    const list = view.getByRole("log");
    list.scrollTop = -500;
    const drawn = await drawnDuring(() => void fireEvent.scroll(list));
    expect(drawn).toContain("NewMessages");
    expect(drawn).not.toContain("MessageList");
  });
});

describe("new messages", () => {
  const news = ({ root }: Opened) =>
    [...root.querySelectorAll("[aria-live=polite] p")].map(({ textContent }) => textContent);

  test("are announced to screen readers once, and earlier ones are not", async () => {
    say("Old");
    const chat = openChat();
    await chat.view.findByText("Old");
    expect(news(chat)).toEqual([]);
    let before = sequence;
    say("One");
    say("Two");
    say("Taken back", { retracted: true, text: "" });
    await bringSince(before);
    await waitFor(() => expect(news(chat)).toEqual(["Ben: One", "Ben: Two"]));
    bring(since(before));
    fireEvent.input(await composer(chat), { target: { value: "x" } });
    expect(news(chat)).toEqual(["Ben: One", "Ben: Two"]);
    before = sequence;
    say("Three");
    bring(since(before));
    expect(news(chat)).toEqual(["Ben: Three"]);
    act(() => chat.panel.show(false));
    expect(news(chat)).toEqual([]);
    act(() => chat.panel.show(true));
    expect(news(chat)).toEqual([]);
    expect(chat.emitted.filter(([event]) => event === "message").map(([, detail]) => detail)).toMatchObject([
      { text: "One" },
      { text: "Two" },
      { text: "Three" },
    ]);
  });

  test("are counted beside the launcher and in the title until they are read", async () => {
    document.title = "Shop";
    const chat = openChat();
    await composer(chat);
    chat.panel.show(false);
    const label = chat.launcher.ariaLabel;
    const before = sequence;
    say("One");
    say("Two");
    await bringSince(before);
    await chat.view.findByRole("button", { name: /Two/ });
    expect([chat.texts(".badge"), document.title, chat.launcher.ariaLabel]).toEqual([
      ["2"],
      "(2) Shop",
      `${label} (2)`,
    ]);
    await user.click(chat.view.getByRole("button", { name: /Two/ }));
    expect([chat.texts(".badge"), document.title, chat.launcher.ariaLabel]).toEqual([[], "Shop", label]);
    await waitFor(() => expect(ofKind("read")).toMatchObject([{ sequence }]));
    expect(chat.emitted.filter(([event]) => event === "unread").map(([, detail]) => detail)).toEqual([
      { count: 2 },
      { count: 0 },
    ]);
  });

  test("are previewed beside the launcher until Escape, which moves the focus to the launcher", async () => {
    const chat = openChat();
    await composer(chat);
    chat.panel.show(false);
    const before = sequence;
    say("Look here");
    await bringSince(before);
    const preview = await chat.view.findByRole("button", { name: /Look here/ });
    preview.focus();
    expect(fireEvent.keyDown(preview, { key: "Tab" })).toBe(true);
    fireEvent.keyDown(preview, { key: "Escape", isComposing: true });
    expect(chat.root.activeElement).toBe(preview);
    fireEvent.keyDown(preview, { key: "Escape" });
    await waitFor(() => expect(chat.view.queryByRole("button", { name: /Look here/ })).toBe(null));
    expect(chat.root.activeElement).toBe(chat.launcher);
    expect(chat.texts(".badge")).toEqual(["1"]);
  });

  test("R21: one read receipt is sent, however many messages are read without a network", async () => {
    const chat = openChat();
    await composer(chat);
    await waitFor(() => expect(FakeSocket.last).not.toBe(null));
    reachable = false;
    for (let count = 0; count < 5; count++) {
      const before = sequence;
      say(`${count}`);
      bring(since(before));
    }
    await chat.view.findByText("4");
    reachable = true;
    dispatchEvent(new Event("online"));
    await waitFor(() => expect(ofKind("read").at(-1)).toMatchObject({ sequence }));
    expect(ofKind("read").length).toBeLessThan(5);
  });

  test("are offered by a button to a visitor who has scrolled up, however short ago", async () => {
    say("Old");
    const chat = openChat();
    await chat.view.findByText("Old");
    await waitFor(() => expect(ofKind("read")).toHaveLength(1));
    await waitFor(() => expect(FakeSocket.last).not.toBe(null));
    const list = chat.view.getByRole("log");
    vi.spyOn(Element.prototype, "getBoundingClientRect").mockImplementation(
      () => new DOMRect(0, 0, 100, 100),
    );
    list.scrollTop = -500;
    fireEvent.scroll(list);
    const before = sequence;
    say("New");
    bring(since(before));
    expect(ofKind("read")).toHaveLength(1);
    await waitFor(() => expect(localStorage.getItem(PROPERTY_URL) ?? "").toContain(`"top":${before}`));
    await user.click(await chat.view.findByRole("button", { name: en.newMessages }));
    expect(list.scrollTop).toBe(0);
    fireEvent.scroll(list);
    await waitFor(() => expect(ofKind("read").at(-1)).toMatchObject({ sequence }));
    await waitFor(() => expect(chat.view.queryByRole("button", { name: en.newMessages })).toBe(null));
  });
});

describe("refusals", () => {
  test("R22: if the end of a chat is refused, the chat stays open as on the server, and the reason is shown", async () => {
    say("Hello");
    refusal = "origin_not_allowed";
    const { view } = openChat();
    await user.click(await view.findByRole("button", { name: en.end }));
    await waitFor(() =>
      expect(view.getByRole("status").textContent?.trim()).toBe(en.refusals.origin_not_allowed),
    );
    refusal = null;
    await user.click(view.getByRole("button", { name: en.end }));
    await waitFor(() => expect(ofKind("end")).toHaveLength(1));
    expect(view.getByRole("status").textContent?.trim()).toBe("");
  });

  test("R22: if the token is refused during a connection, another one is requested, and no message is missing", async () => {
    say("Hello");
    const chat = openChat();
    await chat.view.findByText("Hello");
    await waitFor(() => expect(FakeSocket.last).not.toBe(null));
    const socket = FakeSocket.last as FakeSocket;
    socket.onopen?.();
    const before = sequence;
    expect(JSON.parse(socket.send.mock.calls[0]?.[0])).toEqual({
      kind: "hello",
      token: "token 1",
      since: before,
    });
    say("While it was revoked");
    socket.onclose?.({ code: LIVE_CLOSE.unauthorized });
    await waitFor(() => expect(FakeSocket.last).not.toBe(socket), { timeout: 3_000 });
    FakeSocket.last?.onopen?.();
    expect(JSON.parse(FakeSocket.last?.send.mock.calls[0]?.[0])).toMatchObject({
      kind: "hello",
      token: "token 2",
    });
    bring(since(before));
    await chat.view.findByText("While it was revoked");
    fireEvent.keyDown(await write(chat, "Still here"), { key: "Enter" });
    await waitFor(() => expect(ofKind("message")).toMatchObject([{ text: "Still here" }]));
    expect(chat.texts(".text")).toEqual(["Hello", "While it was revoked", "Still here"]);
  });
});

describe("waiting for an answer", () => {
  test.each([
    ["right", 0],
    ["an hour ahead", 3_600_000],
    ["a day behind", -86_400_000],
  ])(
    "R20: after the wait limit the offline form is offered, with the visitor's messages; their clock is %s",
    async (_, off) => {
      ahead = off;
      say("Anybody?", { author: "visitor" });
      about = conversation({ agent: null, waitsUntil: serverNow() + 60_000 });
      const { view } = openChat();
      await view.findByText(en.soon);
      expect(view.queryByText(en.noAnswer)).toBe(null);
      const before = sequence++;
      about = conversation({ agent: null, waitsUntil: serverNow() + 50 });
      await bringSince(before);
      await user.click(await view.findByRole("button", { name: en.title.offline }));
      expect(((await view.findByLabelText("Your message")) as HTMLTextAreaElement).value).toBe("Anybody?");
    },
  );

  describe("a page that opened with the chat, and has not loaded what draws a form,", () => {
    /** The chat on a page after the one that it began on. */
    async function openNextPage(meanwhile: () => void = () => undefined): Promise<Opened> {
      const first = openChat();
      await first.view.findByText("Anybody?");
      first.leave();
      meanwhile();
      return openChat();
    }

    test("R20: has the offline form, with the visitor's messages and the focus", async () => {
      say("Anybody?", { author: "visitor" });
      about = conversation({ agent: null, waitsUntil: serverNow() - 1 });
      const { view, root } = await openNextPage();
      await user.click(await view.findByRole("button", { name: en.title.offline }));
      expect(((await view.findByLabelText("Your message")) as HTMLTextAreaElement).value).toBe("Anybody?");
      expect(root.activeElement).toBe(view.getByLabelText("Your name"));
    });

    test("R20: stores what is typed into that form for the next page, which shows it at once", async () => {
      say("Anybody?", { author: "visitor" });
      about = conversation({ agent: null, waitsUntil: serverNow() - 1 });
      const { view, leave } = await openNextPage();
      await user.click(await view.findByRole("button", { name: en.title.offline }));
      await user.type(await view.findByLabelText("Your name"), "Ana");
      leave();
      const name = openChat().view.getByLabelText("Your name") as HTMLInputElement;
      expect(name.value).toBe("Ana");
    });

    test("has a form, with the focus, once the server says that there is no chat", async () => {
      say("Anybody?", { author: "visitor" });
      const { view, root } = await openNextPage(() => {
        said = [];
        about = null;
      });
      const name = await view.findByLabelText("Your name");
      await waitFor(() => expect(root.activeElement).toBe(name));
    });
  });

  test("the name of a typing agent is shown until their message arrives", async () => {
    const { view } = openChat();
    await view.findByRole("log");
    await waitFor(() => expect(FakeSocket.last).not.toBe(null));
    bring({ kind: "typing", conversation: CONVERSATION, agent: "Ben", on: true });
    view.getByText("Ben is typing …");
    const before = sequence;
    say("Hello");
    bring(since(before));
    expect(view.queryByText("Ben is typing …")).toBe(null);
  });
});
