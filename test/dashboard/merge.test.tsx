// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { problem } from "../../shared/error.ts";
import { CONTACTS, detail, GRACE_ID, HEDY_ID, mergeResult, press, side, write } from "./contact-fixtures.ts";
import { ADA, contact, contactSummary, NOON } from "./fixtures.ts";
import { at, openDashboard, refuse, server, useDashboard } from "./open-dashboard.tsx";

useDashboard();

interface MergeBody {
  readonly contacts: string[];
  readonly survivor?: string;
  readonly choices: Record<string, string>;
  readonly force?: boolean;
  readonly preview?: boolean;
}
let requests: MergeBody[];
let answer: (body: MergeBody) => ReturnType<typeof mergeResult>;
let undone: string[];

beforeEach(() => {
  requests = [];
  undone = [];
  answer = (body) => mergeResult({ survivor: body.survivor ?? ADA.id });
  server.use(
    http.post(at("/contacts/merge"), async ({ request }) => {
      const body = (await request.json()) as MergeBody;
      requests.push(body);
      return HttpResponse.json({ ...answer(body), merge: body.preview ? null : "m1" });
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

describe("merging contacts", () => {
  it("R13: previews the choice for each field, and merges only on request", async () => {
    openDashboard(MERGE);
    const names = await row(/^Name/);
    expect(within(names).getByRole<HTMLInputElement>("radio", { name: /Ada Lovelace/ }).checked).toBe(true);
    expect(
      within(await row(/^E-mail/)).getByText("All values are kept. Choose the primary one."),
    ).toBeTruthy();
    fireEvent.click(within(names).getByRole("radio", { name: /Grace Hopper/ }));
    await waitFor(() =>
      expect(requests.at(-1)).toMatchObject({ preview: true, choices: { name: GRACE_ID } }),
    );
    const heads = await row("Visitor ID to keep");
    fireEvent.click(within(heads).getByRole("radio", { name: GRACE_ID }));
    await waitFor(() => expect(requests.at(-1)).toMatchObject({ preview: true, survivor: GRACE_ID }));
    await waitFor(() =>
      expect(within(heads).getByRole<HTMLInputElement>("radio", { name: GRACE_ID }).checked).toBe(true),
    );
    expect(requests.every(({ preview }) => preview)).toBe(true);

    await press("Merge 2 contacts");
    await screen.findByText(/2 contacts merged into/);
    expect(requests.at(-1)).toEqual({
      contacts: [ADA.id, GRACE_ID],
      survivor: GRACE_ID,
      choices: { name: GRACE_ID },
      force: false,
    });
    expect(location.pathname).toBe(`${CONTACTS}/${GRACE_ID}`);
  });

  it("R14: Undo restores both contacts and shows the comparison again", async () => {
    openDashboard(MERGE);
    await press("Merge 2 contacts");
    await press("Undo");
    await screen.findByText("Merge undone.");
    expect(undone).toEqual(["m1"]);
    expect(location.pathname + location.search).toBe(MERGE);
  });

  it("R15: requires a confirmation for different user IDs", async () => {
    answer = () => mergeResult({ userIdsDiffer: true });
    openDashboard(MERGE);
    await screen.findByText(/These contacts have different user IDs/);
    await press("Merge 2 contacts");
    await screen.findByText("Confirm that they are the same person first.");
    expect(requests.every(({ preview }) => preview)).toBe(true);
    fireEvent.click(screen.getByRole("checkbox", { name: "They are the same person" }));
    await press("Merge 2 contacts");
    await waitFor(() => expect(requests.at(-1)).toMatchObject({ force: true }));
  });

  it("explains that a contact was merged in the meantime, and links to the current contact", async () => {
    server.use(
      http.post(at("/contacts/merge"), () => {
        const refusal = problem("contact_merged", { detail: `${GRACE_ID} is part of ${HEDY_ID} now.` });
        return HttpResponse.json(refusal, { status: refusal.status });
      }),
    );
    openDashboard(MERGE);
    await screen.findByText(`${GRACE_ID} is part of ${HEDY_ID} now.`);
    expect(screen.getByRole("link", { name: "Open the current contact" }).getAttribute("href")).toBe(
      `${CONTACTS}/${GRACE_ID}`,
    );
    expect(screen.queryByRole("button", { name: /^Merge/ })).toBeNull();
  });

  it("keeps the choices when a merge fails", async () => {
    openDashboard(MERGE);
    const names = await row(/^Name/);
    fireEvent.click(within(names).getByRole("radio", { name: /Grace Hopper/ }));
    await waitFor(() => expect(requests.at(-1)?.choices).toEqual({ name: GRACE_ID }));
    server.use(http.post(at("/contacts/merge"), () => refuse("internal"), { once: true }));
    await press("Merge 2 contacts");
    await screen.findByText(problem("internal").title);
    await press("Merge 2 contacts");
    await waitFor(() => expect(requests.at(-1)).toMatchObject({ choices: { name: GRACE_ID }, force: false }));
  });

  it("compares more than two contacts, which can be added and removed", async () => {
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
    write(await screen.findByRole("combobox", { name: "Add another contact" }), "person");
    // a contact that is compared already is not offered
    fireEvent.click(await screen.findByRole("option", { name: /^Person 3/ }));
    await screen.findByRole("button", { name: "Merge 3 contacts" });
    expect(location.search).toBe(`?with=${ADA.id},${GRACE_ID},${HEDY_ID}`);
    expect(screen.queryByRole("option", { name: /^Person 1/ })).toBeNull();
    await press(`Remove from the comparison: Name of ${GRACE_ID}`);
    await screen.findByRole("button", { name: "Merge 2 contacts" });
    expect(location.search).toBe(`?with=${ADA.id},${HEDY_ID}`);
  });

  it("suggests the duplicates of the first contact", async () => {
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
    await screen.findByText(/Same phone in another format/);
    fireEvent.click(screen.getByRole("option", { name: /^Grace/ }));
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

  it("are listed in the server's order with the reason and a link to the comparison", async () => {
    server.use(
      http.get(at("/suggestions"), () =>
        HttpResponse.json({
          items: [pair("s1", "same_email", 1, 2), pair("s2", "similar_name", 3, 4)],
          next: null,
        }),
      ),
    );
    openDashboard(`${CONTACTS}/duplicates`);
    const list = await screen.findByRole("list", { name: "Possible duplicates" });
    const [first, second] = within(list).getAllByRole("listitem");
    expect(first?.textContent).toContain("Same e-mail");
    expect(second?.textContent).toContain("Similar name in the same organization");
    const link = within(first as HTMLElement).getByRole("link", { name: /^Compare and merge/ });
    expect(link.getAttribute("href")).toBe(`${CONTACTS}/merge?with=${ADA.id},${GRACE_ID}`);
  });

  it("leave the list when they are marked as different people", async () => {
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
    await press(/^Not a duplicate/);
    await screen.findByText("No duplicates found");
    expect(dismissed).toEqual(["s1"]);
  });

  it("can be loaded again after an error", async () => {
    server.use(http.get(at("/suggestions"), () => refuse("internal")));
    openDashboard(`${CONTACTS}/duplicates`);
    await screen.findByRole("button", { name: "Try again" });
  });
});
