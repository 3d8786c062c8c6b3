// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { problem } from "../../shared/error.ts";
import type { ImportInfo, ImportMapping } from "../../shared/import.ts";
import { NO_REPAIRS, type RepairOptions } from "../../shared/repair-options.ts";
import { IMPORT, importAt, report } from "./import-fixtures.ts";
import { at, me, openDashboard, PROPERTY, refuse, server, useDashboard } from "./open-dashboard.tsx";

useDashboard();

const IMPORT_PAGE = `/dashboard/${PROPERTY}/contacts/import`;

/** The server's state of the import; the handlers below change it. */
let info: ImportInfo;
let mapping: ImportMapping | null;
let repairs: RepairOptions | null;
let previous: ImportInfo[];

beforeEach(() => {
  info = importAt("uploaded");
  mapping = null;
  repairs = null;
  previous = [];
  server.use(
    http.get(at("/imports"), () => HttpResponse.json({ items: previous })),
    http.get(at("/imports/:id"), () => HttpResponse.json(info)),
    http.post(at("/imports/:id/check"), async ({ request }) => {
      const sent = (await request.json()) as { mapping: ImportMapping; repairs: RepairOptions };
      ({ mapping, repairs } = sent);
      info = importAt("checking", { mapping, progress: 0.25 });
      return HttpResponse.json(info);
    }),
    http.post(at("/imports/:id/preview"), async ({ request }) => {
      const { mapping } = (await request.json()) as { mapping: ImportMapping };
      const lacks = (field: string) => !mapping.some((one) => one === field);
      const tagSeparator = lacks("tags") ? null : "|";
      const suggested = { ...NO_REPAIRS, nameFromEmail: lacks("name"), tagSeparator };
      return HttpResponse.json({ rows: [], suggested });
    }),
    http.get(at("/imports/:id/editable-rows"), () => HttpResponse.json({ items: [] })),
    http.post(at("/imports/:id/start"), () => {
      info = importAt("importing", { progress: 0.5 });
      return HttpResponse.json(info);
    }),
    http.post(at("/imports/:id/undo"), () => {
      info = importAt("undoing", { progress: 0 });
      return HttpResponse.json(info);
    }),
  );
});

const heading = (name: string | RegExp) => screen.findByRole("heading", { level: 2, name });
const choose = (file: File) =>
  fireEvent.change(screen.getByLabelText("CSV file"), { target: { files: [file] } });
const FILE = new File(["Name;Mail\nAda;ada@example.com\n"], "Gäste 2026.csv", { type: "text/csv" });

describe("the upload of a file", () => {
  it("sends the file with its name, and opens the columns under the address of the import", async () => {
    const sent: string[] = [];
    server.use(
      http.post(at("/imports"), async ({ request }) => {
        sent.push(decodeURIComponent(request.headers.get("x-foyer-name") ?? ""), await request.text());
        return HttpResponse.json(info);
      }),
    );
    openDashboard(IMPORT_PAGE);
    await heading("Choose a file");
    choose(FILE);
    await heading("Map columns");
    expect(sent).toEqual(["Gäste 2026.csv", "Name;Mail\nAda;ada@example.com\n"]);
    expect(location.pathname).toBe(`${IMPORT_PAGE}/${IMPORT}`);
  });

  it("R16: shows why a file cannot be read, with the line, and another file can be chosen", async () => {
    const detail = "Line 12: A quotation mark is opened here and never closed.";
    server.use(
      http.post(at("/imports"), () =>
        HttpResponse.json(problem("import_unreadable", { detail }), { status: 422 }),
      ),
    );
    openDashboard(IMPORT_PAGE);
    await heading("Choose a file");
    choose(FILE);
    await screen.findByText(detail);
    expect(screen.getByRole("button", { name: "Choose a file" })).toBeTruthy();
    expect(location.pathname).toBe(IMPORT_PAGE);
  });

  it("can be cancelled without an error", async () => {
    server.use(http.post(at("/imports"), () => new Promise<never>(() => undefined)));
    openDashboard(IMPORT_PAGE);
    await heading("Choose a file");
    choose(FILE);
    expect(await screen.findByRole("progressbar", { name: "Uploading the file" })).toBeTruthy();
    await waitFor(() => expect(document.activeElement?.textContent).toBe("Cancel"));
    fireEvent.click(screen.getByRole("button", { name: "Cancel" }));
    await screen.findByRole("button", { name: "Choose a file" });
    await waitFor(() => expect(document.activeElement?.textContent).toBe("Choose a file"));
    expect(screen.queryByText(/cannot be reached/)).toBeNull();
  });

  it("asks before another page is opened", async () => {
    server.use(http.post(at("/imports"), () => new Promise<never>(() => undefined)));
    const { uninstall } = openDashboard(IMPORT_PAGE);
    onTestFinished(uninstall);
    await heading("Choose a file");
    choose(FILE);
    await screen.findByRole("progressbar", { name: "Uploading the file" });
    fireEvent.click(screen.getByRole("link", { name: "Inbox" }));
    const dialog = await screen.findByRole("dialog", { name: "Cancel the upload?" });
    fireEvent.click(within(dialog).getByRole("button", { name: "Continue upload" }));
    expect(location.pathname).toBe(IMPORT_PAGE);
    expect(screen.getByRole("progressbar", { name: "Uploading the file" })).toBeTruthy();
  });

  it("accepts one file that is dropped anywhere on the page", async () => {
    openDashboard(IMPORT_PAGE);
    await heading("Choose a file");
    const drop = (...files: File[]) => {
      const event = new Event("drop", { bubbles: true, cancelable: true });
      Object.assign(event, { dataTransfer: { types: ["Files"], files, items: [] } });
      fireEvent(document, event);
      return event;
    };
    await waitFor(() => expect(drop(FILE, FILE).defaultPrevented).toBe(true));
    await screen.findByText("Drop one file at a time.");
    server.use(http.post(at("/imports"), () => HttpResponse.json(info)));
    drop(FILE);
    await heading("Map columns");
  });

  it("is shown with the previous imports and their results", async () => {
    previous = [
      importAt("done", { id: "i1", fileName: "spring.csv" }),
      importAt("undone", { id: "i2", fileName: "mistake.csv" }),
      importAt("failed", { id: "i3", fileName: "broken.csv" }),
    ];
    openDashboard(IMPORT_PAGE);
    const list = await screen.findByRole("list", { name: "Previous imports" });
    const lines = within(list)
      .getAllByRole("link")
      .map(({ textContent }) => textContent);
    expect(lines[0]).toContain("spring.csv4,600 new, 212 updated, 188 refused");
    expect(lines[1]).toContain("mistake.csvUndone");
    expect(lines[2]).toContain("broken.csvCould not be read");
  });
});

describe("the columns of a file", () => {
  it("R16: are shown with samples and a suggested mapping, which can be corrected", async () => {
    openDashboard(`${IMPORT_PAGE}/${IMPORT}`);
    await heading("Map columns");
    const name = screen.getByLabelText<HTMLSelectElement>("Import “Name” as");
    const tags = screen.getByLabelText<HTMLSelectElement>("Import “Tags” as");
    expect(name.value).toBe("name");
    expect(tags.value).toBe("");
    expect(screen.getByText("ليلى حداد")).toBeTruthy();
    expect(screen.getByLabelText("Import “Column 3” as")).toBeTruthy();
    expect(screen.getByText(/2 columns will not be imported/)).toBeTruthy();
    fireEvent.change(tags, { target: { value: "phone" } });
    await screen.findByText(/1 column will not be imported/);
    fireEvent.click(screen.getByRole("button", { name: "Check file" }));
    await heading("Checking the file");
    expect(mapping).toEqual(["name", "email", null, "phone"]);
  });

  it("R16: can be mapped to the owner's attributes, which are a group with hints about their format", async () => {
    info = importAt("uploaded", { mapping: ["name", "email", "attribute:gone", "tags"] });
    const items = [
      { key: "plan", label: "Plan", type: "choice", choices: ["Free", "Pro"], position: 0 },
      { key: "since", label: "Since", type: "date", choices: [], position: 1 },
      { key: "since_2", label: "Since", type: "number", choices: [], position: 2 },
    ];
    server.use(http.get(at("/attributes"), () => HttpResponse.json({ items })));
    openDashboard(`${IMPORT_PAGE}/${IMPORT}`);
    await heading("Map columns");
    const tags = screen.getByLabelText<HTMLSelectElement>("Import “Tags” as");
    const own = await within(tags).findByRole("group", { name: "Your attributes" });
    expect([...own.children].map(({ textContent }) => textContent)).toEqual([
      "Plan",
      "Since (since)",
      "Since (since_2)",
    ]);
    expect(screen.getByText("Separate tags with commas or semicolons. New tags are created.")).toBeTruthy();
    fireEvent.change(tags, { target: { value: "attribute:plan" } });
    await screen.findByText("One of: Free, Pro");
    fireEvent.change(tags, { target: { value: "attribute:since" } });
    await screen.findByText("A date, for example 2026-01-31");
    // what the server knows of a column stays, whatever this browser knows
    const gone = screen.getByLabelText<HTMLSelectElement>("Import “Column 3” as");
    expect(gone.value).toBe("attribute:gone");
    fireEvent.click(screen.getByRole("button", { name: "Check file" }));
    await heading("Checking the file");
    expect(mapping).toEqual(["name", "email", "attribute:gone", "attribute:since"]);
  });

  it("can be mapped although the attributes cannot be loaded", async () => {
    server.use(http.get(at("/attributes"), () => refuse("storage_unavailable")));
    openDashboard(`${IMPORT_PAGE}/${IMPORT}`);
    await heading("Map columns");
    fireEvent.change(screen.getByLabelText("Import “Tags” as"), { target: { value: "tags" } });
    await screen.findByText(/1 column will not be imported/);
  });

  it("keep their mapping after a reload", async () => {
    const { services } = openDashboard(`${IMPORT_PAGE}/${IMPORT}`);
    await heading("Map columns");
    fireEvent.change(screen.getByLabelText("Import “Tags” as"), { target: { value: "user_id" } });
    await screen.findByText(/1 column will not be imported/);
    const saved = services.preferences.getItem("foyer.import.columns");
    expect(saved).toContain("user_id");
    const again = openDashboard(`${IMPORT_PAGE}/other`);
    again.services.preferences.setItem("foyer.import.columns", saved ?? "");
    await waitFor(() => {
      const selects = screen.getAllByLabelText<HTMLSelectElement>("Import “Tags” as");
      expect(selects.map(({ value }) => value)).toContain("user_id");
    });
  });

  const nameless: ImportMapping = [null, "email", null, null];
  const nameSwitch = () => screen.findByRole<HTMLInputElement>("switch", { name: /missing name/ });
  const isOn = async () => {
    const control = await nameSwitch();
    return control.checked || control.getAttribute("aria-checked") === "true";
  };
  const mapName = (value: string) =>
    fireEvent.change(screen.getByLabelText("Import “Name” as"), { target: { value } });
  const openColumns = (state: "uploaded" | "checked", mapped: ImportMapping, nameFromEmail: boolean) => {
    info = importAt(state, { mapping: mapped, repairs: { ...NO_REPAIRS, nameFromEmail } });
    openDashboard(`${IMPORT_PAGE}/${IMPORT}${state === "checked" ? "/columns" : ""}`);
    return heading("Map columns");
  };

  it("R17: suggest repairs for the columns as they are mapped now", async () => {
    await openColumns("uploaded", nameless, true);
    expect(await isOn()).toBe(true);
    mapName("name");
    await waitFor(async () => expect(await isOn()).toBe(false));
    mapName("");
    await waitFor(async () => expect(await isOn()).toBe(true));
    fireEvent.change(screen.getByLabelText("Import “Tags” as"), { target: { value: "tags" } });
    const separator = await screen.findByLabelText<HTMLSelectElement>("Separator of tags");
    await waitFor(() => expect(separator.value).toBe("|"));
  });

  it("R17: send the repairs for the columns as they are mapped at this moment", async () => {
    await openColumns("uploaded", nameless, true);
    mapName("name");
    fireEvent.click(screen.getByRole("button", { name: "Check file" }));
    await heading("Checking the file");
    expect(repairs?.nameFromEmail).toBe(false);
  });

  it.each(["uploaded", "checked"] as const)(
    "R17: keep the repairs that the owner has chosen (%s)",
    async (state) => {
      // before a check the owner chooses it now; of a checked file it was chosen before
      await openColumns(state, nameless, state === "uploaded");
      if (state === "uploaded") fireEvent.click(await nameSwitch());
      await waitFor(async () => expect(await isOn()).toBe(false));
      fireEvent.change(screen.getByLabelText("Import “Tags” as"), { target: { value: "tags" } });
      const separator = await screen.findByLabelText<HTMLSelectElement>("Separator of tags");
      await waitFor(() => expect(separator.value).toBe("|"));
      expect(await isOn()).toBe(false);
    },
  );

  it("name the program that exported the file", async () => {
    info = importAt("uploaded", { preset: "tawk" });
    openDashboard(`${IMPORT_PAGE}/${IMPORT}`);
    await screen.findByText("tawk.to");
  });

  it("show the fault of the server", async () => {
    const message = "A column for the name is required.";
    const faults = [{ path: "mapping", code: "mapping", message }];
    server.use(
      http.post(at("/imports/:id/check"), () =>
        HttpResponse.json(problem("invalid_request", { faults }), { status: 422 }),
      ),
    );
    openDashboard(`${IMPORT_PAGE}/${IMPORT}`);
    await heading("Map columns");
    fireEvent.click(screen.getByRole("button", { name: "Check file" }));
    await screen.findByText(message);
  });
});

describe("the review", () => {
  it("R17: shows the number of rows for each outcome and the rows with issues, before anything is written", async () => {
    info = importAt("checked");
    openDashboard(`${IMPORT_PAGE}/${IMPORT}`);
    await heading("4,812 of 5,000 rows to import");
    const table = screen.getByRole("table", { name: "Refused" });
    const cells = within(table)
      .getAllByRole("row")
      .map((row) => row.textContent);
    expect(cells[1]).toContain("17");
    expect(cells[1]).toContain("A name is needed.");
    expect(screen.getByText("ليلى حداد").tagName).toBe("BDI");
    expect(screen.getByText(/Showing the first 2 of 188/)).toBeTruthy();
    expect(screen.getByText("Tags")).toBeTruthy();
    const download = screen.getByRole("link", { name: "Download refused rows" });
    expect(download.getAttribute("href")).toBe(`/api/properties/${PROPERTY}/imports/${IMPORT}/refused.csv`);
  });

  it("starts the import with one button", async () => {
    info = importAt("checked");
    openDashboard(`${IMPORT_PAGE}/${IMPORT}`);
    fireEvent.click(await screen.findByRole("button", { name: "Import 4,812 rows" }));
    await heading("Importing");
    await waitFor(() => expect(document.activeElement?.textContent).toBe("Importing"));
  });

  it("links to the columns, which have an address of their own", async () => {
    info = importAt("checked");
    openDashboard(`${IMPORT_PAGE}/${IMPORT}`);
    fireEvent.click(await screen.findByRole("link", { name: "Edit columns" }));
    await heading("Map columns");
    expect(location.pathname).toBe(`${IMPORT_PAGE}/${IMPORT}/columns`);
    fireEvent.click(screen.getByRole("button", { name: "Check file" }));
    await heading("Checking the file");
    expect(location.pathname).toBe(`${IMPORT_PAGE}/${IMPORT}`);
  });

  it("offers no import if nothing is new", async () => {
    const counts = { new: 0, updated: 0, unchanged: 5_000, conflict: 0, refused: 0 };
    info = importAt("checked", { check: report({ counts, remarks: [] }) });
    openDashboard(`${IMPORT_PAGE}/${IMPORT}`);
    await heading("Nothing new to import");
    expect(screen.queryByRole("button", { name: /^Import/ })).toBeNull();
  });

  it("groups the rows with issues by kind, and shows only the first of them at first", async () => {
    const remarks = Array.from({ length: 50 }, (_, index) => ({
      line: index + 2,
      outcome: "refused" as const,
      reason: `Reason ${index}`,
      name: "",
      email: "",
      leftOut: 0,
    }));
    const repeated = {
      line: 90,
      outcome: "unchanged" as const,
      reason: "The same person as in line 3.",
      name: "Ada",
      email: "",
      leftOut: 0,
    };
    info = importAt("checked", { check: report({ duplicates: 31, remarks: [...remarks, repeated] }) });
    openDashboard(`${IMPORT_PAGE}/${IMPORT}`);
    const table = await screen.findByRole("table", { name: "Refused" });
    expect(within(table).getAllByRole("row")).toHaveLength(11);
    fireEvent.click(screen.getByRole("button", { name: "Show all 50" }));
    await waitFor(() => expect(within(table).getAllByRole("row")).toHaveLength(51));
    fireEvent.click(screen.getByLabelText("Duplicates 31"));
    await screen.findByText("The same person as in line 3.");
  });

  it("shows HTML in cells as text", async () => {
    const evil = "<img src=x onerror=alert(1)>";
    info = importAt("checked", {
      fileName: evil,
      check: report({
        remarks: [{ line: 2, outcome: "refused", reason: evil, name: evil, email: "", leftOut: 0 }],
        notImported: [evil],
      }),
    });
    openDashboard(`${IMPORT_PAGE}/${IMPORT}`);
    await heading("4,812 of 5,000 rows to import");
    expect(screen.getAllByText(evil)).toHaveLength(4);
    expect(document.querySelector("main img")).toBeNull();
  });
});

describe("the progress of an import", () => {
  it("R18: is shown live, followed by the report", async () => {
    info = importAt("importing", { progress: 0.42 });
    openDashboard(`${IMPORT_PAGE}/${IMPORT}`);
    const bar = await screen.findByRole("progressbar", { name: "Importing rows" });
    expect(bar.getAttribute("aria-valuenow")).toBe("42");
    await waitFor(() => expect(document.title).toBe("42% · Import contacts · Acme · Foyer"));
    expect(screen.getByText(/You can close this page/)).toBeTruthy();
    info = importAt("importing", { progress: 0.87 });
    await waitFor(() => expect(bar.getAttribute("aria-valuenow")).toBe("87"), { timeout: 5_000 });
    info = importAt("done");
    await screen.findByRole("heading", { level: 2, name: "4,600 new contacts imported" }, { timeout: 5_000 });
    await waitFor(() => expect(document.activeElement?.textContent).toBe("4,600 new contacts imported"));
  });

  it("stays on the screen while the server is unreachable, and continues afterwards", async () => {
    info = importAt("importing", { progress: 0.42 });
    openDashboard(`${IMPORT_PAGE}/${IMPORT}`);
    await screen.findByRole("progressbar", { name: "Importing rows" });
    server.use(http.get(at("/imports/:id"), () => HttpResponse.error(), { once: true }));
    await screen.findByText(/The server cannot be reached/, {}, { timeout: 5_000 });
    expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("42");
    info = importAt("done");
    await screen.findByRole("heading", { level: 2, name: /imported$/ }, { timeout: 10_000 });
  });
});

describe("a finished import", () => {
  it("R18: can be undone as a whole after a confirmation", async () => {
    info = importAt("done");
    openDashboard(`${IMPORT_PAGE}/${IMPORT}`);
    fireEvent.click(await screen.findByRole("button", { name: "Undo this import" }));
    const dialog = screen.getByRole("dialog", { name: "Undo this import?" });
    fireEvent.click(within(dialog).getByRole("button", { name: "Undo import" }));
    await heading("Undoing the import");
    info = importAt("undone");
    await screen.findByRole("heading", { level: 2, name: "Import undone" }, { timeout: 5_000 });
    expect(screen.queryByRole("button", { name: "Undo this import" })).toBeNull();
  });

  it("shows that another admin has undone it at the same time", async () => {
    info = importAt("done");
    server.use(
      http.post(at("/imports/:id/undo"), () => {
        info = importAt("undone");
        return refuse("import_not_ready");
      }),
    );
    openDashboard(`${IMPORT_PAGE}/${IMPORT}`);
    fireEvent.click(await screen.findByRole("button", { name: "Undo this import" }));
    fireEvent.click(screen.getByRole("button", { name: "Undo import" }));
    await heading("Import undone");
    expect(screen.getByText("Another admin continued this import in the meantime.")).toBeTruthy();
  });

  it("shows the error in the dialog if it cannot be undone", async () => {
    info = importAt("done");
    server.use(http.post(at("/imports/:id/undo"), () => refuse("storage_unavailable")));
    openDashboard(`${IMPORT_PAGE}/${IMPORT}`);
    fireEvent.click(await screen.findByRole("button", { name: "Undo this import" }));
    const dialog = screen.getByRole("dialog", { name: "Undo this import?" });
    fireEvent.click(within(dialog).getByRole("button", { name: "Undo import" }));
    await within(dialog).findByText(/cannot save data at the moment/);
  });

  it("shows why it failed, with the line, and that nothing was imported", async () => {
    const fault = { code: "csv_unclosed_quote", line: 4_211, message: "A quotation mark is never closed." };
    info = importAt("failed", { fault });
    openDashboard(`${IMPORT_PAGE}/${IMPORT}`);
    await heading("The file could not be read");
    expect(screen.getByText(/Line 4,211/)).toBeTruthy();
    expect(screen.getByText(/Nothing was imported/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Undo this import" })).toBeNull();
  });
});

describe("the permission to import and export", () => {
  it("is given to admins, with links on the list of contacts", async () => {
    server.use(http.get(at("/contacts"), () => HttpResponse.json({ items: [], next: null, total: 0 })));
    openDashboard(`/dashboard/${PROPERTY}/contacts`);
    const link = await screen.findByRole("link", { name: "Export" });
    expect(link.getAttribute("href")).toBe(`/api/properties/${PROPERTY}/contacts.csv`);
    expect(link.hasAttribute("download")).toBe(true);
    expect(screen.getByRole("link", { name: "Import" }).getAttribute("href")).toBe(IMPORT_PAGE);
  });

  it("is not given to agents, who are told to ask an admin", async () => {
    server.use(
      http.get("http://localhost:3000/api/me", () => HttpResponse.json(me("agent"))),
      http.get(at("/contacts"), () => HttpResponse.json({ items: [], next: null, total: 0 })),
    );
    openDashboard(IMPORT_PAGE);
    await screen.findByRole("heading", { name: "Only admins can import contacts" });
    fireEvent.click(screen.getByRole("link", { name: "Back to contacts" }));
    await screen.findByText("No contacts yet");
    expect(screen.queryByRole("link", { name: "Export" })).toBeNull();
  });
});
