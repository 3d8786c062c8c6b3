// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { problem } from "../../shared/error.ts";
import { CONTACTS, detail, GRACE_ID, HEDY_ID, mergeResult, press, side, write } from "./contact-fixtures.ts";
import { ADA, contact, contactSummary, NOON } from "./fixtures.ts";
import { at, openDashboard, refuse, server, useDashboard } from "./open-dashboard.tsx";

useDashboard();

interface Wish {
  readonly contacts: string[];
  readonly survivor?: string;
  readonly choices: Record<string, string>;
  readonly force?: boolean;
  readonly preview?: boolean;
}
let wishes: Wish[];
let answer: (wish: Wish) => ReturnType<typeof mergeResult>;
let undone: string[];

beforeEach(() => {
  wishes = [];
  undone = [];
  answer = (wish) => mergeResult({ survivor: wish.survivor ?? ADA.id });
  server.use(
    http.post(at("/contacts/merge"), async ({ request }) => {
      const wish = (await request.json()) as Wish;
      wishes.push(wish);
      return HttpResponse.json({ ...answer(wish), merge: wish.preview ? null : "m1" });
    }),
    http.post(at("/merges/:id/undo"), ({ params }) => {
      undone.push(String(params.id));
      return HttpResponse.json({ contacts: [ADA.id, GRACE_ID] });
    }),
    http.get(at("/contacts/:id"), () =>
      HttpResponse.json(contact({ details: [detail("name", "Ada Lovelace")] })),
    ),
  );
});

const MERGE = `${CONTACTS}/merge?with=${ADA.id},${GRACE_ID}`;
const row = (name: string | RegExp) => screen.findByRole("radiogroup", { name });

describe("contacts side by side", () => {
  it("R13: are chosen from field by field, each choice is previewed, and then they are one", async () => {
    openDashboard(MERGE);
    const names = await row(/^Name/);
    expect(within(names).getByRole<HTMLInputElement>("radio", { name: /Ada Lovelace/ }).checked).toBe(true);
    expect(within(await row(/^E-mail/)).getByText("all are kept, this one first")).toBeTruthy();
    fireEvent.click(within(names).getByRole("radio", { name: /Grace Hopper/ }));
    await waitFor(() => expect(wishes.at(-1)).toMatchObject({ preview: true, choices: { name: GRACE_ID } }));
    const heads = await row("Whose ID stays");
    fireEvent.click(within(heads).getByRole("radio", { name: GRACE_ID }));
    await waitFor(() => expect(wishes.at(-1)).toMatchObject({ preview: true, survivor: GRACE_ID }));
    await waitFor(() =>
      expect(within(heads).getByRole<HTMLInputElement>("radio", { name: GRACE_ID }).checked).toBe(true),
    );
    expect(wishes.every(({ preview }) => preview)).toBe(true);

    await press("Merge 2 contacts");
    await screen.findByText(/2 contacts are one now/);
    expect(wishes.at(-1)).toEqual({
      contacts: [ADA.id, GRACE_ID],
      survivor: GRACE_ID,
      choices: { name: GRACE_ID },
      force: false,
    });
    expect(location.pathname).toBe(`${CONTACTS}/${GRACE_ID}`);
  });

  it("R14: Undo gives both back, and they stand side by side again", async () => {
    openDashboard(MERGE);
    await press("Merge 2 contacts");
    await press("Undo");
    await screen.findByText(/each has its own record again/);
    expect(undone).toEqual(["m1"]);
    expect(location.pathname + location.search).toBe(MERGE);
  });

  it("R15: with different user IDs are merged only once an agent says so", async () => {
    answer = () => mergeResult({ userIdsDiffer: true });
    openDashboard(MERGE);
    await screen.findByText(/They have different user IDs/);
    await press("Merge 2 contacts");
    await screen.findByText("Say so first, or do not merge them.");
    expect(wishes.every(({ preview }) => preview)).toBe(true);
    fireEvent.click(screen.getByRole("checkbox", { name: "They are one person all the same" }));
    await press("Merge 2 contacts");
    await waitFor(() => expect(wishes.at(-1)).toMatchObject({ force: true }));
  });

  it("of which one was merged meanwhile are refused in words, with the way to what there is now", async () => {
    server.use(
      http.post(at("/contacts/merge"), () => {
        const refusal = problem("contact_merged", { detail: `${GRACE_ID} is part of ${HEDY_ID} now.` });
        return HttpResponse.json(refusal, { status: refusal.status });
      }),
    );
    openDashboard(MERGE);
    await screen.findByText(`${GRACE_ID} is part of ${HEDY_ID} now.`);
    expect(screen.getByRole("link", { name: /as it is now/ }).getAttribute("href")).toBe(
      `${CONTACTS}/${GRACE_ID}`,
    );
    expect(screen.queryByRole("button", { name: /^Merge/ })).toBeNull();
  });

  it("that could not be merged just now keep what was chosen", async () => {
    openDashboard(MERGE);
    const names = await row(/^Name/);
    fireEvent.click(within(names).getByRole("radio", { name: /Grace Hopper/ }));
    await waitFor(() => expect(wishes.at(-1)?.choices).toEqual({ name: GRACE_ID }));
    server.use(http.post(at("/contacts/merge"), () => refuse("internal"), { once: true }));
    await press("Merge 2 contacts");
    await screen.findByText(problem("internal").title);
    await press("Merge 2 contacts");
    await waitFor(() => expect(wishes.at(-1)).toMatchObject({ choices: { name: GRACE_ID }, force: false }));
  });

  it("can be more than two: one is found and added, and left out again", async () => {
    server.use(
      http.get(at("/contacts"), () =>
        HttpResponse.json({ items: [contactSummary(1), contactSummary(3)], next: null, total: null }),
      ),
    );
    answer = ({ contacts }) => {
      const all = contacts.map((id) => side(id, [detail("name", `Name of ${id}`)]));
      return mergeResult({ sides: all, details: all[0]?.details ?? [] });
    };
    openDashboard(MERGE);
    write(await screen.findByRole("searchbox", { name: "One more who is the same" }), "person");
    // who is there already is not offered
    await press("Compare with Person 3");
    await screen.findByRole("button", { name: "Merge 3 contacts" });
    expect(location.search).toBe(`?with=${ADA.id},${GRACE_ID},${HEDY_ID}`);
    expect(screen.queryByRole("button", { name: "Compare with Person 1" })).toBeNull();
    await press(`Leave out: Name of ${GRACE_ID}`);
    await screen.findByRole("button", { name: "Merge 2 contacts" });
    expect(location.search).toBe(`?with=${ADA.id},${HEDY_ID}`);
  });

  it("begin with one, whose suggestions are offered first", async () => {
    server.use(
      http.get(at("/contacts/:id"), () =>
        HttpResponse.json(
          contact({
            suggestions: [
              {
                id: "s1",
                other: { id: GRACE_ID, name: "Grace", email: null },
                reason: "similar_phone",
                at: NOON,
              },
            ],
          }),
        ),
      ),
    );
    openDashboard(`${CONTACTS}/merge?with=${ADA.id}`);
    await screen.findByText(/the same phone, written differently/);
    await press("Compare with Grace");
    await row(/^Name/);
    expect(location.search).toBe(`?with=${ADA.id},${GRACE_ID}`);
  });
});

describe("duplicates", () => {
  const pair = (id: string, reason: string, a: number, b: number) => ({
    id,
    reason,
    at: NOON,
    contacts: [contactSummary(a), contactSummary(b)],
  });

  it("are shown in the server's order with the reason, and lead to the comparison", async () => {
    server.use(
      http.get(at("/suggestions"), () =>
        HttpResponse.json({
          items: [pair("s1", "same_email", 1, 2), pair("s2", "similar_name", 3, 4)],
          next: null,
        }),
      ),
    );
    openDashboard(`${CONTACTS}/duplicates`);
    const list = await screen.findByRole("list", { name: "Contacts who may be one person" });
    const [first, second] = within(list).getAllByRole("listitem");
    expect(first?.textContent).toContain("They have the same e-mail.");
    expect(second?.textContent).toContain("They have nearly the same name in one organization.");
    const link = within(first as HTMLElement).getByRole("link", { name: /^Compare and merge/ });
    expect(link.getAttribute("href")).toBe(`${CONTACTS}/merge?with=${ADA.id},${GRACE_ID}`);
  });

  it("that are not the same are remembered as two people, and leave the list", async () => {
    const dismissed: string[] = [];
    server.use(
      http.get(at("/suggestions"), () =>
        HttpResponse.json({ items: [pair("s1", "same_email", 1, 2)], next: null }),
      ),
      http.post(at("/suggestions/:id/dismiss"), ({ params }) => {
        dismissed.push(String(params.id));
        return HttpResponse.json({});
      }),
    );
    openDashboard(`${CONTACTS}/duplicates`);
    await press(/^Not the same/);
    await screen.findByText("Nobody is here twice");
    expect(dismissed).toEqual(["s1"]);
  });

  it("that cannot be loaded say so", async () => {
    server.use(http.get(at("/suggestions"), () => refuse("internal")));
    openDashboard(`${CONTACTS}/duplicates`);
    await screen.findByRole("button", { name: "Try again" });
  });
});
