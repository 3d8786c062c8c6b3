// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { resultText } from "../../server/dashboard/inbox/list/use-bulk-update.ts";
import type { ConversationBulkUpdate } from "../../shared/conversation-bulk.ts";
import { fakeInbox, GRACE, INBOX, press, ROSA, reply, type } from "./fake-inbox.ts";
import { ADA, contact, contactSummary, summary, TICKET } from "./fixtures.ts";
import { at, openDashboard, PROPERTY, server, useDashboard } from "./open-dashboard.tsx";

useDashboard();

const tickets = ["c1", "c2", "c3"].map((id, index) =>
  summary({ id, ticket: { ...TICKET, number: index + 1 }, revision: 4 + index }),
);
let sent: ConversationBulkUpdate[] = [];

beforeEach(() => {
  sent = [];
  fakeInbox.list = tickets;
  server.use(
    http.post(at("/conversations/bulk"), async ({ request }) => {
      const update = (await request.json()) as ConversationBulkUpdate;
      sent.push(update);
      const [first, ...others] = update.conversations.map(({ id }) => tickets.find((one) => one.id === id));
      return HttpResponse.json({
        changed: others.map((one) => ({ ...one, status: update.status ?? "open", revision: 20 })),
        skipped: first ? [{ id: first.id, code: "conversation_changed" }] : [],
      });
    }),
    http.get(at("/tags"), () => HttpResponse.json({ items: [{ id: "t1", name: "Refund", contacts: 0 }] })),
    http.get(at("/team"), () =>
      HttpResponse.json({
        agents: [ROSA, GRACE].map((one) => ({
          ...one,
          email: `${one.id}@example.com`,
          role: "agent",
          picture: null,
          presence: "available",
          isDisabled: false,
          since: 0,
        })),
        invitations: [],
      }),
    ),
  );
});

const rows = () => screen.getAllByRole("link").filter((link) => link.matches(".row"));
const bar = async () => within(await screen.findByRole("region", { name: "Selected conversations" }));

describe("several conversations", () => {
  it("are selected with x or their checkboxes, and solved together; what the customer has written in stays", async () => {
    openDashboard(INBOX);
    await screen.findByText("#1");
    press("j");
    press("x");
    press("j");
    press("x");
    await waitFor(async () => (await bar()).getByText("2 selected"));
    fireEvent.click(screen.getAllByRole("checkbox")[2] as HTMLElement);
    (await bar()).getByText("3 selected");
    press("x");
    (await bar()).getByText("2 selected");
    press("x");
    fireEvent.click((await bar()).getByRole("button", { name: "Solve" }));
    await screen.findByText(/2 conversations changed\. 1 left unchanged: written in by the customer/);
    expect(sent).toEqual([
      {
        status: "solved",
        conversations: [
          { id: "c1", seen: 4 },
          { id: "c2", seen: 5 },
          { id: "c3", seen: 6 },
        ],
      },
    ]);
    expect(rows()).toHaveLength(1);
    expect(screen.queryByRole("region", { name: "Selected conversations" })).toBeNull();
  });

  it("are given a status, an assignee and a tag in the dialog that b opens; Escape clears the selection", async () => {
    openDashboard(INBOX);
    await screen.findByText("#1");
    press("j");
    press("x");
    await bar();
    const dialog = within(
      await waitFor(() => {
        press("b");
        return screen.getByRole("dialog");
      }),
    );
    const change = dialog.getByRole<HTMLButtonElement>("button", { name: "Change" });
    expect(change.disabled).toBe(true);
    fireEvent.change(dialog.getByRole("combobox", { name: "Status" }), { target: { value: "waiting" } });
    await dialog.findByRole("option", { name: "Grace" });
    fireEvent.change(dialog.getByRole("combobox", { name: "Assignee" }), { target: { value: GRACE.id } });
    type(dialog.getByRole("combobox", { name: "Add a tag" }), "refund");
    fireEvent.click(change);
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toEqual({
      conversations: [{ id: "c1", seen: 4 }],
      status: "waiting",
      assignee: GRACE.id,
      addTags: ["t1"],
    });
    await waitFor(() => expect(screen.queryByRole("region", { name: "Selected conversations" })).toBeNull());
    press("x");
    await bar();
    await waitFor(() => {
      press("Escape");
      expect(screen.queryByRole("region", { name: "Selected conversations" })).toBeNull();
    });
  });

  it("are described by what became of them", () => {
    const changed = tickets.slice(0, 1);
    expect(resultText({ changed, skipped: [] })).toBe("1 conversation changed.");
    const skipped = [
      { id: "a", code: "not_a_ticket" },
      { id: "b", code: "not_a_ticket" },
      { id: "c", code: "ticket_joined" },
    ] as const;
    expect(resultText({ changed, skipped: [...skipped] })).toBe(
      "1 conversation changed. 3 left unchanged: chats, which cannot wait or be solved; joined into other tickets.",
    );
  });
});

describe("a ticket that an agent opens", () => {
  const opened: unknown[] = [];
  beforeEach(() => {
    opened.length = 0;
    server.use(
      http.get(at("/contacts"), () =>
        HttpResponse.json({ items: [contactSummary(1)], next: null, total: 1 }),
      ),
      http.get(at("/contacts/:id"), () => HttpResponse.json(contact({}))),
      http.post(at("/contacts/:id/tickets"), async ({ request, params }) => {
        opened.push([params.id, await request.json()]);
        return HttpResponse.json(summary({ id: "c9" }));
      }),
    );
  });

  it("is for a contact that is searched for, with a message or a note, from the inbox by the key c", async () => {
    openDashboard(INBOX);
    await screen.findByText("#1");
    press("c");
    const dialog = within(await screen.findByRole("dialog"));
    type(dialog.getByRole("combobox", { name: "For which contact?" }), "ada");
    fireEvent.click(await dialog.findByRole("option", { name: /Person 1/ }));
    type(await dialog.findByRole("textbox", { name: "Subject" }), "Call back");
    const open = dialog.getByRole<HTMLButtonElement>("button", { name: "Open the ticket" });
    expect(open.disabled).toBe(true);
    fireEvent.click(dialog.getByRole("radio", { name: /^Message/ }));
    type(dialog.getByRole("textbox", { name: "Text" }), "We call you today");
    fireEvent.click(open);
    await reply();
    expect(opened).toEqual([
      [ADA.id, { id: expect.any(String), kind: "message", subject: "Call back", text: "We call you today" }],
    ]);
    expect(location.pathname).toBe(`${INBOX}/c9`);
  });

  it("is for the contact whose page is open", async () => {
    openDashboard(`/dashboard/${PROPERTY}/contacts/${ADA.id}`);
    fireEvent.click(await screen.findByRole("button", { name: "Open a ticket" }));
    const dialog = within(await screen.findByRole("dialog"));
    type(await dialog.findByRole("textbox", { name: "Text" }), "She called");
    expect(dialog.queryByRole("button", { name: "Another contact" })).toBeNull();
    fireEvent.click(dialog.getByRole("button", { name: "Open the ticket" }));
    await waitFor(() => expect(opened).toHaveLength(1));
    expect(opened[0]).toEqual([
      ADA.id,
      { id: expect.any(String), kind: "note", subject: "", text: "She called" },
    ]);
  });
});

describe("the views", () => {
  it("of tags are in the menu, and are called by the tag", async () => {
    fakeInbox.list = [summary({ id: "c1", tags: [{ id: "t1", name: "Refund" }] })];
    openDashboard(INBOX);
    await screen.findByText("Ada Lovelace");
    screen.getByRole("button", { name: "More views: More" });
    // the environment has no popovers
    const opening = Object.assign(new Event("toggle"), { newState: "open" });
    screen.getByText("Overdue").closest("[popover]")?.dispatchEvent(opening);
    fireEvent.click(await screen.findByText("Refund", { selector: ".menu-item *" }));
    await screen.findByRole("list", { name: "Refund conversations" });
    expect(location.pathname).toBe(`/dashboard/${PROPERTY}/inbox/tag%3At1`);
    screen.getByRole("button", { name: "More views: Refund" });
  });

  it("are opened by two keys", async () => {
    openDashboard(INBOX);
    await screen.findByText("#1");
    for (const [key, view] of [
      ["m", "mine"],
      ["u", "unassigned"],
      ["o", "overdue"],
    ]) {
      press("g");
      press(key ?? "");
      await waitFor(() => expect(location.pathname).toBe(`/dashboard/${PROPERTY}/inbox/${view}`));
    }
  });
});
