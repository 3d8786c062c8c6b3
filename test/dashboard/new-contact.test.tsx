// @vitest-environment happy-dom
import { screen } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { problem } from "../../shared/error.ts";
import { CONTACTS, detail, press, write } from "./contact-fixtures.ts";
import { ADA, contact, contactSummary } from "./fixtures.ts";
import { at, openDashboard, server, useDashboard } from "./open-dashboard.tsx";

useDashboard();

let created: unknown[];
beforeEach(() => {
  created = [];
  server.use(
    http.get(at("/contacts/duplicates"), () => HttpResponse.json({ items: [] })),
    http.get(at("/contacts/:id"), () =>
      HttpResponse.json(contact({ details: [detail("name", "Ada Lovelace")] })),
    ),
    http.post(at("/contacts"), async ({ request }) => {
      created.push(await request.json());
      return HttpResponse.json(contact({}));
    }),
  );
});

const field = (name: string) => screen.findByRole("textbox", { name });

describe("the form of a new contact", () => {
  it("R7: requires a first name and a phone of digits, and shows each fault at its field", async () => {
    openDashboard(`${CONTACTS}/new`);
    write(await field("Phone"), "+49 30 x");
    await press("Add contact");
    await screen.findByText("A first name is needed.");
    expect((await field("Phone")).getAttribute("aria-invalid")).toBe("true");
    expect((await field("First name")).getAttribute("aria-invalid")).toBe("true");
    expect(created).toEqual([]);
  });

  it("sends several e-mails and phones, normalized, and opens the new contact", async () => {
    openDashboard(`${CONTACTS}/new`);
    write(await field("First name"), " Ada ");
    write(await field("Last name"), "Lovelace");
    write(await field("E-mail"), "ada@example.com");
    await press("Add another e-mail");
    write(await field("E-mail 2"), "ada@home.example");
    write(await field("Phone"), "+49 (30) 12-34");
    await press("Add contact");
    await screen.findByRole("heading", { level: 1, name: "Ada Lovelace" });
    expect(location.pathname).toBe(`${CONTACTS}/${ADA.id}`);
    expect(created).toEqual([
      {
        firstName: "Ada",
        lastName: "Lovelace",
        emails: ["ada@example.com", "ada@home.example"],
        phones: ["+49301234"],
        anyway: false,
      },
    ]);
  });

  it("warns of an existing contact while the e-mail is typed, with a link to it", async () => {
    const queries: string[] = [];
    server.use(
      http.get(at("/contacts/duplicates"), ({ request }) => {
        queries.push(new URL(request.url).search);
        return HttpResponse.json({ items: [contactSummary(7)] });
      }),
    );
    openDashboard(`${CONTACTS}/new`);
    write(await field("E-mail"), "person7@");
    write(await field("E-mail"), "person7@example.com");
    const link = await screen.findByRole("link", { name: /Person 7/ });
    expect(link.getAttribute("href")).toBe(`${CONTACTS}/V0000000000000007`);
    expect(queries).toEqual(["?email=person7%40example.com"]);
  });

  it("adds a second contact with the same e-mail only after a confirmation", async () => {
    let refused = 0;
    server.use(
      http.post(at("/contacts"), async ({ request }) => {
        const wanted = (await request.json()) as { anyway: boolean };
        created.push(wanted);
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
    await press("Add anyway");
    await screen.findByRole("heading", { level: 1, name: "Ada Lovelace" });
    expect(refused).toBe(1);
    expect(created.at(-1)).toMatchObject({ anyway: true });
  });
});
