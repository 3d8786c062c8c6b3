// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import type { Conversation, ConversationSummary, Message } from "../../shared/conversation.ts";
import type { ToAgent } from "../../shared/live.ts";
import { at, open, PROPERTY, refuse, server, useHouse } from "./house.tsx";
import { ADA, contact, conversation, message, NOON, summary } from "./people.ts";

useHouse();

const INBOX = `/dashboard/${PROPERTY}/inbox/open`;
const ROSA = { id: "a1", name: "Rosa" };
const GRACE = { id: "a2", name: "Grace" };
let list: ConversationSummary[] = [];
let whole: Partial<Conversation> = {};
let posted: { id: string; text: string; kind: string; files: string[] }[] = [];
let changes: unknown[] = [];

beforeEach(() => {
  posted = [];
  changes = [];
  whole = {};
  list = [
    summary({ id: "c1" }),
    summary({ id: "c2", person: { ...ADA, name: "Hedy" }, lastMessageAt: NOON - 1 }),
  ];
  const find = (id: unknown) => list.find((one) => one.id === id) ?? summary({ id: String(id) });
  server.use(
    http.get(at("/conversations"), ({ request }) => {
      if (new URL(request.url).searchParams.has("contact"))
        return HttpResponse.json({ ...page(), items: [] });
      return HttpResponse.json(page());
    }),
    http.get(at("/conversations/:id"), ({ params }) =>
      HttpResponse.json(conversation({ ...find(params.id), ...whole })),
    ),
    http.patch(at("/conversations/:id"), async ({ params, request }) => {
      const change = (await request.json()) as Record<string, unknown>;
      changes.push(change);
      const { assignee, ...plain } = change;
      return HttpResponse.json({
        ...find(params.id),
        ...plain,
        ...(assignee !== undefined && { assignee: [ROSA, GRACE].find(({ id }) => id === assignee) ?? null }),
        revision: 9,
      });
    }),
    http.post(at("/conversations/:id/messages"), async ({ request }) => {
      const body = (await request.json()) as (typeof posted)[number];
      posted.push(body);
      return HttpResponse.json(
        own({ id: body.id, text: body.text, kind: body.kind as "message", place: 50 }),
      );
    }),
    http.get(at("/contacts/:id"), () => HttpResponse.json(contact({}))),
  );
});

const page = () => ({
  items: list,
  next: null,
  counts: { waiting: 0, mine: 0, open: list.length, unread: 0, suspicious: 0 },
  place: 10,
});
const own = (more: Partial<Message>): Message =>
  message({ author: "agent", agent: ROSA, revision: more.place ?? 1, ...more });

const thread = () => within(screen.getByRole("list", { name: "Messages of this conversation" }));
const reply = () => screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Reply" });
const type = (field: HTMLElement, text: string) => {
  field.focus();
  fireEvent.input(field, { target: { value: text } });
};
const press = (key: string, more = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more });

/** The dashboard with its live connection, as the server that the test plays sees it. */
async function live(path: string) {
  const sent: unknown[] = [];
  const house = open(path, { live: { send: (text) => void sent.push(JSON.parse(text)) } });
  await waitFor(() => expect(house.lines).toHaveLength(1));
  const line = house.lines[0];
  if (!line) throw new Error("there is a line");
  const hear = (frame: ToAgent) => act(() => line.onText(JSON.stringify(frame)));
  act(() => line.onOpen());
  hear({ is: "welcome" });
  await waitFor(() => expect(sent).toContainEqual({ is: "follow", property: PROPERTY, since: 10 }));
  return { ...house, sent, hear };
}
const news = (
  place: number,
  conversations: ConversationSummary[],
  messages: [string, Message][] = [],
): ToAgent => ({
  is: "changes",
  property: PROPERTY,
  from: place - 1,
  place,
  reset: false,
  conversations,
  messages: messages.map(([id, one]) => ({ conversation: id, message: one })),
});

describe("a reply", () => {
  it("R21: is shown as sending at once, and as sent when the server has it", async () => {
    open(`${INBOX}/c1`);
    type(await reply(), "It is free.");
    press("Enter");
    expect(thread().getByText("Sending…")).toBeTruthy();
    expect((await reply()).value).toBe("");
    await waitFor(() => expect(thread().queryByText("Sending…")).toBeNull());
    expect(thread().getAllByText("It is free.")).toHaveLength(1);
    expect(thread().getByText("Sent")).toBeTruthy();
    expect(posted).toMatchObject([{ text: "It is free.", kind: "message", files: [] }]);
  });

  it("R22: that was refused says why where it stands, and can be tried again", async () => {
    server.use(
      http.post(at("/conversations/:id/messages"), () => refuse("message_too_long"), { once: true }),
    );
    open(`${INBOX}/c1`);
    type(await reply(), "Too much");
    press("Enter");
    const alert = await screen.findByText("Not sent. This message is too long.");
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(posted).toHaveLength(1));
    await waitFor(() => expect(alert.isConnected).toBe(false));
  });

  it("breaks the line with Shift, and sends nothing that is empty or too long", async () => {
    open(`${INBOX}/c1`);
    const field = await reply();
    fireEvent.keyDown(field, { key: "Enter", shiftKey: true });
    type(field, "   ");
    press("Enter");
    type(field, "x".repeat(5_001));
    press("Enter");
    await screen.findByText(/at most 5,000 fit one message/);
    expect(posted).toEqual([]);
  });

  it("becomes a note with Alt and N, which says that only the team sees it", async () => {
    open(`${INBOX}/c1`);
    const field = await reply();
    field.focus();
    press("n", { altKey: true, code: "KeyN" });
    await screen.findByText("Only your team sees this.");
    type(screen.getByRole("textbox", { name: "Note for your team" }), "She was here before");
    press("Enter");
    await waitFor(() => expect(posted).toMatchObject([{ kind: "note" }]));
    await screen.findByText("Note by you");
  });

  it("R23: is kept half-written, for each conversation, across a reload", async () => {
    const kept = new Map<string, string>();
    open(`${INBOX}/c1`, { kept });
    type(await reply(), "half a thou");
    expect([...kept.values()].join()).toContain("half a thou");
    open(`${INBOX}/c1`, { kept });
    await waitFor(() =>
      expect(
        screen.getAllByRole<HTMLTextAreaElement>("textbox", { name: "Reply" }).map(({ value }) => value),
      ).toEqual(["half a thou", "half a thou"]),
    );
  });
});

describe("saved answers", () => {
  beforeEach(() => {
    const items = [
      { id: "1", shortcut: "bye", text: "Bye {name}" },
      { id: "2", shortcut: "hello", text: "Hello {name}, I am {agent}." },
    ].map((one) => ({ ...one, id: `01890000-0000-7000-8000-00000000000${one.id}` }));
    server.use(http.get(at("/saved-answers"), () => HttpResponse.json({ items })));
  });

  it("open with / at the start, and go in with the arrow keys and Enter", async () => {
    open(`${INBOX}/c1`);
    const field = await reply();
    field.focus();
    type(field, "/");
    expect(await screen.findAllByRole("option")).toHaveLength(2);
    press("ArrowDown");
    expect(screen.getByRole("option", { selected: true }).textContent).toContain("/hello");
    press("Enter");
    expect(field.value).toBe("Hello Ada Lovelace, I am Rosa.");
    expect(screen.queryByRole("listbox")).toBeNull();
    expect(posted).toEqual([]);
  });

  it("are filtered by what is typed, and Escape leaves the text as it is", async () => {
    open(`${INBOX}/c1`);
    const field = await reply();
    field.focus();
    type(field, "/");
    expect(await screen.findAllByRole("option")).toHaveLength(2);
    type(field, "/by");
    expect(screen.getAllByRole("option")).toHaveLength(1);
    press("Escape");
    expect(screen.queryByRole("listbox")).toBeNull();
    expect(field.value).toBe("/by");
  });
});

describe("a message of one's own", () => {
  beforeEach(() => {
    whole = { messages: [message({}), own({ id: "m2", place: 2, text: "Fre in May" })] };
  });

  it("is corrected where it stands, with the arrow up in the empty composer", async () => {
    server.use(
      http.patch(at("/conversations/:id/messages/:message"), async ({ request }) => {
        const { text } = (await request.json()) as { text: string };
        return HttpResponse.json(own({ id: "m2", place: 2, revision: 20, text, editedAt: NOON }));
      }),
    );
    open(`${INBOX}/c1`);
    (await reply()).focus();
    press("ArrowUp");
    const field = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Correct this message" });
    expect(field.value).toBe("Fre in May");
    type(field, "Free in May");
    fireEvent.keyDown(field, { key: "Enter" });
    await thread().findByText("Free in May");
    expect(thread().getByText("corrected")).toBeTruthy();
  });

  it("can be taken back, and what the server refuses is said", async () => {
    server.use(
      http.delete(at("/conversations/:id/messages/:message"), () => refuse("message_too_old"), {
        once: true,
      }),
      http.delete(at("/conversations/:id/messages/:message"), () =>
        HttpResponse.json(own({ id: "m2", place: 2, revision: 20, text: "", retracted: true })),
      ),
    );
    open(`${INBOX}/c1`);
    fireEvent.click(await screen.findByRole("button", { name: "Take this message back" }));
    await screen.findByText("This message has stood too long to be changed.");
    fireEvent.click(screen.getByRole("button", { name: "Take this message back" }));
    await thread().findByText("Taken back");
    expect(screen.queryByRole("button", { name: "Take this message back" })).toBeNull();
  });

  it("can be neither after a quarter of an hour, nor can a colleague's", async () => {
    const old = own({ id: "m3", place: 3, text: "old", receivedAt: NOON - 16 * 60_000 });
    const theirs = own({ id: "m4", place: 4, text: "hers", agent: GRACE });
    whole = { messages: [old, theirs] };
    open(`${INBOX}/c1`);
    await screen.findByText("hers");
    expect(screen.queryByRole("button", { name: "Correct this message" })).toBeNull();
  });
});

describe("what happens elsewhere", () => {
  it("comes by itself: a message, in the list and in the thread, at once", async () => {
    const { hear } = await live(`${INBOX}/c1`);
    await thread().findByText("Hello");
    hear(
      news(
        11,
        [summary({ id: "c1", revision: 11, preview: "Still there?", lastMessageAt: NOON + 5 })],
        [["c1", message({ id: "m11", place: 11, revision: 11, text: "Still there?" })]],
      ),
    );
    await thread().findByText("Still there?");
    expect(screen.getAllByText("Still there?")).toHaveLength(2);
  });

  it("that leaves a gap is asked for again, and nothing of it is shown before", async () => {
    const { hear, sent } = await live(`${INBOX}/c1`);
    await thread().findByText("Hello");
    hear(news(15, [], [["c1", message({ id: "m15", place: 15, revision: 15, text: "too early" })]]));
    expect(sent.filter((frame) => (frame as { is: string }).is === "follow")).toEqual([
      { is: "follow", property: PROPERTY, since: 10 },
      { is: "follow", property: PROPERTY, since: 10 },
    ]);
    expect(thread().queryByText("too early")).toBeNull();
  });

  it("moves a conversation to where it belongs, but never what is open in the middle", async () => {
    const { hear } = await live(`${INBOX}/c2`);
    await screen.findByRole("heading", { name: "Hedy", level: 2 }).catch(() => screen.findAllByText("Hedy"));
    const rows = () =>
      within(screen.getByRole("list", { name: "All conversations" }))
        .getAllByRole("link")
        .map(({ textContent }) => textContent?.slice(0, 4));
    await waitFor(() => expect(rows()).toEqual(["Ada ", "Hedy"]));
    const [first, second] = list;
    if (!first || !second) throw new Error("there are two");
    hear(news(11, [{ ...first, status: "closed", revision: 11 }]));
    await waitFor(() => expect(rows()).toEqual(["Hedy"]));
    hear(news(12, [{ ...second, status: "closed", revision: 12 }]));
    await screen.findByRole("button", { name: "Reopen" });
    expect(rows()).toEqual(["Hedy"]);
    expect(location.pathname).toBe(`${INBOX}/c2`);
  });

  it("shows who is writing: the visitor, and a colleague who would answer over this one", async () => {
    const { hear, sent } = await live(`${INBOX}/c1`);
    await thread().findByText("Hello");
    const typing = (agent: typeof GRACE | null, on: boolean): ToAgent => ({
      is: "typing",
      property: PROPERTY,
      conversation: "c1",
      agent,
      on,
    });
    hear(typing(GRACE, true));
    expect(screen.getByText(/is writing a reply/).textContent).toBe("Grace is writing a reply");
    hear(typing(null, true));
    expect(screen.getAllByText(/is writing$/).length).toBeGreaterThan(0);
    hear(typing(GRACE, false));
    expect(screen.queryByText(/is writing a reply/)).toBeNull();
    type(await reply(), "I wr");
    expect(sent.at(-1)).toEqual({
      is: "typing",
      property: PROPERTY,
      conversation: "c1",
      on: true,
      note: false,
    });
    type(await reply(), "");
    expect(sent.at(-1)).toMatchObject({ on: false });
  });

  it("says what was done, as quiet lines with the visitor's words", async () => {
    whole = {
      messages: [
        own({ id: "e1", place: 1, kind: "event", event: { is: "taken" }, text: "", agent: GRACE }),
        own({
          id: "e2",
          place: 2,
          kind: "event",
          event: { is: "assigned", to: ROSA },
          text: "",
          agent: GRACE,
        }),
        message({
          id: "e3",
          place: 3,
          kind: "event",
          event: { is: "rated", rating: "bad" },
          text: "Too slow",
        }),
        own({ id: "e4", place: 4, kind: "event", event: { is: "closed" }, text: "" }),
        message({
          id: "e5",
          place: 5,
          kind: "event",
          author: "system",
          event: { is: "ticket", number: 7 },
          text: "",
        }),
      ],
    };
    open(`${INBOX}/c1`);
    await screen.findByText("Grace took this conversation");
    expect(screen.getByText("Grace assigned this to you")).toBeTruthy();
    expect(screen.getByText("Too slow")).toBeTruthy();
    expect(screen.getByText("You closed this conversation")).toBeTruthy();
    expect(screen.getByText("Nobody had answered: this became ticket #7")).toBeTruthy();
  });
});

describe("who answers", () => {
  it("t takes it; if a colleague was faster, that is said in the server's words", async () => {
    server.use(http.post(at("/conversations/:id/take"), () => refuse("conversation_taken"), { once: true }));
    open(`${INBOX}/c1`);
    await reply();
    press("t");
    await screen.findByText("Somebody else has taken this conversation.");
    server.use(
      http.post(at("/conversations/:id/take"), () =>
        HttpResponse.json(summary({ id: "c1", assignee: ROSA, revision: 11 })),
      ),
    );
    press("t");
    await screen.findByRole("button", { name: /Assigned to You/ });
  });

  it("a asks who else should, and gives it back", async () => {
    list = [summary({ id: "c1", assignee: ROSA })];
    const member = (id: string, name: string) => ({
      id,
      name,
      email: "x@example.com",
      picture: null,
      role: "agent",
      presence: "away",
      since: 0,
    });
    server.use(
      http.get(at("/team"), () =>
        HttpResponse.json({ agents: [member("a2", "Grace"), member("a1", "Rosa")], invitations: [] }),
      ),
    );
    open(`${INBOX}/c1`);
    await reply();
    press("a");
    fireEvent.click(await screen.findByRole("button", { name: /Grace/ }));
    await screen.findByRole("button", { name: /Assigned to Grace/ });
    press("a");
    fireEvent.click(await screen.findByRole("button", { name: /Nobody/ }));
    await screen.findByRole("button", { name: "Take" });
    expect(changes).toEqual([{ assignee: "a2" }, { assignee: null }]);
  });
});

describe("the person", () => {
  it("R5: is written down where it stands, and becomes a contact with the same ID", async () => {
    server.use(
      http.get(at("/contacts/:id"), () => HttpResponse.json(contact({ contactSince: null, name: null }))),
      http.patch(at("/contacts/:id"), async ({ request, params }) => {
        changes.push([params.id, await request.json()]);
        return HttpResponse.json(contact({ contactSince: NOON }));
      }),
    );
    open(`${INBOX}/c1`);
    fireEvent.click(await screen.findByRole("button", { name: "Add an e-mail" }));
    const field = await screen.findByRole("textbox", { name: "E-mail" });
    type(field, "ada@");
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText(/is not an e-mail address/);
    type(field, "ada@example.com");
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText(/Contact since/);
    expect(changes).toEqual([[ADA.id, { email: "ada@example.com" }]]);
  });

  it("R7: what the server will not have stands next to the field", async () => {
    server.use(http.patch(at("/contacts/:id"), () => refuse("invalid_request")));
    open(`${INBOX}/c1`);
    fireEvent.click(await screen.findByRole("button", { name: "Add a phone" }));
    const field = await screen.findByRole("textbox", { name: "Phone" });
    type(field, "+49 30 x");
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText(/"x" is neither/);
    type(field, "+49 30 1234");
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText("Some of what was sent is not as it must be.");
  });
});

describe("a long conversation", () => {
  it("opens with its last entries, and brings the earlier ones when they are asked for", async () => {
    whole = { messages: [message({ id: "m60", place: 60, text: "the last" })], earlier: true };
    let asked = "";
    server.use(
      http.get(at("/conversations/:id/messages"), ({ request }) => {
        asked = new URL(request.url).search;
        return HttpResponse.json({
          messages: [message({ id: "m9", place: 9, text: "the first" })],
          earlier: false,
        });
      }),
    );
    open(`${INBOX}/c1`);
    await screen.findByText("the first");
    expect(asked).toBe("?before=60");
    expect(screen.queryByRole("button", { name: "Show earlier" })).toBeNull();
  });
});
