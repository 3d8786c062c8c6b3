// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { contact, contactSummary, NOON } from "./fixtures.ts";
import { at, openDashboard, PROPERTY, server, useDashboard } from "./open-dashboard.tsx";

useDashboard();

const CONTACTS = `/dashboard/${PROPERTY}/contacts`;
const TOTAL = 100_000;
const PAGE = 5_000;
let queries: string[] = [];

beforeEach(() => {
  queries = [];
  server.use(
    http.get(at("/contacts"), ({ request }) => {
      const { search, searchParams } = new URL(request.url);
      queries.push(search);
      const q = searchParams.get("q");
      if (q) return HttpResponse.json({ items: [contactSummary(7)], next: null, total: null });
      const from = Number(searchParams.get("cursor") ?? 0);
      const items = Array.from({ length: PAGE }, (_, index) => contactSummary(from + index));
      return HttpResponse.json({
        items,
        next: from + PAGE < TOTAL ? String(from + PAGE) : null,
        total: TOTAL,
      });
    }),
    http.get(at("/contact-count"), () => HttpResponse.json({ count: TOTAL })),
    http.get(at("/contacts/:id"), () =>
      HttpResponse.json(
        contact({
          details: [
            {
              id: "d1",
              field: "name",
              value: "Ada King",
              status: "current",
              source: "agent",
              proven: false,
              device: null,
              at: NOON,
              previous: "Ada Lovelace",
            },
            {
              id: "d2",
              field: "name",
              value: "Mallory",
              status: "alternative",
              source: "form",
              proven: false,
              device: "V0000000000000009",
              at: NOON,
              previous: null,
            },
          ],
        }),
      ),
    ),
  );
});

const list = () => screen.getByRole("list", { name: "Contacts" });

/** happy-dom has no layout, so the test sets the height of the list. */
function scrollTo(top: number) {
  const scroller = list().parentElement;
  if (!scroller) throw new Error("the list scrolls inside something");
  Object.defineProperty(scroller, "clientHeight", { value: 640, configurable: true });
  scroller.scrollTop = top;
  fireEvent.scroll(scroller);
}

describe("the list of contacts", () => {
  it("renders only the rows near the viewport", async () => {
    openDashboard(CONTACTS);
    await screen.findByText("Person 0");
    await screen.findByText("100,000 contacts");
    expect(within(list()).getAllByRole("listitem").length).toBeLessThan(40);
    scrollTo(64 * 2_000);
    await screen.findByText("Person 2003");
    const drawn = within(list()).getAllByRole("listitem");
    expect(drawn.length).toBeLessThan(40);
    expect(drawn[0]?.getAttribute("aria-setsize")).toBe(String(TOTAL));
    expect(screen.queryByText("Person 0")).toBeNull();
  });

  it("loads the next page by its cursor before the end is reached", async () => {
    openDashboard(CONTACTS);
    await screen.findByText("Person 0");
    expect(queries).toEqual([""]);
    scrollTo(64 * (PAGE - 15));
    await waitFor(() => expect(queries).toEqual(["", `?cursor=${PAGE}`]));
    scrollTo(64 * (PAGE + 100));
    await screen.findByText(`Person ${PAGE + 103}`);
  });

  it("restores its scroll position when the agent returns from a contact", async () => {
    openDashboard(CONTACTS);
    await screen.findByText("Person 0");
    scrollTo(64 * 2_000);
    fireEvent.click(await screen.findByText("Person 2003"));
    await screen.findByRole("heading", { name: "Details" });
    fireEvent.click(within(screen.getByRole("main")).getByRole("link", { name: "Contacts" }));
    await screen.findByText("Person 2003");
    expect(list().parentElement?.scrollTop).toBe(64 * 2_000);
  });

  it("searches when typing pauses, and puts the search into the address", async () => {
    openDashboard(CONTACTS);
    const field = await screen.findByRole("searchbox", { name: "Search contacts" });
    for (const typed of ["p", "pe", "person 7"]) fireEvent.input(field, { target: { value: typed } });
    await waitFor(() => expect(location.search).toBe("?q=person+7"));
    await screen.findByText("Person 7");
    expect(queries).toEqual(["", "?q=person+7"]);
  });

  it("explains how contacts are created when there are none", async () => {
    server.use(http.get(at("/contacts"), () => HttpResponse.json({ items: [], next: null, total: 0 })));
    openDashboard(CONTACTS);
    await screen.findByText("No contacts yet");
    expect(screen.getByRole("link", { name: "Install the widget" })).toBeTruthy();
  });
});

describe("the page of a contact", () => {
  it("R11, R12: shows the previous value, and the claim of an unproven device only as an alternative", async () => {
    openDashboard(`${CONTACTS}/V0000000000000001`);
    await screen.findAllByText("Ada King");
    expect(screen.getByText("Ada Lovelace", { selector: "bdi" })).toBeTruthy();
    expect(screen.getByText("Mallory", { selector: ".value" }).closest("dd")?.className).toBe("alternative");
    expect(screen.getByText(/Claimed by an unproven device/)).toBeTruthy();
  });
});
