// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import type { ToAgent } from "../../shared/live.ts";
import {
  changesFrame,
  fakeInbox,
  GRACE,
  INBOX,
  live,
  own,
  press,
  ROSA,
  reply,
  thread,
  type,
} from "./fake-inbox.ts";
import { ADA, contact, message, NOON, summary } from "./fixtures.ts";
import { at, openDashboard, PROPERTY, refuse, server, useDashboard } from "./open-dashboard.tsx";

useDashboard();

describe("the live connection", () => {
  it("shows a new message at once, in the list and in the thread", async () => {
    const { receive } = await live(`${INBOX}/c1`);
    await thread().findByText("Hello");
    receive(
      changesFrame(
        11,
        [summary({ id: "c1", revision: 11, preview: "Still there?", lastMessageAt: NOON + 5 })],
        [["c1", message({ id: "m11", sequence: 11, revision: 11, text: "Still there?" })]],
      ),
    );
    await thread().findByText("Still there?");
    expect(screen.getAllByText("Still there?")).toHaveLength(2);
  });

  it("announces new messages of others to screen readers once, and no earlier ones", async () => {
    const { receive } = await live(`${INBOX}/c1`);
    await thread().findByText("Hello");
    const announced = () =>
      [...document.querySelectorAll("main > [aria-live] p")].map(({ textContent }) => textContent);
    expect(announced()).toEqual([]);
    receive(
      changesFrame(
        11,
        [],
        [["c1", message({ id: "m11", sequence: 11, revision: 11, text: "Still there?" })]],
      ),
    );
    receive(changesFrame(12, [], [["c1", own({ id: "m12", sequence: 12, text: "Yes" })]]));
    receive(changesFrame(13, [], [["c1", own({ id: "m13", sequence: 13, agent: GRACE, text: "So am I" })]]));
    await waitFor(() => expect(announced()).toEqual(["Ada Lovelace: Still there?", "Grace: So am I"]));
  });

  it("requests the missing changes after a gap, and shows none of the later ones before", async () => {
    const { receive, sent } = await live(`${INBOX}/c1`);
    await thread().findByText("Hello");
    receive(
      changesFrame(15, [], [["c1", message({ id: "m15", sequence: 15, revision: 15, text: "too early" })]]),
    );
    expect(sent.filter((frame) => (frame as { kind: string }).kind === "follow")).toEqual([
      { kind: "follow", property: PROPERTY, since: 10 },
      { kind: "follow", property: PROPERTY, since: 10 },
    ]);
    expect(thread().queryByText("too early")).toBeNull();
  });

  it("moves a changed conversation in the list, but never removes the selected one", async () => {
    const { receive } = await live(`${INBOX}/c2`);
    await screen.findByRole("heading", { name: "Hedy", level: 2 }).catch(() => screen.findAllByText("Hedy"));
    const rows = () =>
      within(screen.getByRole("list", { name: "All conversations" }))
        .getAllByRole("link")
        .map(({ textContent }) => textContent?.slice(0, 4));
    await waitFor(() => expect(rows()).toEqual(["Ada ", "Hedy"]));
    const [first, second] = fakeInbox.list;
    if (!first || !second) throw new Error("there are two");
    receive(changesFrame(11, [{ ...first, status: "closed", revision: 11 }]));
    await waitFor(() => expect(rows()).toEqual(["Hedy"]));
    receive(changesFrame(12, [{ ...second, status: "closed", revision: 12 }]));
    await screen.findByRole("button", { name: "Reopen" });
    expect(rows()).toEqual(["Hedy"]);
    expect(location.pathname).toBe(`${INBOX}/c2`);
  });

  it("selects the next conversation after closing one, even if the change arrives before the answer", async () => {
    const { receive } = await live(`${INBOX}/c1`);
    await thread().findByText("Hello");
    const [first] = fakeInbox.list;
    if (!first) throw new Error("there is one");
    server.use(
      http.patch(at("/conversations/:id"), () => {
        receive(changesFrame(11, [{ ...first, status: "closed", revision: 11 }]));
        return HttpResponse.json({ ...first, status: "closed", revision: 11 });
      }),
    );
    press("e");
    await waitFor(() => expect(location.pathname).toBe(`${INBOX}/c2`));
  });

  it("R26: removes an erased person from the screen", async () => {
    const { receive } = await live(`${INBOX}/c1`);
    await thread().findByText("Hello");
    fakeInbox.list = fakeInbox.list.filter(({ id }) => id !== "c1");
    server.use(
      http.get(at("/contacts/:id"), () => refuse("not_found")),
      http.get(at("/conversations/:id"), () => refuse("not_found")),
    );
    receive({ kind: "person", property: PROPERTY, person: ADA.id });
    await screen.findByText("Not found.");
    await waitFor(() => expect(screen.queryByRole("list", { name: /^Messages/ })).toBeNull());
    await waitFor(() => expect(screen.queryByText("Ada Lovelace")).toBeNull());
  });

  it("shows who is typing: the visitor, or a colleague", async () => {
    const { receive, sent } = await live(`${INBOX}/c1`);
    await thread().findByText("Hello");
    const typing = (agent: typeof GRACE | null, on: boolean): ToAgent => ({
      kind: "typing",
      property: PROPERTY,
      conversation: "c1",
      agent,
      on,
    });
    receive(typing(GRACE, true));
    expect(screen.getByText(/is writing a reply/).textContent).toBe("Grace is writing a reply");
    receive(typing(null, true));
    expect(screen.getAllByText(/is writing$/).length).toBeGreaterThan(0);
    receive(typing(GRACE, false));
    expect(screen.queryByText(/is writing a reply/)).toBeNull();
    type(await reply(), "I wr");
    expect(sent.at(-1)).toEqual({
      kind: "typing",
      property: PROPERTY,
      conversation: "c1",
      on: true,
      note: false,
    });
    type(await reply(), "");
    expect(sent.at(-1)).toMatchObject({ on: false });
  });

  it("shows the events of a conversation with the comment of a rating", async () => {
    fakeInbox.details = {
      messages: [
        own({ id: "e1", sequence: 1, kind: "event", event: { kind: "taken" }, text: "", agent: GRACE }),
        own({
          id: "e2",
          sequence: 2,
          kind: "event",
          event: { kind: "assigned", to: ROSA },
          text: "",
          agent: GRACE,
        }),
        message({
          id: "e3",
          sequence: 3,
          kind: "event",
          event: { kind: "rated", rating: "bad" },
          text: "Too slow",
        }),
        own({ id: "e4", sequence: 4, kind: "event", event: { kind: "closed" }, text: "" }),
        message({
          id: "e5",
          sequence: 5,
          kind: "event",
          author: "system",
          event: { kind: "ticket", number: 7 },
          text: "",
        }),
      ],
    };
    openDashboard(`${INBOX}/c1`);
    await screen.findByText("Grace took this conversation");
    expect(screen.getByText("Grace assigned this conversation to you")).toBeTruthy();
    expect(screen.getByText("Too slow")).toBeTruthy();
    expect(screen.getByText("You closed this conversation")).toBeTruthy();
    expect(screen.getByText("Not answered in time: this became ticket #7")).toBeTruthy();
  });
});

describe("the assignee", () => {
  it("t takes the conversation; if a colleague has taken it first, an error is shown", async () => {
    server.use(http.post(at("/conversations/:id/take"), () => refuse("conversation_taken"), { once: true }));
    openDashboard(`${INBOX}/c1`);
    await reply();
    press("t");
    await screen.findByText("Another agent has taken this conversation.");
    server.use(
      http.post(at("/conversations/:id/take"), () =>
        HttpResponse.json(summary({ id: "c1", assignee: ROSA, revision: 11 })),
      ),
    );
    press("t");
    await screen.findByRole("button", { name: /Assigned to You/ });
  });

  it("a assigns the conversation to a colleague, and unassigns it", async () => {
    fakeInbox.list = [summary({ id: "c1", assignee: ROSA })];
    const member = (id: string, name: string) => ({
      id,
      name,
      email: "x@example.com",
      picture: null,
      role: "agent",
      presence: "away",
      isDisabled: false,
      since: 0,
    });
    server.use(
      http.get(at("/team"), () =>
        HttpResponse.json({ agents: [member("a2", "Grace"), member("a1", "Rosa")], invitations: [] }),
      ),
    );
    openDashboard(`${INBOX}/c1`);
    await reply();
    press("a");
    fireEvent.click(await screen.findByRole("button", { name: /Grace/ }));
    await screen.findByRole("button", { name: /Assigned to Grace/ });
    press("a");
    fireEvent.click(await screen.findByRole("button", { name: /Unassign/ }));
    await screen.findByRole("button", { name: "Take" });
    expect(fakeInbox.changes).toEqual([{ assignee: "a2" }, { assignee: null }]);
  });
});

describe("the person's panel", () => {
  it("R5: saves the first e-mail, and the visitor becomes a contact with the same ID", async () => {
    server.use(
      http.get(at("/contacts/:id"), () => HttpResponse.json(contact({ contactSince: null, name: null }))),
      http.patch(at("/contacts/:id"), async ({ request, params }) => {
        fakeInbox.changes.push([params.id, await request.json()]);
        return HttpResponse.json(contact({ contactSince: NOON }));
      }),
    );
    openDashboard(`${INBOX}/c1`);
    fireEvent.click(await screen.findByRole("button", { name: "Add e-mail" }));
    const field = await screen.findByRole("textbox", { name: "E-mail" });
    type(field, "ada@");
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText(/is not an e-mail address/);
    type(field, "ada@example.com");
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText(/Contact since/);
    expect(fakeInbox.changes).toEqual([[ADA.id, { email: "ada@example.com" }]]);
  });

  it("R7: shows the faults of the browser and of the server at the field", async () => {
    server.use(http.patch(at("/contacts/:id"), () => refuse("invalid_request")));
    openDashboard(`${INBOX}/c1`);
    fireEvent.click(await screen.findByRole("button", { name: "Add phone" }));
    const field = await screen.findByRole("textbox", { name: "Phone" });
    type(field, "+49 30 x");
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText(/"x" is neither/);
    type(field, "+49 30 1234");
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText("Some values are not valid.");
  });
});

describe("a long conversation", () => {
  it("opens with its last entries, and loads the earlier ones", async () => {
    fakeInbox.details = { messages: [message({ id: "m60", sequence: 60, text: "the last" })], earlier: true };
    let asked = "";
    server.use(
      http.get(at("/conversations/:id/messages"), ({ request }) => {
        asked = new URL(request.url).search;
        return HttpResponse.json({
          messages: [message({ id: "m9", sequence: 9, text: "the first column" })],
          earlier: false,
        });
      }),
    );
    openDashboard(`${INBOX}/c1`);
    await screen.findByText("the first column");
    expect(asked).toBe("?before=60");
    expect(screen.queryByRole("button", { name: "Show earlier messages" })).toBeNull();
  });
});
