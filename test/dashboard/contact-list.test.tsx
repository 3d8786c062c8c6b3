// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import type { BulkJob } from "../../shared/bulk-job.ts";
import type { ContactView } from "../../shared/crm.ts";
import { problem } from "../../shared/error.ts";
import { CONTACTS, press, write } from "./contact-fixtures.ts";
import { contactSummary } from "./fixtures.ts";
import { at, openDashboard, PROPERTY, refuse, server, useDashboard } from "./open-dashboard.tsx";

useDashboard();

let queries: string[];
let bulkChanges: unknown[];
let views: ContactView[];
let deleted: Set<string>;

beforeEach(() => {
  queries = [];
  bulkChanges = [];
  views = [];
  deleted = new Set();
  const people = Array.from({ length: 5 }, (_, index) => contactSummary(index + 1));
  server.use(
    http.get(at("/contacts"), ({ request }) => {
      queries.push(new URL(request.url).search);
      return HttpResponse.json({
        items: people.filter(({ id }) => !deleted.has(id)),
        next: null,
        total: null,
      });
    }),
    http.get(at("/tags"), () => HttpResponse.json({ items: [{ id: "t1", name: "VIP", contacts: 2 }] })),
    http.get(at("/attributes"), () =>
      HttpResponse.json({
        items: [{ key: "seats", label: "Seats", type: "number", choices: [], position: 0 }],
      }),
    ),
    http.get(at("/contact-views"), () => HttpResponse.json({ items: views })),
    http.put(at("/contact-views/:id"), async ({ request, params }) => {
      const view = { id: String(params.id), ...((await request.json()) as object) } as ContactView;
      views = [view];
      return HttpResponse.json(view);
    }),
    http.post(at("/contacts/bulk"), async ({ request }) => {
      const change = (await request.json()) as { contacts: string[]; kind: string };
      bulkChanges.push(change);
      if (change.kind === "delete") for (const id of change.contacts) deleted.add(id);
      return HttpResponse.json({
        changed: change.contacts,
        deletion: change.kind === "delete" ? "d1" : null,
      });
    }),
  );
});

const list = () => screen.findByRole("list", { name: "Contacts" });
const pick = async (...names: string[]) => {
  for (const name of names) fireEvent.click(await screen.findByRole("checkbox", { name: `Select ${name}` }));
};

describe("the filters of the list", () => {
  it("combine, are in the address, and can be removed one by one", async () => {
    openDashboard(CONTACTS);
    await press(/^Filters/);
    fireEvent.click(screen.getByRole("checkbox", { name: "CSV import" }));
    await waitFor(() => expect(location.search).toBe("?source=csv"));
    fireEvent.click(screen.getByRole("combobox", { name: "Tag" }));
    fireEvent.click(await screen.findByRole("option", { name: "VIP (2)" }));
    await waitFor(() => expect(location.search).toBe("?source=csv&tag=t1"));
    fireEvent.change(screen.getByRole("combobox", { name: "Phone" }), { target: { value: "no" } });
    await waitFor(() => expect(location.search).toBe("?source=csv&tag=t1&phone=no"));
    await waitFor(() => expect(queries.at(-1)).toBe("?source=csv&tag=t1&phone=no"));
    await press(/^Tag: VIP/);
    await waitFor(() => expect(location.search).toBe("?source=csv&phone=no"));
    await press("Clear all");
    await waitFor(() => expect(location.search).toBe(""));
  });

  it("accept a range of numbers for an attribute, and refuse text", async () => {
    openDashboard(CONTACTS);
    await press(/^Filters/);
    fireEvent.change(await screen.findByRole("combobox", { name: "Attribute" }), {
      target: { value: "seats" },
    });
    write(screen.getByRole("textbox", { name: "From" }), "many");
    await press("Add condition");
    await screen.findByText("Enter a valid value.");
    write(screen.getByRole("textbox", { name: "From" }), "5");
    write(screen.getByRole("textbox", { name: "To" }), "10");
    await press("Add condition");
    await waitFor(() => expect(new URLSearchParams(location.search).get("attribute")).toBe("seats:5..10"));
    await screen.findByRole("button", { name: /^Seats: 5 to 10/ });
  });

  it("show an empty state when no contact matches", async () => {
    server.use(http.get(at("/contacts"), () => HttpResponse.json({ items: [], next: null, total: null })));
    openDashboard(`${CONTACTS}?identity=proven`);
    await screen.findByText("No contacts match these filters");
    expect(screen.getByRole("button", { name: /^Proven/ })).toBeTruthy();
  });
});

describe("the order and the columns of the list", () => {
  it("sort by a column header; a second click reverses the order", async () => {
    openDashboard(CONTACTS);
    await list();
    fireEvent.click(screen.getByRole("link", { name: /^Name/ }));
    await waitFor(() => expect(queries.at(-1)).toBe("?sort=name"));
    fireEvent.click(await screen.findByRole("link", { name: /^Name sorted ascending/ }));
    await waitFor(() => expect(queries.at(-1)).toBe("?sort=name&order=desc"));
  });

  it("show the columns that are chosen in this browser", async () => {
    const { services } = openDashboard(CONTACTS);
    await list();
    expect(screen.queryByText("V0000000000000001")).toBeNull();
    fireEvent.click(screen.getByRole("checkbox", { name: "Visitor ID", hidden: true }));
    await screen.findByText("V0000000000000001");
    expect(services.preferences.getItem(`foyer.columns.${PROPERTY}`)).toBe("email,phone,source,seen,id");
  });
});

describe("the width of a column", () => {
  const WIDTHS = `foyer.widths.${PROPERTY}`;
  const edge = (column: string) => screen.findByRole("separator", { name: `Column width: ${column}` });
  const tracks = () =>
    document.querySelector<HTMLElement>(".contact-list")?.style.getPropertyValue("--tracks");

  it("is set with the arrow keys, saved in this browser, and reset with Enter", async () => {
    const { services } = openDashboard(CONTACTS);
    const handle = await edge("Name");
    expect(handle.getAttribute("aria-valuetext")).toMatch(/^automatic/);
    fireEvent.keyDown(handle, { key: "End" });
    await waitFor(() => expect(handle.getAttribute("aria-valuenow")).toBe("960"));
    fireEvent.keyDown(handle, { key: "ArrowLeft" });
    await waitFor(() => expect(handle.getAttribute("aria-valuenow")).toBe("944"));
    expect(tracks()).toMatch(/^2\.25rem 59rem minmax/);
    expect(services.preferences.getItem(WIDTHS)).toBe("name:944");
    fireEvent.keyDown(handle, { key: "Enter" });
    await waitFor(() => expect(tracks()).toMatch(/^2\.25rem minmax/));
    expect(services.preferences.getItem(WIDTHS)).toBe("");
  });

  it("is reset with a double click, which leaves the other columns unchanged", async () => {
    const { services } = openDashboard(CONTACTS);
    fireEvent.keyDown(await edge("Name"), { key: "End" });
    fireEvent.keyDown(await edge("Phone"), { key: "Home" });
    await waitFor(() => expect(services.preferences.getItem(WIDTHS)).toContain("phone:64"));
    fireEvent.dblClick(await edge("Phone"));
    await waitFor(() => expect(services.preferences.getItem(WIDTHS)).not.toContain("phone"));
    expect(services.preferences.getItem(WIDTHS)).toContain("name:960");
  });

  it("is set with buttons, and one button resets all widths", async () => {
    const { services } = openDashboard(CONTACTS);
    await list();
    const hidden = (name: string) => screen.getByRole("button", { name, hidden: true });
    expect(screen.queryByRole("button", { name: "Visitor ID: wider", hidden: true })).toBeNull();
    fireEvent.keyDown(await edge("Name"), { key: "Home" });
    fireEvent.click(hidden("Name: wider"));
    await waitFor(() => expect(services.preferences.getItem(WIDTHS)).toBe("name:80"));
    fireEvent.click(hidden("Name: narrower"));
    await waitFor(() => expect(services.preferences.getItem(WIDTHS)).toBe("name:64"));
    fireEvent.click(hidden("Reset widths"));
    await waitFor(() => expect(tracks()).toMatch(/^2\.25rem minmax/));
    expect(screen.queryByRole("button", { name: "Reset widths", hidden: true })).toBeNull();
  });
});

describe("saved views", () => {
  it("save a filter under a name", async () => {
    openDashboard(`${CONTACTS}?tag=t1`);
    await press("Save view");
    await press("Save");
    await screen.findByText("A name is needed.");
    write(screen.getByRole("textbox", { name: "Name" }), "Our VIPs");
    await press("Save");
    const link = await screen.findByRole("link", { name: "Our VIPs" });
    expect(link.getAttribute("href")).toBe(`${CONTACTS}?tag=t1`);
    expect(link.getAttribute("aria-current")).toBe("page");
    expect(views[0]).toMatchObject({ name: "Our VIPs", filter: { tag: "t1" } });
  });

  it("are deleted, and restored with Undo", async () => {
    views = [{ id: "00000000-0000-7000-8000-000000000001", name: "Our VIPs", filter: { tag: "t1" } }];
    server.use(http.delete(at("/contact-views/:id"), () => HttpResponse.json({})));
    openDashboard(`${CONTACTS}?tag=t1`);
    await press("Delete the view “Our VIPs”");
    await waitFor(() => expect(screen.queryByRole("link", { name: "Our VIPs" })).toBeNull());
    await press("Undo");
    await screen.findByRole("link", { name: "Our VIPs" });
  });
});

describe("all contacts that match a filter", () => {
  let jobs: BulkJob[];
  const started: unknown[] = [];
  const job = (more: Partial<BulkJob>): BulkJob => ({
    id: "j1",
    kind: "tag",
    tag: { id: "t1", name: "VIP" },
    state: "running",
    total: 1_234,
    done: 0,
    changed: 0,
    undoUntil: null,
    ...more,
  });
  beforeEach(() => {
    jobs = [];
    started.length = 0;
    server.use(
      http.get(at("/contact-count"), ({ request }) =>
        HttpResponse.json({ count: request.url.includes("source=csv") ? 1_234 : 5 }),
      ),
      http.get(at("/bulk-jobs"), () => HttpResponse.json({ items: jobs })),
      http.post(at("/bulk-jobs"), async ({ request }) => {
        const body = (await request.json()) as { kind: "tag" | "delete" };
        started.push(body);
        jobs = [job({ kind: body.kind })];
        return HttpResponse.json(jobs[0]);
      }),
    );
  });
  const selectAll = async () => {
    fireEvent.click(await screen.findByRole("checkbox", { name: "Select all loaded contacts" }));
    await press("Select all 1,234 that match");
    await screen.findByText("All 1,234 contacts that match selected");
  };

  it("are counted, and the export says how many it has and takes the filter", async () => {
    openDashboard(`${CONTACTS}?source=csv`);
    await screen.findByText("1,234 contacts");
    const link = screen.getByRole("link", { name: "Export 1,234 contacts" });
    expect(link.getAttribute("href")).toMatch(/contacts\.csv\?source=csv$/);
  });

  it("are offered only where the list has more than are loaded", async () => {
    openDashboard(CONTACTS);
    fireEvent.click(await screen.findByRole("checkbox", { name: "Select all loaded contacts" }));
    await screen.findByText("5 contacts selected");
    await screen.findByRole("link", { name: "Export 5 contacts" });
    expect(screen.queryByRole("button", { name: /that match$/ })).toBeNull();
  });

  it("get a tag by a job, whose progress is shown and which can be cancelled and undone", async () => {
    const acts: string[] = [];
    server.use(
      http.post(at("/bulk-jobs/:id/:act"), ({ params }) => {
        acts.push(String(params.act));
        const undone = job({ state: "undone", done: 617 });
        jobs = [
          params.act === "undo" ? undone : job({ state: "cancelled", done: 617, changed: 600, undoUntil: 1 }),
        ];
        return HttpResponse.json(jobs[0]);
      }),
    );
    openDashboard(`${CONTACTS}?source=csv`);
    await selectAll();
    await press("Tag");
    await press("Add the tag VIP");
    await waitFor(() => expect(started).toEqual([{ kind: "tag", tag: "t1", filter: { source: "csv" } }]));
    await screen.findByRole("progressbar", { name: "Adding the tag “VIP” to 1,234 contacts" });
    expect(screen.queryByText(/selected$/)).toBeNull();
    await press("Cancel");
    await screen.findByText("Cancelled: Tag “VIP” added to 600 contacts.");
    await press("Undo");
    await waitFor(() => expect(screen.queryByText(/^Cancelled/)).toBeNull());
    expect(acts).toEqual(["cancel", "undo"]);
  });

  it("R26: are deleted only after a question that says how many, and until when it can be undone", async () => {
    openDashboard(`${CONTACTS}?source=csv`);
    await selectAll();
    await press("Delete");
    await screen.findByText(/You can undo it for a day/);
    expect(started).toEqual([]);
    await press("Delete 1,234 contacts");
    await screen.findByRole("progressbar", { name: "Deleting 1,234 contacts" });
    expect(started).toEqual([{ kind: "delete", filter: { source: "csv" } }]);
  });

  it("are selected one by one again when a row is clicked", async () => {
    openDashboard(`${CONTACTS}?source=csv`);
    await selectAll();
    await pick("Person 1");
    await screen.findByText("4 contacts selected");
  });
});

describe("the actions for selected contacts", () => {
  it("add a tag to all selected contacts, and Undo removes it", async () => {
    openDashboard(CONTACTS);
    await pick("Person 1", "Person 2");
    await screen.findByText("2 contacts selected");
    await press("Tag");
    await press("Add the tag VIP");
    await screen.findByText("Tag “VIP” added to 2 contacts.");
    await press("Undo");
    await waitFor(() => expect(bulkChanges).toHaveLength(2));
    const contacts = ["V0000000000000001", "V0000000000000002"];
    expect(bulkChanges).toEqual([
      { contacts, kind: "tag", tag: "t1" },
      { contacts, kind: "untag", tag: "t1" },
    ]);
  });

  it("remove deleted contacts from the list, and Undo restores them", async () => {
    server.use(
      http.post(at("/deletions/:id/undo"), () => {
        deleted.clear();
        return HttpResponse.json({ contacts: ["V0000000000000003"] });
      }),
    );
    openDashboard(CONTACTS);
    await pick("Person 3");
    await press("Delete");
    await screen.findByText("1 contact deleted.");
    expect(screen.queryByText("Person 3")).toBeNull();
    expect(screen.queryByText("1 contact selected")).toBeNull();
    await press("Undo");
    await screen.findByText("Person 3");
  });

  it("show an error and keep the selection", async () => {
    server.use(http.post(at("/contacts/bulk"), () => refuse("internal")));
    openDashboard(CONTACTS);
    await pick("Person 3");
    await press("Delete");
    await screen.findByText(problem("internal").title);
    expect(screen.getByText("1 contact selected")).toBeTruthy();
  });

  it("select the focused row with the key x, and all rows with one checkbox", async () => {
    openDashboard(CONTACTS);
    const row = within(await list()).getAllByRole("link")[1] as HTMLElement;
    fireEvent.keyDown(row, { key: "x" });
    await screen.findByText("1 contact selected");
    fireEvent.click(screen.getByRole("checkbox", { name: "Select all loaded contacts" }));
    await screen.findByText("5 contacts selected");
    expect(screen.getByRole("link", { name: "Merge" }).getAttribute("href")).toContain(
      "merge?with=V0000000000000001,V0000000000000002",
    );
    await press("Clear selection");
    await waitFor(() => expect(screen.queryByText(/selected$/)).toBeNull());
  });

  it("R19: export the selected contacts in the format of an import", async () => {
    const queries: unknown[] = [];
    server.use(
      http.post(at("/contacts/export"), async ({ request }) => {
        queries.push(await request.json());
        return HttpResponse.text("\ufeffVisitor ID\nV0000000000000002\n");
      }),
    );
    const files: Blob[] = [];
    const before = URL.createObjectURL;
    URL.createObjectURL = (file) => {
      files.push(file as Blob);
      return "blob:none";
    };
    openDashboard(CONTACTS);
    await pick("Person 2");
    await press("Export");
    await waitFor(() => expect(files).toHaveLength(1));
    URL.createObjectURL = before;
    expect(queries).toEqual([{ contacts: ["V0000000000000002"] }]);
    // the mark by which a spreadsheet knows UTF-8 is still there
    const bytes = new Uint8Array((await files[0]?.arrayBuffer()) as ArrayBuffer);
    expect(Buffer.from(bytes).toString()).toBe("\ufeffVisitor ID\nV0000000000000002\n");
  });
});
