// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { problem } from "../../shared/error.ts";
import type { ToAgent } from "../../shared/live.ts";
import type { OnlineVisitor } from "../../shared/visitor.ts";
import { fakeInbox, live, type } from "./fake-inbox.ts";
import { ADA, NOON, summary } from "./fixtures.ts";
import { at, me, openDashboard, PROPERTY, refuse, server, useDashboard } from "./open-dashboard.tsx";

useDashboard();

const VISITORS = `/dashboard/${PROPERTY}/visitors`;
const visitor = (more: Partial<OnlineVisitor> = {}): OnlineVisitor => ({
  visitor: ADA.id,
  person: { id: ADA.id, name: ADA.name, email: ADA.email },
  page: "https://shop.example.com/lanterns",
  referrer: "https://search.example.org/?q=lantern",
  at: NOON - 90_000,
  firstSeenAt: NOON - 86_400_000,
  visits: 3,
  browser: "Firefox 145",
  os: "Windows",
  kind: "desktop",
  country: "DE",
  connected: true,
  conversation: null,
  ...more,
});
const STRANGER = visitor({
  visitor: "V0000000000000002",
  person: { id: "V0000000000000002", name: null, email: null },
  visits: 1,
  referrer: "",
  country: null,
  at: NOON - 5_000,
});

let present: OnlineVisitor[] = [];
beforeEach(() => {
  present = [visitor(), STRANGER];
  server.use(http.get(at("/visitors"), () => HttpResponse.json({ items: present })));
});

const rows = () => within(screen.getByRole("list", { name: "Visitors" })).getAllByRole("listitem");
const rowOf = async (name: string) => {
  const link = await screen.findByRole("link", { name });
  return within(link.closest("li") as HTMLElement);
};
const site = (visitor: OnlineVisitor, gone = false): ToAgent => ({
  kind: "online_visitor",
  property: PROPERTY,
  visitor,
  gone,
});

describe("the list of online visitors", () => {
  it("shows the page, the referrer and the time of each visitor, the most recent first", async () => {
    openDashboard(VISITORS);
    const ada = await rowOf(ADA.name);
    expect(rows().map((row) => row.querySelector(".visitor-name")?.textContent)).toEqual([
      STRANGER.visitor,
      ADA.name,
    ]);
    expect(ada.getByRole("link", { name: "shop.example.com/lanterns" }).getAttribute("rel")).toContain(
      "noopener",
    );
    expect(ada.getByText(/Visit 3 · Germany/)).toBeTruthy();
    expect(ada.getByText("search.example.org")).toBeTruthy();
    expect(ada.getByText("Firefox 145 on Windows")).toBeTruthy();
    expect((await rowOf(STRANGER.visitor)).getByText("First visit")).toBeTruthy();
    expect(screen.getByText(/2 on the site now/)).toBeTruthy();
  });

  it("shows addresses and names as text, and links only http(s) addresses", async () => {
    present = [visitor({ page: "javascript:alert(1)", person: { ...ADA, name: "<b>Ada</b>" } })];
    openDashboard(VISITORS);
    const row = await rowOf("<b>Ada</b>");
    expect(row.getByText("javascript:alert(1)").tagName).toBe("SPAN");
  });

  it("is empty for an admin with a link to install the widget", async () => {
    present = [];
    openDashboard(VISITORS);
    await screen.findByText("No visitors on the site");
    expect(screen.getByRole("link", { name: "Install the widget" })).toBeTruthy();
  });

  it("is empty for an agent without that link", async () => {
    present = [];
    server.use(http.get("http://localhost:3000/api/me", () => HttpResponse.json(me("agent"))));
    openDashboard(VISITORS);
    await screen.findByText("No visitors on the site");
    expect(screen.queryByRole("link", { name: "Install the widget" })).toBeNull();
  });

  it("shows an error when it cannot be loaded, and loads with Try again", async () => {
    server.use(http.get(at("/visitors"), () => refuse("internal"), { once: true }));
    openDashboard(VISITORS);
    fireEvent.click(await screen.findByRole("button", { name: "Try again" }));
    await rowOf(ADA.name);
  });

  it("follows visitors who arrive, change the page and leave while it is shown", async () => {
    const { receive, sent } = await live(VISITORS);
    await rowOf(ADA.name);
    await waitFor(() =>
      expect(sent).toContainEqual({ kind: "watch_visitors", property: PROPERTY, on: true }),
    );
    receive(site({ ...visitor(), page: "https://shop.example.com/basket", at: NOON }));
    const ada = await rowOf(ADA.name);
    expect(ada.getByText("shop.example.com/basket")).toBeTruthy();
    expect(rows()[0]?.textContent).toContain(ADA.name);
    const third = { ...STRANGER, visitor: "V0000000000000003" };
    receive(site({ ...third, person: { ...STRANGER.person, name: "Hedy" } }));
    await rowOf("Hedy");
    receive(site(STRANGER, true));
    const gone = await rowOf(STRANGER.visitor);
    expect(gone.getByRole<HTMLButtonElement>("button", { name: "Write" }).disabled).toBe(true);
    expect(screen.getByText("2 on the site now")).toBeTruthy();
    receive({ ...site({ ...third, visitor: "V0000000000000004" }), property: "other12345" } as ToAgent);
    expect(rows()).toHaveLength(3);
    fireEvent.click(screen.getByRole("link", { name: "Contacts" }));
    await waitFor(() =>
      expect(sent.at(-1)).toEqual({ kind: "watch_visitors", property: PROPERTY, on: false }),
    );
  });
});

describe("starting a conversation", () => {
  const write = async () => {
    fireEvent.click((await rowOf(ADA.name)).getByRole("button", { name: "Write" }));
    const dialog = within(await screen.findByRole("dialog", { name: `Write to ${ADA.name}` }));
    return { dialog, field: dialog.getByRole<HTMLTextAreaElement>("textbox", { name: "Message" }) };
  };

  it("creates a conversation and opens it; a second try has the same ID", async () => {
    const bodies: { id: string; text: string }[] = [];
    let refused = true;
    server.use(
      http.post(at("/visitors/:visitor/conversations"), async ({ request, params }) => {
        expect(params.visitor).toBe(ADA.id);
        bodies.push((await request.json()) as (typeof bodies)[number]);
        if (refused) return refuse("internal");
        fakeInbox.list = [summary({ id: "c7" })];
        return HttpResponse.json(summary({ id: "c7" }));
      }),
    );
    openDashboard(VISITORS);
    const { dialog, field } = await write();
    const send = dialog.getByRole<HTMLButtonElement>("button", { name: "Send" });
    expect(send.disabled).toBe(true);
    type(field, "  ");
    expect(send.disabled).toBe(true);
    type(field, " May I help? ");
    fireEvent.click(send);
    await dialog.findByText(problem("internal").title, { exact: false });
    expect(field.value).toBe(" May I help? ");
    refused = false;
    fireEvent.keyDown(field, { key: "Enter" });
    await waitFor(() => expect(location.pathname).toBe(`/dashboard/${PROPERTY}/inbox/all/c7`));
    expect(bodies.map(({ text }) => text)).toEqual(["May I help?", "May I help?"]);
    expect(new Set(bodies.map(({ id }) => id)).size).toBe(1);
  });

  it("is replaced by a link to a conversation that is already open", async () => {
    present = [visitor({ conversation: "c1" })];
    openDashboard(VISITORS);
    const ada = await rowOf(ADA.name);
    expect(ada.queryByRole("button", { name: "Write" })).toBeNull();
    expect(ada.getByRole("link", { name: "Open chat" }).getAttribute("href")).toBe(
      `/dashboard/${PROPERTY}/inbox/all/c1`,
    );
  });

  it("shows an error for a text that is too long, and does not send it", async () => {
    openDashboard(VISITORS);
    const { dialog, field } = await write();
    type(field, "x".repeat(5_001));
    await dialog.findByText("At most 5,000 characters.");
    fireEvent.keyDown(field, { key: "Enter" });
    expect(dialog.getByRole<HTMLButtonElement>("button", { name: "Send" }).disabled).toBe(true);
  });
});
