// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import type { Contact } from "../../shared/contact.ts";
import type { Note, TimelineItem } from "../../shared/crm.ts";
import { CONTACTS, detail, GRACE_ID, press, write } from "./contact-fixtures.ts";
import { ADA, contact, NOON } from "./fixtures.ts";
import { at, openDashboard, refuse, server, useDashboard } from "./open-dashboard.tsx";

useDashboard();

const ROSA = { id: "a1", name: "Rosa" };
let ada: Contact;
let requests: { method: string; path: string; body: unknown }[];

/** Records every request that changes the contact, and answers with the current `ada`. */
beforeEach(() => {
  requests = [];
  ada = contact({
    details: [
      detail("name", "Ada Lovelace"),
      detail("email", "ada@example.com"),
      detail("email", "ada@home.example"),
      detail("phone", "+4930123", { status: "alternative", device: "V0000000000000009" }),
      detail("custom:plan", "Pro"),
    ],
  });
  const change = async ({ request }: { request: Request }) => {
    const text = await request.text();
    const path = decodeURIComponent(new URL(request.url).pathname.split("/contacts/")[1] ?? "");
    requests.push({ method: request.method, path, body: text && JSON.parse(text) });
    return HttpResponse.json(ada);
  };
  server.use(
    http.get(at("/attributes"), () =>
      HttpResponse.json({
        items: [
          { key: "plan", label: "Plan", type: "choice", choices: ["Free", "Pro"], position: 0 },
          { key: "birthday", label: "Birthday", type: "date", choices: [], position: 1 },
        ],
      }),
    ),
    http.get(at("/contacts/:id"), () => HttpResponse.json(ada)),
    http.post(at("/contacts/:id/details"), change),
    http.post(at("/contacts/:id/details/:detail/:act"), change),
    http.delete(at("/contacts/:id/details/:detail"), change),
    http.put(at("/contacts/:id/tags"), change),
  );
});

const openAda = async () => {
  const dashboard = openDashboard(`${CONTACTS}/${ADA.id}`);
  await screen.findByRole("heading", { level: 1, name: "Ada Lovelace" });
  return dashboard;
};

describe("the details of a contact", () => {
  it("R11: an alternative value is used with one click", async () => {
    await openAda();
    await press("Use this +4930123");
    await waitFor(() => expect(requests).toHaveLength(1));
    expect(requests[0]).toMatchObject({ method: "POST", path: `${ADA.id}/details/phone +4930123/take` });
  });

  it("another e-mail is made primary, and one is removed", async () => {
    await openAda();
    await press("Make primary: ada@home.example");
    await waitFor(() => expect(requests).toHaveLength(1));
    await press("Remove: ada@example.com");
    await waitFor(() => expect(requests).toHaveLength(2));
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `POST ${ADA.id}/details/email ada@home.example/first`,
      `DELETE ${ADA.id}/details/email ada@example.com`,
    ]);
  });

  it("an attribute is edited with the control of its type, and the focus returns", async () => {
    await openAda();
    await press("Edit: Plan");
    const select = screen.getByRole("combobox", { name: "Plan" });
    expect(
      within(select)
        .getAllByRole("option")
        .map(({ textContent }) => textContent),
    ).toEqual(["Choose", "Free", "Pro"]);
    fireEvent.change(select, { target: { value: "Free" } });
    await press("Save");
    await waitFor(() => expect(requests).toHaveLength(1));
    expect(requests[0]?.body).toEqual({ field: "custom:plan", value: "Free" });
    await waitFor(() => expect(document.activeElement?.getAttribute("aria-label")).toBe("Edit: Plan"));
  });

  it("R7: a phone with a letter is refused without a request, and the fault names the letter", async () => {
    await openAda();
    await press("Add Phone");
    write(screen.getByRole("textbox", { name: "Phone" }), "+49x30");
    await press("Save");
    expect((await screen.findByText(/"x" is neither/)).textContent).toContain("A phone is + and digits only");
    expect(requests).toEqual([]);
  });

  it("a value of another contact shows a link to that contact", async () => {
    server.use(http.post(at("/contacts/:id/details"), () => refuse("value_held")));
    await openAda();
    await press("Add another: E-mail");
    write(screen.getByRole("textbox", { name: "E-mail" }), "grace@example.com");
    await press("Save");
    const link = await screen.findByRole("link", { name: "Show the contact with this value" });
    expect(link.getAttribute("href")).toBe(`${CONTACTS}?q=grace%40example.com`);
  });

  it("an organization is suggested by the domain of the e-mail, and added", async () => {
    server.use(
      http.get(at("/contacts/:id/organization"), () =>
        HttpResponse.json({ suggestion: { id: null, name: "Example", domain: "example.com" } }),
      ),
    );
    await openAda();
    await press("Add Example");
    await waitFor(() => expect(requests[0]?.body).toEqual({ field: "organization", value: "Example" }));
  });

  it("HTML in a name is shown as text", async () => {
    const name = '<img src=x onerror="alert(1)">';
    ada = contact({ name, details: [detail("name", name)] });
    openDashboard(`${CONTACTS}/${ADA.id}`);
    await screen.findByRole("heading", { level: 1, name });
    expect(document.querySelector("main img")).toBeNull();
  });

  it("R4: the ID of a merged contact opens the surviving contact", async () => {
    ada = contact({ details: [detail("name", "Ada Lovelace")], aliases: [GRACE_ID] });
    openDashboard(`${CONTACTS}/${GRACE_ID}`);
    await screen.findByText(/was merged into this contact/);
    expect(screen.getByRole("heading", { name: "Other visitor IDs" })).toBeTruthy();
  });
});

describe("the tags of a contact", () => {
  it("a new name creates a tag, and a tag is removed", async () => {
    ada = { ...ada, tags: [{ id: "t1", name: "VIP" }] };
    server.use(
      http.post(at("/tags"), async ({ request }) =>
        HttpResponse.json({ id: "t2", ...((await request.json()) as object) }),
      ),
    );
    await openAda();
    expect(screen.getByRole("link", { name: "VIP" }).getAttribute("href")).toBe(`${CONTACTS}?tag=t1`);
    write(screen.getByRole("combobox", { name: "Add a tag" }), "Press");
    await press("Add the tag");
    await waitFor(() => expect(requests[0]?.body).toEqual({ tags: ["t1", "t2"] }));
    await press("Remove the tag VIP");
    await waitFor(() => expect(requests[1]?.body).toEqual({ tags: [] }));
  });
});

describe("the notes of a contact", () => {
  const note = (more: Partial<Note>): Note => ({
    id: "n1",
    agent: ROSA,
    text: "Call back, @Grace Hopper",
    mentions: [{ id: "a2", name: "Grace Hopper" }],
    createdAt: NOON,
    editedAt: null,
    ...more,
  });
  const team = [
    { id: "a1", name: "Rosa" },
    { id: "a2", name: "Grace Hopper" },
  ].map((one) => ({
    ...one,
    email: `${one.id}@example.com`,
    picture: null,
    role: "agent",
    presence: "away",
    isDisabled: false,
    since: NOON,
  }));
  let notes: Note[];

  beforeEach(() => {
    notes = [
      note({}),
      note({ id: "n2", agent: { id: "a2", name: "Grace Hopper" }, text: "Hers", mentions: [] }),
    ];
    server.use(
      http.get(at("/team"), () => HttpResponse.json({ agents: team, invitations: [] })),
      http.get(at("/contacts/:id/notes"), () => HttpResponse.json({ items: notes })),
      http.post(at("/contacts/:id/notes"), async ({ request }) => {
        requests.push({ method: "POST", path: "notes", body: await request.json() });
        return HttpResponse.json({ items: notes });
      }),
      http.delete(at("/contacts/:id/notes/:note"), () => HttpResponse.json({ items: notes.slice(1) })),
    );
  });

  it("show the author and highlight mentions; agents can edit only their own", async () => {
    await openAda();
    const list = await screen.findByRole("list", { name: "Notes" });
    expect(within(list).getByText("@Grace Hopper").className).toBe("mention");
    const [own, hers] = within(list).getAllByRole("listitem");
    expect(within(own as HTMLElement).getByRole("button", { name: "Edit note" })).toBeTruthy();
    expect(within(hers as HTMLElement).queryByRole("button", { name: "Edit note" })).toBeNull();
  });

  it("of an import are labelled, and every agent can edit them", async () => {
    notes = [note({ id: "n3", agent: null, text: "From a list", mentions: [] })];
    await openAda();
    const list = await screen.findByRole("list", { name: "Notes" });
    expect(within(list).getByText("Imported")).toBeTruthy();
    expect(within(list).getByRole("button", { name: "Edit note" })).toBeTruthy();
    expect(within(list).getByRole("button", { name: "Delete note" })).toBeTruthy();
  });

  it("suggest the team after @, by keyboard, and send the mentioned agents", async () => {
    await openAda();
    const field = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "New note" });
    await waitFor(() => {
      field.focus();
      field.value = "Ask @ho";
      field.setSelectionRange(7, 7);
      fireEvent.input(field);
      expect(screen.getByRole("option", { name: "Grace Hopper" }).getAttribute("aria-selected")).toBe("true");
    });
    fireEvent.keyDown(field, { key: "Enter" });
    await waitFor(() => expect(field.value).toBe("Ask @Grace Hopper "));
    await press("Save note");
    await waitFor(() => expect(requests[0]?.body).toEqual({ text: "Ask @Grace Hopper", mentions: ["a2"] }));
  });

  it("are restored with Undo after they were deleted", async () => {
    await openAda();
    await press("Delete note");
    await screen.findByText("Note deleted.");
    await press("Undo");
    await waitFor(() =>
      expect(requests[0]?.body).toEqual({ text: "Call back, @Grace Hopper", mentions: ["a2"] }),
    );
  });
});

describe("the timeline of a contact", () => {
  const items: TimelineItem[] = [
    { kind: "merge", id: "m2", at: NOON - 1, survivor: ADA.id, absorbed: [GRACE_ID], agent: ROSA },
    {
      kind: "unmerge",
      id: "m1-undone",
      merge: "m1",
      at: NOON - 2,
      survivor: ADA.id,
      absorbed: [GRACE_ID],
      agent: ROSA,
    },
    { kind: "merge", id: "m1", at: NOON - 3, survivor: ADA.id, absorbed: [GRACE_ID], agent: null },
    { kind: "note", id: "n1", at: NOON - 4, agent: ROSA, text: "Call back" },
    {
      kind: "change",
      id: "d1",
      at: NOON - 5,
      field: "custom:birthday",
      value: "2000-01-31",
      previous: "1999-01-31",
      status: "current",
      source: "csv",
      device: null,
    },
    {
      kind: "conversation",
      id: "c1",
      at: NOON - 6,
      ticket: 12,
      status: "closed",
      preview: "Hello",
      device: ADA.id,
    },
    { kind: "form", id: "s1", at: NOON - 7, form: "offline", conversation: "c1", device: ADA.id, page: "" },
    {
      kind: "visit",
      id: "v1",
      at: NOON - 8,
      page: "javascript:alert(1)",
      referrer: "https://example.com/",
      device: ADA.id,
    },
    { kind: "note", id: "n0", at: NOON - 9, agent: null, text: "From a list" },
  ];

  it("shows every kind of event as text, with links", async () => {
    server.use(http.get(at("/contacts/:id/timeline"), () => HttpResponse.json({ items, next: null })));
    await openAda();
    await screen.findByText(/after their identity was proven/);
    const entries = screen.getAllByRole("listitem").map(({ textContent }) => textContent ?? "");
    const having = (...words: string[]) =>
      entries.some((entry) => words.every((word) => entry.includes(word)));
    expect(having("was merged into", "by Rosa")).toBe(true);
    expect(having("Rosa undid the merge of")).toBe(true);
    expect(having("Note added by an import", "From a list")).toBe(true);
    expect(having("Birthday: Jan 31, 1999 changed to Jan 31, 2000", "CSV import")).toBe(true);
    expect(having("Ticket #12 started, now closed", "Hello")).toBe(true);
    expect(screen.getByRole("link", { name: "Ticket #12" }).getAttribute("href")).toContain(
      "inbox/closed/c1",
    );
    // an address that is no page is not followed
    expect(screen.getByText("javascript:alert(1)").tagName).toBe("SPAN");
  });

  it("R14: offers to undo a merge, unless it is undone already", async () => {
    const undone: string[] = [];
    server.use(
      http.get(at("/contacts/:id/timeline"), () => HttpResponse.json({ items, next: null })),
      http.post(at("/merges/:id/undo"), ({ params }) => {
        undone.push(String(params.id));
        return HttpResponse.json({ contacts: [ADA.id, GRACE_ID] });
      }),
    );
    await openAda();
    await screen.findByText("Undone.");
    await press("Undo merge");
    await screen.findByText("Merge undone.");
    expect(undone).toEqual(["m2"]);
  });

  it("loads older entries, and shows an error if that fails", async () => {
    let working = false;
    server.use(
      http.get(at("/contacts/:id/timeline"), ({ request }) => {
        if (!new URL(request.url).searchParams.has("cursor"))
          return HttpResponse.json({ items: items.slice(3, 4), next: "c1" });
        return working ? HttpResponse.json({ items: items.slice(5, 6), next: null }) : refuse("internal");
      }),
    );
    await openAda();
    await press("Show older");
    await screen.findByRole("button", { name: "Try again" });
    working = true;
    await press("Try again");
    await screen.findByRole("link", { name: "Ticket #12" });
  });
});

describe("the actions for a contact", () => {
  it("block it, and the notice offers Undo", async () => {
    const calls: string[] = [];
    server.use(
      http.put(at("/visitors/:id/block"), () => {
        calls.push("block");
        return HttpResponse.json({ blocked: true });
      }),
      http.delete(at("/visitors/:id/block"), () => {
        calls.push("unblock");
        return HttpResponse.json({ blocked: false });
      }),
    );
    await openAda();
    ada = { ...ada, blocked: [ADA.id] };
    await press("Block contact");
    await screen.findByText("This contact is blocked. Their messages are rejected.");
    ada = { ...ada, blocked: [] };
    await press("Undo");
    await screen.findByRole("button", { name: "Block contact" });
    expect(calls).toEqual(["block", "unblock"]);
  });

  it("R26: export its data, and erase it only after the confirmation is typed", async () => {
    let erased = 0;
    server.use(
      http.delete(at("/contacts/:id"), () => {
        erased++;
        return HttpResponse.json({});
      }),
      http.get(at("/contacts"), () => HttpResponse.json({ items: [], next: null, total: 0 })),
    );
    await openAda();
    expect(screen.getByRole("link", { name: "Export" }).getAttribute("href")).toMatch(
      new RegExp(`^/api/properties/\\w+/contacts/${ADA.id}/export$`),
    );
    await press("Erase");
    await press("Erase permanently");
    await screen.findByText("Enter the word “erase”.");
    expect(erased).toBe(0);
    write(screen.getByRole("textbox", { name: /to confirm/ }), "Erase");
    await press("Erase permanently");
    await screen.findByText("Contact erased.");
    expect(location.pathname).toBe(CONTACTS);
    expect(erased).toBe(1);
  });

  it("load it again after an error", async () => {
    server.use(http.get(at("/contacts/:id"), () => refuse("not_found"), { once: true }));
    openDashboard(`${CONTACTS}/${ADA.id}`);
    await press("Try again");
    await screen.findByRole("heading", { level: 1, name: "Ada Lovelace" });
  });
});
