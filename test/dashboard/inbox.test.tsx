// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import type { Conversation, ConversationSummary } from "../../shared/conversation.ts";
import { problem } from "../../shared/error.ts";
import type { Device } from "../../shared/visitor.ts";
import { ADA, contact, conversation, message, NOON, summary } from "./fixtures.ts";
import {
  at,
  NO_COUNTS,
  openDashboard,
  PROPERTY,
  refuse,
  server,
  useDashboard,
  waiting,
} from "./open-dashboard.tsx";

useDashboard();

const DEVICE: Device = {
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
};

const INBOX = `/dashboard/${PROPERTY}/inbox/all`;
let list: ConversationSummary[] = [];
/** The parts of a loaded conversation beside its summary. */
let details: Partial<Conversation> = {};
let changes: unknown[] = [];

beforeEach(() => {
  changes = [];
  details = {};
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
        counts: { ...NO_COUNTS, all: list.length, open: list.length, unread: 1 },
        sequence: 0,
        now: NOON,
      }),
    ),
    http.get(at("/conversations/:id"), ({ params }) =>
      HttpResponse.json(conversation({ ...find(params.id), ...details })),
    ),
    http.patch(at("/conversations/:id"), async ({ params, request }) => {
      const change = (await request.json()) as Partial<ConversationSummary>;
      changes.push([params.id, change]);
      return HttpResponse.json({ ...find(params.id), ...change, revision: 2 });
    }),
    http.get(at("/contacts/:id"), () => HttpResponse.json(contact({}))),
  );
});

/** Waits until the conversation of a person is shown. */
const shown = (name: string) =>
  waitFor(() => within(screen.getByRole("region", { name: "Conversation" })).getByRole("heading", { name }));

const rows = () => within(screen.getByRole("list", { name: "All conversations" })).getAllByRole("link");
const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });

describe("the inbox from the keyboard", () => {
  it("j and k move through the list from anywhere on the page, the arrow keys from inside the list", async () => {
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

  it("e closes the selected conversation and selects the next one", async () => {
    openDashboard(`${INBOX}/c1`);
    await shown("Grace");
    press("e");
    await shown("Margaret");
    expect(changes).toContainEqual(["c1", { status: "closed", seen: expect.any(Number) }]);
    expect(location.pathname).toBe(`${INBOX}/c2`);
    expect(screen.getByText("Conversation closed.")).toBeTruthy();
  });

  it("u marks the selected conversation unread, and it stays unread", async () => {
    openDashboard(`${INBOX}/c1`);
    await shown("Grace");
    press("u");
    await waitFor(() => expect(rows().filter((row) => row.matches(".unread"))).toHaveLength(2));
    expect(changes).toEqual([["c1", { unread: true }]]);
  });

  it("single letters do nothing after they are turned off", async () => {
    const { services } = openDashboard(`${INBOX}/c1`);
    await shown("Grace");
    fireEvent.click(screen.getByRole("button", { name: "Keyboard shortcuts", hidden: true }));
    fireEvent.click(await screen.findByRole("switch", { name: "Single-letter shortcuts" }));
    expect(services.preferences.getItem("foyer.shortcuts")).toBe("off");
    fireEvent.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Close" }));
    press("e");
    press("j");
    expect(changes).toEqual([]);
  });
});

describe("the selected conversation", () => {
  it("is marked read once, in the list and in the header", async () => {
    openDashboard(`${INBOX}/c0`);
    await waitFor(() => expect(changes).toEqual([["c0", { unread: false }]]));
    await waitFor(() => expect(rows().filter((row) => row.matches(".unread"))).toHaveLength(0));
    expect(location.pathname).toBe(`${INBOX}/c0`);
  });

  it("shows a visitor's markup as text, and links only http(s) addresses", async () => {
    const [submission] = conversation({}).submissions;
    if (!submission) throw new Error("there is a submission");
    details = {
      messages: [message({ text: "<img src=x onerror=alert(1)>" })],
      submissions: [{ ...submission, page: "javascript:alert(1)" }],
    };
    openDashboard(`${INBOX}/c1`);
    await screen.findByText("<img src=x onerror=alert(1)>");
    expect(document.querySelector("img")).toBeNull();
    expect(screen.getByText("javascript:alert(1)").closest("a")).toBeNull();
  });

  it("keeps the local time and the time zone of a device apart in a text of the other direction", async () => {
    details = { device: DEVICE };
    openDashboard(`${INBOX}/c1`);
    const fact = (await screen.findByText("Local time")).nextElementSibling;
    const parts = [...(fact?.querySelectorAll("bdi") ?? [])].map((part) => part.textContent);
    expect(parts).toEqual([expect.stringMatching(/\d\d:\d\d/), "Europe/Berlin"]);
    expect(fact?.textContent).toBe(parts.join(", "));
  });

  it("R12: shows a warning for a claimed device, which can be detached", async () => {
    details = { claimed: true, device: DEVICE };
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

  it("shows the reason when the server refuses a change", async () => {
    server.use(http.patch(at("/conversations/:id"), () => refuse("storage_unavailable")));
    openDashboard(`${INBOX}/c1`);
    fireEvent.click(await screen.findByRole("button", { name: "Close" }));
    await screen.findByText(problem("storage_unavailable").title);
    expect(location.pathname).toBe(`${INBOX}/c1`);
  });
});

describe("without a live connection", () => {
  it("shows a new conversation after the next heartbeat, and keeps the selection", async () => {
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

describe("the list", () => {
  it("says that there are no open conversations when it is empty", async () => {
    list = [];
    openDashboard(INBOX);
    await screen.findByText("No open conversations");
  });

  it("shows an error when it cannot be loaded, and loads with Try again", async () => {
    server.use(http.get(at("/conversations"), () => refuse("internal"), { once: true }));
    openDashboard(INBOX);
    fireEvent.click(await screen.findByRole("button", { name: "Try again" }));
    await screen.findByText("Grace");
  });
});
