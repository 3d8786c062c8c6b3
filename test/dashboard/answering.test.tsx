// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { fakeInbox, GRACE, INBOX, own, press, reply, thread, type } from "./fake-inbox.ts";
import { message, NOON } from "./fixtures.ts";
import { at, openDashboard, refuse, server, useDashboard } from "./open-dashboard.tsx";

useDashboard();

describe("a reply", () => {
  it("R21: is shown as sending at once, and as sent after the server has stored it", async () => {
    openDashboard(`${INBOX}/c1`);
    type(await reply(), "It is free.");
    press("Enter");
    expect(thread().getByText("Sending…")).toBeTruthy();
    expect((await reply()).value).toBe("");
    await waitFor(() => expect(thread().queryByText("Sending…")).toBeNull());
    expect(thread().getAllByText("It is free.")).toHaveLength(1);
    expect(thread().getByText("Sent")).toBeTruthy();
    expect(fakeInbox.posted).toMatchObject([{ text: "It is free.", kind: "message", files: [] }]);
  });

  it("R22: that the server refuses shows the reason in its place, and can be sent again", async () => {
    server.use(
      http.post(at("/conversations/:id/messages"), () => refuse("message_too_long"), { once: true }),
    );
    openDashboard(`${INBOX}/c1`);
    type(await reply(), "Too much");
    press("Enter");
    const alert = await screen.findByText("Not sent. This message is too long.");
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(fakeInbox.posted).toHaveLength(1));
    await waitFor(() => expect(alert.isConnected).toBe(false));
  });

  it("is not sent by Shift + Enter, nor while it is empty or too long", async () => {
    openDashboard(`${INBOX}/c1`);
    const field = await reply();
    fireEvent.keyDown(field, { key: "Enter", shiftKey: true });
    type(field, "   ");
    press("Enter");
    type(field, "x".repeat(5_001));
    press("Enter");
    await screen.findByText(/A message has at most 5,000/);
    expect(fakeInbox.posted).toEqual([]);
  });

  it("is not sent by the Enter key that ends an input method's composition, whichever way the browser reports it", async () => {
    openDashboard(`${INBOX}/c1`);
    const field = await reply();
    type(field, "日本");
    press("Enter", { isComposing: true });
    press("Enter", { keyCode: 229 });
    expect(field.value).toBe("日本");
    expect(fakeInbox.posted).toEqual([]);
  });

  it("becomes a note with Alt + N, and the composer says that only the team sees it", async () => {
    openDashboard(`${INBOX}/c1`);
    const field = await reply();
    field.focus();
    press("n", { altKey: true, code: "KeyN" });
    await screen.findByText("Only your team sees this.");
    type(screen.getByRole("textbox", { name: "Note for your team" }), "She was here before");
    press("Enter");
    await waitFor(() => expect(fakeInbox.posted).toMatchObject([{ kind: "note" }]));
    await screen.findByText("Note by you");
  });

  it("a note suggests the colleague whose name is typed after @, and Enter takes the suggestion before it sends", async () => {
    const agents = ["Rosa", "Bo Lindqvist"].map((name, at) => ({
      ...{ id: `a${at}`, name, email: `a${at}@example.com`, picture: null },
      ...{ role: "agent", presence: "away", isDisabled: false, since: NOON },
    }));
    server.use(http.get(at("/team"), () => HttpResponse.json({ agents, invitations: [] })));
    openDashboard(`${INBOX}/c1`);
    (await reply()).focus();
    press("n", { altKey: true, code: "KeyN" });
    const field = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Note for your team" });
    await waitFor(() => {
      type(field, "Ask @lind");
      expect(screen.getByRole("option", { name: "Bo Lindqvist" })).toBeTruthy();
    });
    press("Enter");
    await waitFor(() => expect(field.value).toBe("Ask @Bo Lindqvist "));
    expect(fakeInbox.posted).toEqual([]);
    press("Enter");
    await waitFor(() =>
      expect(fakeInbox.posted).toMatchObject([{ kind: "note", text: "Ask @Bo Lindqvist" }]),
    );
  });

  it("R23: is stored as a draft for each conversation, and restored after a reload", async () => {
    const disk = new Map<string, string>();
    openDashboard(`${INBOX}/c1`, { disk });
    type(await reply(), "half a thou");
    expect([...disk.values()].join()).toContain("half a thou");
    openDashboard(`${INBOX}/c1`, { disk });
    await waitFor(() =>
      expect(
        screen.getAllByRole<HTMLTextAreaElement>("textbox", { name: "Reply" }).map(({ value }) => value),
      ).toEqual(["half a thou", "half a thou"]),
    );
  });
});

describe("saved answers", () => {
  const ANSWER = { name: /^\// };
  beforeEach(() => {
    const items = [
      { id: "1", shortcut: "bye", text: "Bye {name}" },
      { id: "2", shortcut: "hello", text: "Hello {name}, I am {agent}." },
    ].map((one) => ({ ...one, id: `01890000-0000-7000-8000-00000000000${one.id}` }));
    server.use(http.get(at("/saved-answers"), () => HttpResponse.json({ items })));
  });

  it("open with / at the start of the text, and are inserted with the arrow keys and Enter", async () => {
    openDashboard(`${INBOX}/c1`);
    const field = await reply();
    field.focus();
    type(field, "/");
    expect(await screen.findAllByRole("option", ANSWER)).toHaveLength(2);
    press("ArrowDown");
    expect(screen.getByRole("option", { ...ANSWER, selected: true }).textContent).toContain("/hello");
    press("Enter");
    expect(field.value).toBe("Hello Ada Lovelace, I am Rosa.");
    expect(screen.queryByRole("listbox")).toBeNull();
    expect(fakeInbox.posted).toEqual([]);
  });

  it("are filtered by the typed text; Escape closes the list and leaves the text", async () => {
    openDashboard(`${INBOX}/c1`);
    const field = await reply();
    field.focus();
    type(field, "/");
    expect(await screen.findAllByRole("option", ANSWER)).toHaveLength(2);
    type(field, "/by");
    expect(screen.getAllByRole("option", ANSWER)).toHaveLength(1);
    press("Escape");
    expect(screen.queryByRole("listbox")).toBeNull();
    expect(field.value).toBe("/by");
  });
});

describe("a message of the agent's own", () => {
  beforeEach(() => {
    fakeInbox.details = { messages: [message({}), own({ id: "m2", sequence: 2, text: "Fre in May" })] };
  });

  it("is edited in place with the up arrow in the empty composer", async () => {
    server.use(
      http.patch(at("/conversations/:id/messages/:message"), async ({ request }) => {
        const { text } = (await request.json()) as { text: string };
        return HttpResponse.json(own({ id: "m2", sequence: 2, revision: 20, text, editedAt: NOON }));
      }),
    );
    openDashboard(`${INBOX}/c1`);
    (await reply()).focus();
    press("ArrowUp");
    const field = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Edit message" });
    expect(field.value).toBe("Fre in May");
    type(field, "Free in May");
    fireEvent.keyDown(field, { key: "Enter" });
    await thread().findByText("Free in May");
    expect(thread().getByText("edited")).toBeTruthy();
  });

  it("can be deleted, and a refusal of the server is shown", async () => {
    server.use(
      http.delete(at("/conversations/:id/messages/:message"), () => refuse("message_too_old"), {
        once: true,
      }),
      http.delete(at("/conversations/:id/messages/:message"), () =>
        HttpResponse.json(own({ id: "m2", sequence: 2, revision: 20, text: "", retracted: true })),
      ),
    );
    openDashboard(`${INBOX}/c1`);
    fireEvent.click(await screen.findByRole("button", { name: "Delete message" }));
    await screen.findByText("This message is too old to be changed.");
    fireEvent.click(screen.getByRole("button", { name: "Delete message" }));
    await thread().findByText("Message deleted");
    expect(screen.queryByRole("button", { name: "Delete message" })).toBeNull();
  });

  it("can be neither edited nor deleted after 15 minutes, and a colleague's message never", async () => {
    const old = own({ id: "m3", sequence: 3, text: "old", receivedAt: NOON - 16 * 60_000 });
    const theirs = own({ id: "m4", sequence: 4, text: "hers", agent: GRACE });
    fakeInbox.details = { messages: [old, theirs] };
    openDashboard(`${INBOX}/c1`);
    await screen.findByText("hers");
    expect(screen.queryByRole("button", { name: "Edit message" })).toBeNull();
  });
});
