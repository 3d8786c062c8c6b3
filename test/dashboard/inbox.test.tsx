// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import type { Conversation, ConversationSummary } from "../../shared/conversation.ts";
import { problem } from "../../shared/error.ts";
import { ADA, contact, conversation, message, NOON, summary } from "./fixtures.ts";
import { at, openDashboard, PROPERTY, refuse, server, useDashboard, waiting } from "./open-dashboard.tsx";

useDashboard();

const INBOX = `/dashboard/${PROPERTY}/inbox/open`;
let list: ConversationSummary[] = [];
let whole: Partial<Conversation> = {};
let changes: unknown[] = [];

beforeEach(() => {
  changes = [];
  whole = {};
  list = ["Ada", "Grace", "Margaret"].map((name, index) =>
    summary({
      id: `c${index}`,
      person: { ...ADA, name },
      lastMessageAt: NOON - index,
      unread: name === "Ada",
    }),
  );
  const find = (id: unknown) => list.find((one) => one.id === id) ?? summary({ id: String(id) });
  server.use(
    http.get(at("/conversations"), () =>
      HttpResponse.json({
        items: list,
        next: null,
        counts: { waiting: 0, mine: 0, open: list.length, unread: 1, suspicious: 0 },
        sequence: 0,
      }),
    ),
    http.get(at("/conversations/:id"), ({ params }) =>
      HttpResponse.json(conversation({ ...find(params.id), ...whole })),
    ),
    http.patch(at("/conversations/:id"), async ({ params, request }) => {
      const change = (await request.json()) as Partial<ConversationSummary>;
      changes.push([params.id, change]);
      return HttpResponse.json({ ...find(params.id), ...change, revision: 2 });
    }),
    http.get(at("/contacts/:id"), () => HttpResponse.json(contact({}))),
  );
});

/** Waits until a person's conversation is open in the middle. */
const shown = async (name: string) =>
  within(await screen.findByRole("region", { name: "Conversation" })).findByRole("heading", { name });

const rows = () => within(screen.getByRole("list", { name: "All conversations" })).getAllByRole("link");
const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });

describe("the inbox from the keyboard", () => {
  it("j and k walk through the list from anywhere, the arrow keys from inside it", async () => {
    openDashboard(INBOX);
    await screen.findByText("Grace");
    press("j");
    expect(document.activeElement).toBe(rows()[0]);
    press("j");
    press("ArrowDown");
    expect(document.activeElement).toBe(rows()[2]);
    press("k");
    expect(document.activeElement).toBe(rows()[1]);
    expect(rows().map((row) => row.tabIndex)).toEqual([-1, 0, -1]);
  });

  it("e closes the open conversation and goes on to the next one", async () => {
    openDashboard(`${INBOX}/c1`);
    await shown("Grace");
    press("e");
    await shown("Margaret");
    expect(changes).toContainEqual(["c1", { status: "closed" }]);
    expect(location.pathname).toBe(`${INBOX}/c2`);
    expect(screen.getByText("Closed.")).toBeTruthy();
  });

  it("u marks it unread, and it stays so", async () => {
    openDashboard(`${INBOX}/c1`);
    await shown("Grace");
    press("u");
    await waitFor(() => expect(rows().filter((row) => row.matches(".unread"))).toHaveLength(2));
    expect(changes).toEqual([["c1", { unread: true }]]);
  });

  it("single letters do nothing once they are turned off", async () => {
    const { services } = openDashboard(`${INBOX}/c1`);
    await shown("Grace");
    fireEvent.click(screen.getByRole("button", { name: "Keyboard shortcuts", hidden: true }));
    fireEvent.click(screen.getByRole("switch", { name: "Single-letter shortcuts" }));
    expect(services.preferences.getItem("foyer.shortcuts")).toBe("off");
    fireEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Close" }));
    press("e");
    press("j");
    expect(changes).toEqual([]);
  });
});

describe("an opened conversation", () => {
  it("is marked read once, everywhere it is shown", async () => {
    openDashboard(`${INBOX}/c0`);
    await waitFor(() => expect(changes).toEqual([["c0", { unread: false }]]));
    await waitFor(() => expect(rows().filter((row) => row.matches(".unread"))).toHaveLength(0));
    expect(location.pathname).toBe(`${INBOX}/c0`);
  });

  it("shows a visitor's words as text, and links no address but http(s)", async () => {
    const [submission] = conversation({}).submissions;
    if (!submission) throw new Error("there is a submission");
    whole = {
      messages: [message({ text: "<img src=x onerror=alert(1)>" })],
      submissions: [{ ...submission, page: "javascript:alert(1)" }],
    };
    openDashboard(`${INBOX}/c1`);
    await screen.findByText("<img src=x onerror=alert(1)>");
    expect(document.querySelector("img")).toBeNull();
    expect(screen.getByText("javascript:alert(1)").closest("a")).toBeNull();
  });

  it("R12: from a claimed device says so in words, and offers to detach it", async () => {
    whole = {
      claimed: true,
      device: {
        visitor: "V0000000000000009",
        browser: "Firefox",
        os: "Linux",
        kind: "desktop",
        language: "en",
        timeZone: "Europe/Berlin",
        screen: "",
        country: null,
        city: null,
        lastPage: "",
        referrer: "",
        visits: 1,
        firstSeenAt: NOON,
        lastSeenAt: NOON,
        relation: "attached",
        proven: false,
      },
    };
    let detached: unknown = null;
    server.use(
      http.post(at("/devices/:visitor/detach"), ({ params }) => {
        detached = params.visitor;
        return HttpResponse.json(contact({}));
      }),
    );
    openDashboard(`${INBOX}/c1`);
    await screen.findByText("Claimed, not proven.");
    fireEvent.click(screen.getByRole("button", { name: "Detach device" }));
    const dialog = screen.getByRole("dialog", { name: "Detach this device?" });
    fireEvent.click(within(dialog).getByRole("button", { name: "Detach device" }));
    await waitFor(() => expect(detached).toBe("V0000000000000009"));
    await screen.findByText("Device detached.");
  });

  it("says in words what the server refused", async () => {
    server.use(http.patch(at("/conversations/:id"), () => refuse("storage_unavailable")));
    openDashboard(`${INBOX}/c1`);
    fireEvent.click(await screen.findByRole("button", { name: "Close" }));
    await screen.findByText(problem("storage_unavailable").title);
    expect(location.pathname).toBe(`${INBOX}/c1`);
  });
});

describe("a message that comes in", () => {
  it("appears by itself with the next beat, and what is open stays open", async () => {
    const { services } = openDashboard(`${INBOX}/c1`);
    await shown("Grace");
    await waitFor(() => expect(services.presence.counts.value.size).toBe(1));
    list = [summary({ id: "new", person: { ...ADA, name: "Hedy" }, lastMessageAt: NOON + 1 }), ...list];
    waiting.latestAt = NOON + 1;
    waiting.unread = 1;
    await services.presence.sendHeartbeat();
    await screen.findByText("Hedy");
    await shown("Grace");
    await waitFor(() => expect(document.title).toBe("(1) Grace · Acme · Foyer"));
  });
});

describe("an inbox", () => {
  it("with nothing in it says that this is good", async () => {
    list = [];
    openDashboard(INBOX);
    await screen.findByText("Everything is answered");
  });

  it("that cannot be loaded says why, and tries again", async () => {
    server.use(http.get(at("/conversations"), () => refuse("internal"), { once: true }));
    openDashboard(INBOX);
    fireEvent.click(await screen.findByRole("button", { name: "Try again" }));
    await screen.findByText("Grace");
  });
});
