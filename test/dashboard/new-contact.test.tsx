// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { problem } from "../../shared/error.ts";
import { defaultSettings } from "../../shared/property.ts";
import { CONTACTS, detail, press, write } from "./contact-fixtures.ts";
import { ADA, contact, contactSummary } from "./fixtures.ts";
import { at, me, openDashboard, PROPERTY, refuse, server, useDashboard } from "./open-dashboard.tsx";

useDashboard();

let made: unknown[];
beforeEach(() => {
  made = [];
  server.use(
    http.get(at("/contacts/duplicates"), () => HttpResponse.json({ items: [] })),
    http.get(at("/contacts/:id"), () =>
      HttpResponse.json(contact({ details: [detail("name", "Ada Lovelace")] })),
    ),
    http.post(at("/contacts"), async ({ request }) => {
      made.push(await request.json());
      return HttpResponse.json(contact({}));
    }),
  );
});

const field = (name: string) => screen.findByRole("textbox", { name });

describe("a contact made by hand", () => {
  it("R7: needs a first name, and a phone of digits; the fault stands at the field", async () => {
    openDashboard(`${CONTACTS}/new`);
    write(await field("Phone"), "+49 30 x");
    await press("Add contact");
    await screen.findByText("A first name is needed.");
    expect((await field("Phone")).getAttribute("aria-invalid")).toBe("true");
    expect((await field("First name")).getAttribute("aria-invalid")).toBe("true");
    expect(made).toEqual([]);
  });

  it("has several e-mails and phones, tidied, and is opened then", async () => {
    openDashboard(`${CONTACTS}/new`);
    write(await field("First name"), " Ada ");
    write(await field("Last name"), "Lovelace");
    write(await field("E-mail"), "ada@example.com");
    await press("Another e-mail");
    write(await field("E-mail 2"), "ada@home.example");
    write(await field("Phone"), "+49 (30) 12-34");
    await press("Add contact");
    await screen.findByRole("heading", { level: 1, name: "Ada Lovelace" });
    expect(location.pathname).toBe(`${CONTACTS}/${ADA.id}`);
    expect(made).toEqual([
      {
        firstName: "Ada",
        lastName: "Lovelace",
        emails: ["ada@example.com", "ada@home.example"],
        phones: ["+49301234"],
        anyway: false,
      },
    ]);
  });

  it("who is there already is said while it is typed, with the way to open the other", async () => {
    const asked: string[] = [];
    server.use(
      http.get(at("/contacts/duplicates"), ({ request }) => {
        asked.push(new URL(request.url).search);
        return HttpResponse.json({ items: [contactSummary(7)] });
      }),
    );
    openDashboard(`${CONTACTS}/new`);
    write(await field("E-mail"), "person7@");
    write(await field("E-mail"), "person7@example.com");
    const link = await screen.findByRole("link", { name: /Person 7/ });
    expect(link.getAttribute("href")).toBe(`${CONTACTS}/V0000000000000007`);
    expect(asked).toEqual(["?email=person7%40example.com"]);
  });

  it("is a second one with the same e-mail only if the agent says so", async () => {
    let refused = 0;
    server.use(
      http.post(at("/contacts"), async ({ request }) => {
        const wanted = (await request.json()) as { anyway: boolean };
        made.push(wanted);
        if (wanted.anyway) return HttpResponse.json(contact({}));
        refused++;
        const refusal = problem("contact_exists");
        return HttpResponse.json(refusal, { status: refusal.status });
      }),
    );
    openDashboard(`${CONTACTS}/new`);
    write(await field("First name"), "Ada");
    write(await field("E-mail"), "ada@example.com");
    await press("Add contact");
    await press("Add a second contact all the same");
    await screen.findByRole("heading", { level: 1, name: "Ada Lovelace" });
    expect(refused).toBe(1);
    expect(made.at(-1)).toMatchObject({ anyway: true });
  });
});

describe("an organization", () => {
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

  it("has a page with its people, and is found in the list", async () => {
    openDashboard(ORGANIZATIONS);
    fireEvent.click(await screen.findByRole("link", { name: /acme\.example/ }));
    await screen.findByRole("heading", { level: 1, name: "Acme" });
    await screen.findByRole("link", { name: /Person 7/ });
    await screen.findByText("No conversation yet.");
    expect(location.pathname).toBe(`${ORGANIZATIONS}/o1`);
  });

  it("is called otherwise, but not as another is", async () => {
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

  it("is removed after a question, and its people stay", async () => {
    let removed = false;
    server.use(
      http.delete(at("/organizations/:id"), () => {
        removed = true;
        return HttpResponse.json({});
      }),
    );
    openDashboard(`${ORGANIZATIONS}/o1`);
    await press("Remove");
    await screen.findByText(/The contacts themselves stay/);
    fireEvent.click(screen.getAllByRole("button", { name: "Remove" }).at(-1) as HTMLElement);
    await screen.findByText("“Acme” was removed.");
    expect(removed).toBe(true);
  });
});

describe("the attributes in the settings", () => {
  const SETTINGS = `/dashboard/${PROPERTY}/settings/attributes`;
  const plan = { key: "plan", label: "Plan", type: "choice", choices: ["Free", "Pro"], position: 0 };
  const seats = { key: "seats", label: "Seats", type: "number", choices: [], position: 1 };
  let defined: [string, unknown][];
  beforeEach(() => {
    defined = [];
    server.use(
      http.get(at(""), () => {
        const settings = defaultSettings("Acme", "UTC");
        return HttpResponse.json({ id: PROPERTY, settings, version: 1, createdAt: 0, widgetSeen: null });
      }),
      http.get(at("/attributes"), () => HttpResponse.json({ items: [plan, seats] })),
      http.put(at("/attributes/:key"), async ({ params, request }) => {
        defined.push([String(params.key), await request.json()]);
        return HttpResponse.json({ items: [plan, seats] });
      }),
    );
  });

  it("are defined with a key made of the label, and a choice needs choices", async () => {
    openDashboard(SETTINGS);
    await press("Add an attribute");
    write(await field("Label"), "Size of shoes");
    expect(((await field("Key")) as HTMLInputElement).value).toBe("size_of_shoes");
    fireEvent.click(screen.getByRole("radio", { name: "Choice" }));
    await press("Save");
    await screen.findByText("At least one choice is needed.");
    write(await field("Choices"), "Small\n\nLarge\nSmall");
    await press("Save");
    await waitFor(() => expect(defined).toHaveLength(1));
    expect(defined[0]).toEqual([
      "size_of_shoes",
      { label: "Size of shoes", type: "choice", choices: ["Small", "Large"], position: 2 },
    ]);
  });

  it("are put in another order", async () => {
    openDashboard(SETTINGS);
    await press("Move up: Seats");
    await waitFor(() => expect(defined).toHaveLength(2));
    expect(defined.map(([key, one]) => [key, (one as { position: number }).position])).toEqual([
      ["seats", 0],
      ["plan", 1],
    ]);
  });

  it("a key that is taken is refused before the server is asked", async () => {
    openDashboard(SETTINGS);
    await press("Add an attribute");
    write(await field("Label"), "Plan");
    await screen.findByText("Another attribute has this key.");
    await press("Save");
    expect(defined).toEqual([]);
  });

  it("are for admins to change; agents see them", async () => {
    server.use(http.get("http://localhost:3000/api/me", () => HttpResponse.json(me("agent"))));
    openDashboard(SETTINGS);
    await screen.findByText("Only admins of the property can change the attributes.");
    await screen.findByText("Seats");
    expect(screen.queryByRole("button", { name: "Add an attribute" })).toBeNull();
  });
});
