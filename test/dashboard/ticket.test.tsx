// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { changesFrame, fakeInbox, INBOX, live, own, press, reply, thread, type } from "./fake-inbox.ts";
import { message, NOON, summary, TICKET } from "./fixtures.ts";
import { at, openDashboard, server, useDashboard } from "./open-dashboard.tsx";

useDashboard();

const ticket = summary({ id: "c1", ticket: { ...TICKET, subject: "Broken lamp" } });
const dialog = () => screen.findByRole("dialog");
/** Presses `s` until the conversation, which may still be on its way, listens to it. */
const openByKey = () =>
  waitFor(() => {
    press("s");
    return screen.getByRole("dialog");
  });

beforeEach(() => {
  fakeInbox.list = [ticket];
});

describe("a ticket in the list", () => {
  it("shows its number, subject, priority, tags, status, and for how long it has been overdue", async () => {
    const dueAt = NOON - 2 * 3_600_000;
    fakeInbox.list = [
      { ...ticket, unansweredSince: NOON - 3 * 3_600_000, tags: [{ id: "t1", name: "Refund" }] },
      summary({ id: "c2", status: "solved" }),
    ];
    fakeInbox.list[0] = {
      ...ticket,
      ...fakeInbox.list[0],
      ticket: { ...TICKET, subject: "Broken lamp", priority: "urgent", dueAt },
    };
    openDashboard(INBOX);
    const row = await screen.findByRole("link", { name: /Broken lamp · Hello/ });
    for (const text of ["#12", "urgent", "Refund", /^Overdue 2/]) within(row).getByText(text);
    screen.getByText("solved");
  });
});

describe("the time until an answer is due", () => {
  const HOUR = 3_600_000;
  it.each([
    ["Due in 5 hr", "badge", NOON + 5 * HOUR],
    ["Due in 1 hr", "badge due", NOON + HOUR],
    ["Overdue 3 hr", "badge bad", NOON - 3 * HOUR],
  ])("is said as “%s”", async (text, look, dueAt) => {
    fakeInbox.list = [{ ...ticket, unansweredSince: NOON - HOUR, ticket: { ...TICKET, dueAt } }];
    openDashboard(INBOX);
    expect((await screen.findByText(text)).className).toBe(look);
  });

  it("is not there for a chat, which waits", async () => {
    fakeInbox.list = [summary({ id: "c1", ticket: null, unansweredSince: NOON - 3 * HOUR })];
    openDashboard(INBOX);
    expect((await screen.findByText("Waiting 3 hr")).className).toBe("badge due");
  });
});

describe("the dialog about a ticket", () => {
  it("opens with s, and sends what was changed only", async () => {
    openDashboard(`${INBOX}/c1`);
    await reply();
    const fields = within(await openByKey());
    fireEvent.click(fields.getByRole("radio", { name: "Solved" }));
    type(fields.getByRole("textbox", { name: "Subject" }), "Lamp, broken");
    fireEvent.click(fields.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(fakeInbox.changes).toEqual([{ subject: "Lamp, broken", status: "solved", seen: ticket.revision }]);
  });

  it("makes a chat a ticket", async () => {
    fakeInbox.list = [summary({ id: "c1", form: "pre_chat", ticket: null })];
    const made: unknown[] = [];
    server.use(
      http.post(at("/conversations/:id/ticket"), async ({ request }) => {
        made.push(await request.json());
        return HttpResponse.json({ ...ticket, revision: 9 });
      }),
    );
    openDashboard(`${INBOX}/c1`);
    await reply();
    fireEvent.click(screen.getByRole("button", { name: "Make a ticket" }));
    const fields = within(await dialog());
    type(fields.getByRole("textbox", { name: "Subject" }), "Broken lamp");
    fireEvent.click(fields.getByRole("button", { name: "Make a ticket" }));
    await screen.findByText("Broken lamp");
    expect(made).toEqual([{ subject: "Broken lamp" }]);
  });

  it("joins a ticket into another one by its number, opens that one, and offers to undo it", async () => {
    const other = summary({ id: "c2", ticket: { ...TICKET, number: 7 } });
    const joined: unknown[] = [];
    server.use(
      http.get(at("/tickets/7"), () => HttpResponse.json(other)),
      http.post(at("/conversations/c1/join"), async ({ request }) => {
        joined.push(await request.json());
        return HttpResponse.json({ ...other, revision: 9 });
      }),
    );
    openDashboard(`${INBOX}/c1`);
    await reply();
    const fields = within(await openByKey());
    type(fields.getByRole("textbox", { name: "Join into ticket number" }), "#7");
    fireEvent.click(fields.getByRole("button", { name: "Join" }));
    await screen.findByText("Ticket #12 was joined into #7.");
    expect(joined).toEqual([{ into: "c2" }]);
    expect(location.pathname).toBe(`${INBOX}/c2`);
  });
});

describe("a reply to a ticket", () => {
  it("leaves it waiting, unless the agent chooses another status, or sends with Alt and Enter", async () => {
    openDashboard(`${INBOX}/c1`);
    const field = await reply();
    const send = async (text: string, more = {}) => {
      type(field, text);
      press("Enter", more);
      await waitFor(() => expect(fakeInbox.posted.at(-1)).toMatchObject({ text }));
      return fakeInbox.posted.at(-1);
    };
    expect(await send("One")).toMatchObject({ status: "waiting" });
    const status = screen.getByRole("combobox", { name: "Status of the ticket after this reply" });
    fireEvent.change(status, { target: { value: "open" } });
    expect(await send("Two")).toMatchObject({ status: "open" });
    expect(await send("Three")).toMatchObject({ status: "waiting" });
    expect(await send("Four", { altKey: true })).toMatchObject({ status: "solved" });
  });
});

describe("the messages of a ticket", () => {
  it("are loaded anew when another ticket is joined into it, and when that is undone", async () => {
    const { receive } = await live(`${INBOX}/c1`);
    await reply();
    const entries = (...texts: string[]) =>
      texts.map((text, index) => message({ id: text, text, sequence: index + 1, revision: index + 1 }));
    const event = (kind: "joined" | "separated", sequence: number) =>
      own({ id: kind, kind: "event", text: "", event: { kind, number: 7 }, sequence });
    fakeInbox.details = { messages: [...entries("Mine", "Theirs"), event("joined", 11)] };
    receive(changesFrame(11, [{ ...ticket, revision: 11 }], [["c1", event("joined", 11)]]));
    await waitFor(() => thread().getByText("Theirs"));
    fakeInbox.details = { messages: [...entries("Mine"), event("joined", 11), event("separated", 12)] };
    receive(changesFrame(12, [{ ...ticket, revision: 12 }], [["c1", event("separated", 12)]]));
    await waitFor(() => expect(thread().queryByText("Theirs")).toBeNull());
    thread().getByText("Mine");
  });
});
