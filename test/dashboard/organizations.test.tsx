// @vitest-environment happy-dom
import { fireEvent, screen } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { press, write } from "./contact-fixtures.ts";
import { contactSummary } from "./fixtures.ts";
import { at, openDashboard, PROPERTY, refuse, server, useDashboard } from "./open-dashboard.tsx";

useDashboard();

const field = (name: string) => screen.findByRole("textbox", { name });

describe("organizations", () => {
  const acme = { id: "o1", name: "Acme", domain: "acme.example", createdAt: 0, people: 1 };
  const ORGANIZATIONS = `/dashboard/${PROPERTY}/organizations`;
  beforeEach(() => {
    server.use(
      http.get(at("/organizations"), () => HttpResponse.json({ items: [acme], next: null })),
      http.get(at("/organizations/:id"), () => HttpResponse.json(acme)),
      http.get(at("/organizations/:id/conversations"), () => HttpResponse.json({ items: [], next: null })),
      http.get(at("/contacts"), () =>
        HttpResponse.json({ items: [contactSummary(7)], next: null, total: null }),
      ),
    );
  });

  it("have a page with their contacts, which the list links to", async () => {
    openDashboard(ORGANIZATIONS);
    fireEvent.click(await screen.findByRole("link", { name: /acme\.example/ }));
    await screen.findByRole("heading", { level: 1, name: "Acme" });
    await screen.findByRole("link", { name: /Person 7/ });
    await screen.findByText("No conversations yet.");
    expect(location.pathname).toBe(`${ORGANIZATIONS}/o1`);
  });

  it("can be renamed, but not to the name of another organization", async () => {
    const updates: unknown[] = [];
    server.use(
      http.patch(at("/organizations/:id"), async ({ request }) => {
        const update = (await request.json()) as { name: string };
        updates.push(update);
        return update.name === "Taken" ? refuse("name_taken") : HttpResponse.json({ ...acme, ...update });
      }),
    );
    openDashboard(`${ORGANIZATIONS}/o1`);
    await press("Edit");
    write(await field("Name"), "Taken");
    await press("Save");
    await screen.findByText("Another organization has this name.");
    write(await field("Name"), "Acme Ltd");
    write(await field("E-mail domain"), "no domain");
    await press("Save");
    await screen.findByText(/not a domain/);
    write(await field("E-mail domain"), "");
    await press("Save");
    await screen.findByRole("heading", { level: 1, name: "Acme Ltd" });
    expect(updates.at(-1)).toEqual({ name: "Acme Ltd", domain: null });
  });

  it("are deleted after a confirmation, without their contacts", async () => {
    let removed = false;
    server.use(
      http.delete(at("/organizations/:id"), () => {
        removed = true;
        return HttpResponse.json({});
      }),
    );
    openDashboard(`${ORGANIZATIONS}/o1`);
    await press("Delete");
    await screen.findByText(/The contacts\s+are not deleted/);
    fireEvent.click(screen.getAllByRole("button", { name: "Delete" }).at(-1) as HTMLElement);
    await screen.findByText("Organization “Acme” deleted.");
    expect(removed).toBe(true);
  });
});
