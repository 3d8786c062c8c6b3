// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { problem } from "../../shared/error.ts";
import type { ImportInfo, ImportMapping } from "../../shared/import.ts";
import { IMPORT, importAt, report } from "./import-fixtures.ts";
import { at, me, openDashboard, PROPERTY, refuse, server, useDashboard } from "./open-dashboard.tsx";

useDashboard();

const PLACE = `/dashboard/${PROPERTY}/contacts/import`;

/** What the server has of the import; the handlers below move it on. */
let info: ImportInfo;
let mapping: ImportMapping | null;
let earlier: ImportInfo[];

beforeEach(() => {
  info = importAt("uploaded");
  mapping = null;
  earlier = [];
  server.use(
    http.get(at("/imports"), () => HttpResponse.json({ items: earlier })),
    http.get(at("/imports/:id"), () => HttpResponse.json(info)),
    http.post(at("/imports/:id/check"), async ({ request }) => {
      mapping = ((await request.json()) as { mapping: ImportMapping }).mapping;
      info = importAt("checking", { mapping, progress: 0.25 });
      return HttpResponse.json(info);
    }),
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

describe("a file to import", () => {
  it("goes to the server under its own name, and then asks for its columns under an address of its own", async () => {
    const sent: string[] = [];
    server.use(
      http.post(at("/imports"), async ({ request }) => {
        sent.push(decodeURIComponent(request.headers.get("x-foyer-name") ?? ""), await request.text());
        return HttpResponse.json(info);
      }),
    );
    openDashboard(PLACE);
    await heading("Choose a file");
    choose(FILE);
    await heading("What is in the columns?");
    expect(sent).toEqual(["Gäste 2026.csv", "Name;Mail\nAda;ada@example.com\n"]);
    expect(location.pathname).toBe(`${PLACE}/${IMPORT}`);
  });

  it("R16: that can't be read is refused in words, with the line, and another can be chosen", async () => {
    const detail = "Line 12: A quotation mark is opened here and never closed.";
    server.use(
      http.post(at("/imports"), () =>
        HttpResponse.json(problem("import_unreadable", { detail }), { status: 422 }),
      ),
    );
    openDashboard(PLACE);
    await heading("Choose a file");
    choose(FILE);
    await screen.findByText(detail);
    expect(screen.getByRole("button", { name: "Choose a file" })).toBeTruthy();
    expect(location.pathname).toBe(PLACE);
  });

  it("that is stopped on its way leaves no complaint", async () => {
    server.use(http.post(at("/imports"), () => new Promise<never>(() => undefined)));
    openDashboard(PLACE);
    await heading("Choose a file");
    choose(FILE);
    expect(await screen.findByRole("progressbar", { name: "Sending the file" })).toBeTruthy();
    await waitFor(() => expect(document.activeElement?.textContent).toBe("Stop"));
    fireEvent.click(screen.getByRole("button", { name: "Stop" }));
    await screen.findByRole("button", { name: "Choose a file" });
    await waitFor(() => expect(document.activeElement?.textContent).toBe("Choose a file"));
    expect(screen.queryByText(/cannot be reached/)).toBeNull();
  });

  it("that is on its way is not lost by a click on something else", async () => {
    server.use(http.post(at("/imports"), () => new Promise<never>(() => undefined)));
    const { uninstall } = openDashboard(PLACE);
    onTestFinished(uninstall);
    await heading("Choose a file");
    choose(FILE);
    await screen.findByRole("progressbar", { name: "Sending the file" });
    fireEvent.click(screen.getByRole("link", { name: "Inbox" }));
    const dialog = await screen.findByRole("dialog", { name: "Stop sending the file?" });
    fireEvent.click(within(dialog).getByRole("button", { name: "Keep sending" }));
    expect(location.pathname).toBe(PLACE);
    expect(screen.getByRole("progressbar", { name: "Sending the file" })).toBeTruthy();
  });

  it("can be dropped anywhere on the page, one at a time", async () => {
    openDashboard(PLACE);
    await heading("Choose a file");
    const drop = (...files: File[]) => {
      const event = new Event("drop", { bubbles: true, cancelable: true });
      Object.assign(event, { dataTransfer: { types: ["Files"], files, items: [] } });
      fireEvent(document, event);
      return event;
    };
    await waitFor(() => expect(drop(FILE, FILE).defaultPrevented).toBe(true));
    await screen.findByText("Please drop one file at a time.");
    server.use(http.post(at("/imports"), () => HttpResponse.json(info)));
    drop(FILE);
    await heading("What is in the columns?");
  });

  it("stands beside the imports before, each with what became of it", async () => {
    earlier = [
      importAt("done", { id: "i1", fileName: "spring.csv" }),
      importAt("undone", { id: "i2", fileName: "mistake.csv" }),
      importAt("failed", { id: "i3", fileName: "broken.csv" }),
    ];
    openDashboard(PLACE);
    const list = await screen.findByRole("list", { name: "Earlier imports" });
    const lines = within(list)
      .getAllByRole("link")
      .map(({ textContent }) => textContent);
    expect(lines[0]).toContain("spring.csv4,600 new, 212 updated, 188 refused");
    expect(lines[1]).toContain("mistake.csvUndone");
    expect(lines[2]).toContain("broken.csvCould not be read");
  });
});

describe("the columns of a file", () => {
  it("R16: are shown with what is in them and what their names say, and can be corrected", async () => {
    openDashboard(`${PLACE}/${IMPORT}`);
    await heading("What is in the columns?");
    const name = screen.getByLabelText<HTMLSelectElement>("Import “Name” as");
    const tags = screen.getByLabelText<HTMLSelectElement>("Import “Tags” as");
    expect(name.value).toBe("name");
    expect(tags.value).toBe("");
    expect(screen.getByText("ليلى حداد")).toBeTruthy();
    expect(screen.getByLabelText("Import “Column 3” as")).toBeTruthy();
    expect(screen.getByText(/2 columns are not imported/)).toBeTruthy();
    fireEvent.change(tags, { target: { value: "phone" } });
    await screen.findByText(/1 column is not imported/);
    fireEvent.click(screen.getByRole("button", { name: "Check the file" }));
    await heading("Checking the file");
    expect(mapping).toEqual(["name", "email", null, "phone"]);
  });

  it("R16: can become the owner's attributes, which stand in a group of their own with what their cells must be", async () => {
    info = importAt("uploaded", { mapping: ["name", "email", "attribute:gone", "tags"] });
    const items = [
      { key: "plan", label: "Plan", type: "choice", choices: ["Free", "Pro"], position: 0 },
      { key: "since", label: "Since", type: "date", choices: [], position: 1 },
      { key: "since_2", label: "Since", type: "number", choices: [], position: 2 },
    ];
    server.use(http.get(at("/attributes"), () => HttpResponse.json({ items })));
    openDashboard(`${PLACE}/${IMPORT}`);
    await heading("What is in the columns?");
    const tags = screen.getByLabelText<HTMLSelectElement>("Import “Tags” as");
    const own = await within(tags).findByRole("group", { name: "Your attributes" });
    expect([...own.children].map(({ textContent }) => textContent)).toEqual([
      "Plan",
      "Since (since)",
      "Since (since_2)",
    ]);
    expect(screen.getByText("Several, with commas or semicolons. New ones are made.")).toBeTruthy();
    fireEvent.change(tags, { target: { value: "attribute:plan" } });
    await screen.findByText("One of: Free, Pro");
    fireEvent.change(tags, { target: { value: "attribute:since" } });
    await screen.findByText("A date such as 2026-01-31");
    // what the server knows of a column stays, whatever this browser knows
    const gone = screen.getByLabelText<HTMLSelectElement>("Import “Column 3” as");
    expect(gone.value).toBe("attribute:gone");
    fireEvent.click(screen.getByRole("button", { name: "Check the file" }));
    await heading("Checking the file");
    expect(mapping).toEqual(["name", "email", "attribute:gone", "attribute:since"]);
  });

  it("can be chosen although the attributes can't be read", async () => {
    server.use(http.get(at("/attributes"), () => refuse("storage_unavailable")));
    openDashboard(`${PLACE}/${IMPORT}`);
    await heading("What is in the columns?");
    fireEvent.change(screen.getByLabelText("Import “Tags” as"), { target: { value: "tags" } });
    await screen.findByText(/1 column is not imported/);
  });

  it("that were chosen are still chosen after a reload", async () => {
    const { services } = openDashboard(`${PLACE}/${IMPORT}`);
    await heading("What is in the columns?");
    fireEvent.change(screen.getByLabelText("Import “Tags” as"), { target: { value: "user_id" } });
    await screen.findByText(/1 column is not imported/);
    const kept = services.preferences.getItem("foyer.import.columns");
    expect(kept).toContain("user_id");
    const again = openDashboard(`${PLACE}/other`);
    again.services.preferences.setItem("foyer.import.columns", kept ?? "");
    await waitFor(() => {
      const selects = screen.getAllByLabelText<HTMLSelectElement>("Import “Tags” as");
      expect(selects.map(({ value }) => value)).toContain("user_id");
    });
  });

  it("are named as those of the program that made them", async () => {
    info = importAt("uploaded", { preset: "tawk" });
    openDashboard(`${PLACE}/${IMPORT}`);
    await screen.findByText("tawk.to");
  });

  it("that can't be used are refused in the server's words", async () => {
    const message = "A column for the name is required.";
    const faults = [{ path: "mapping", code: "mapping", message }];
    server.use(
      http.post(at("/imports/:id/check"), () =>
        HttpResponse.json(problem("invalid_request", { faults }), { status: 422 }),
      ),
    );
    openDashboard(`${PLACE}/${IMPORT}`);
    await heading("What is in the columns?");
    fireEvent.click(screen.getByRole("button", { name: "Check the file" }));
    await screen.findByText(message);
  });
});

describe("the review", () => {
  it("R17: says what would happen to how many rows, and to which in words, before anything is written", async () => {
    info = importAt("checked");
    openDashboard(`${PLACE}/${IMPORT}`);
    await heading("4,812 of 5,000 rows to import");
    const table = screen.getByRole("table", { name: "Refused" });
    const cells = within(table)
      .getAllByRole("row")
      .map((row) => row.textContent);
    expect(cells[1]).toContain("17");
    expect(cells[1]).toContain("A name is needed.");
    expect(screen.getByText("ليلى حداد").tagName).toBe("BDI");
    expect(screen.getByText(/These are the first 2 of 188/)).toBeTruthy();
    expect(screen.getByText("Tags")).toBeTruthy();
    const download = screen.getByRole("link", { name: "Download the refused rows" });
    expect(download.getAttribute("href")).toBe(`/api/properties/${PROPERTY}/imports/${IMPORT}/refused.csv`);
  });

  it("has one button that imports", async () => {
    info = importAt("checked");
    openDashboard(`${PLACE}/${IMPORT}`);
    fireEvent.click(await screen.findByRole("button", { name: "Import 4,812 rows" }));
    await heading("Importing");
    await waitFor(() => expect(document.activeElement?.textContent).toBe("Importing"));
  });

  it("leads back to the columns, under an address of their own", async () => {
    info = importAt("checked");
    openDashboard(`${PLACE}/${IMPORT}`);
    fireEvent.click(await screen.findByRole("link", { name: "Correct the columns" }));
    await heading("What is in the columns?");
    expect(location.pathname).toBe(`${PLACE}/${IMPORT}/columns`);
    fireEvent.click(screen.getByRole("button", { name: "Check the file" }));
    await heading("Checking the file");
    expect(location.pathname).toBe(`${PLACE}/${IMPORT}`);
  });

  it("of a file in which nothing is new offers nothing to import", async () => {
    const counts = { new: 0, updated: 0, unchanged: 5_000, conflict: 0, refused: 0 };
    info = importAt("checked", { check: report({ counts, remarks: [] }) });
    openDashboard(`${PLACE}/${IMPORT}`);
    await heading("There is nothing new in this file");
    expect(screen.queryByRole("button", { name: /^Import/ })).toBeNull();
  });

  it("sorts the rows worth a look by kind, and shows the first few until more are wanted", async () => {
    const remarks = Array.from({ length: 50 }, (_, index) => ({
      line: index + 2,
      outcome: "refused" as const,
      reason: `Reason ${index}`,
      name: "",
    }));
    const repeated = {
      line: 90,
      outcome: "unchanged" as const,
      reason: "The same person as in line 3.",
      name: "Ada",
    };
    info = importAt("checked", { check: report({ duplicates: 31, remarks: [...remarks, repeated] }) });
    openDashboard(`${PLACE}/${IMPORT}`);
    const table = await screen.findByRole("table", { name: "Refused" });
    expect(within(table).getAllByRole("row")).toHaveLength(11);
    fireEvent.click(screen.getByRole("button", { name: "Show 50" }));
    await waitFor(() => expect(within(table).getAllByRole("row")).toHaveLength(51));
    fireEvent.click(screen.getByLabelText("Duplicates 31"));
    await screen.findByText("The same person as in line 3.");
  });

  it("shows hostile cells as the text that they are", async () => {
    const evil = "<img src=x onerror=alert(1)>";
    info = importAt("checked", {
      fileName: evil,
      check: report({
        remarks: [{ line: 2, outcome: "refused", reason: evil, name: evil }],
        notImported: [evil],
      }),
    });
    openDashboard(`${PLACE}/${IMPORT}`);
    await heading("4,812 of 5,000 rows to import");
    expect(screen.getAllByText(evil)).toHaveLength(4);
    expect(document.querySelector("main img")).toBeNull();
  });
});

describe("an import under way", () => {
  it("R18: shows how far it is, live, and then what it did", async () => {
    info = importAt("importing", { progress: 0.42 });
    openDashboard(`${PLACE}/${IMPORT}`);
    const bar = await screen.findByRole("progressbar", { name: "Writing the contacts" });
    expect(bar.getAttribute("aria-valuenow")).toBe("42");
    await waitFor(() => expect(document.title).toBe("42% · Import contacts · Acme · Foyer"));
    expect(screen.getByText(/You can close this page/)).toBeTruthy();
    info = importAt("importing", { progress: 0.87 });
    await waitFor(() => expect(bar.getAttribute("aria-valuenow")).toBe("87"), { timeout: 5_000 });
    info = importAt("done");
    await screen.findByRole("heading", { level: 2, name: "4,600 new contacts imported" }, { timeout: 5_000 });
    await waitFor(() => expect(document.activeElement?.textContent).toBe("4,600 new contacts imported"));
  });

  it("stays in sight while the server is out of reach, and goes on when it is back", async () => {
    info = importAt("importing", { progress: 0.42 });
    openDashboard(`${PLACE}/${IMPORT}`);
    await screen.findByRole("progressbar", { name: "Writing the contacts" });
    server.use(http.get(at("/imports/:id"), () => HttpResponse.error(), { once: true }));
    await screen.findByText(/The server cannot be reached/, {}, { timeout: 5_000 });
    expect(screen.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("42");
    info = importAt("done");
    await screen.findByRole("heading", { level: 2, name: /imported$/ }, { timeout: 10_000 });
  });
});

describe("a finished import", () => {
  it("R18: can be undone as a whole, after a question", async () => {
    info = importAt("done");
    openDashboard(`${PLACE}/${IMPORT}`);
    fireEvent.click(await screen.findByRole("button", { name: "Undo this import" }));
    const dialog = screen.getByRole("dialog", { name: "Undo this import?" });
    fireEvent.click(within(dialog).getByRole("button", { name: "Undo the import" }));
    await heading("Undoing the import");
    info = importAt("undone");
    await screen.findByRole("heading", { level: 2, name: "The import is undone" }, { timeout: 5_000 });
    expect(screen.queryByRole("button", { name: "Undo this import" })).toBeNull();
  });

  it("that somebody else has undone at the same moment is shown as that, and says so", async () => {
    info = importAt("done");
    server.use(
      http.post(at("/imports/:id/undo"), () => {
        info = importAt("undone");
        return refuse("import_not_ready");
      }),
    );
    openDashboard(`${PLACE}/${IMPORT}`);
    fireEvent.click(await screen.findByRole("button", { name: "Undo this import" }));
    fireEvent.click(screen.getByRole("button", { name: "Undo the import" }));
    await heading("The import is undone");
    expect(screen.getByText("Somebody else has gone on with this import meanwhile.")).toBeTruthy();
  });

  it("that can't be undone for now says so in the question, which stays", async () => {
    info = importAt("done");
    server.use(http.post(at("/imports/:id/undo"), () => refuse("storage_unavailable")));
    openDashboard(`${PLACE}/${IMPORT}`);
    fireEvent.click(await screen.findByRole("button", { name: "Undo this import" }));
    const dialog = screen.getByRole("dialog", { name: "Undo this import?" });
    fireEvent.click(within(dialog).getByRole("button", { name: "Undo the import" }));
    await within(dialog).findByText(/cannot save data at the moment/);
  });

  it("that failed says why, with the line, and that nothing was written", async () => {
    const fault = { code: "csv_unclosed_quote", line: 4_211, message: "A quotation mark is never closed." };
    info = importAt("failed", { fault });
    openDashboard(`${PLACE}/${IMPORT}`);
    await heading("The file could not be read to its end");
    expect(screen.getByText(/Line 4,211/)).toBeTruthy();
    expect(screen.getByText(/Nothing was imported/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Undo this import" })).toBeNull();
  });
});

describe("who may import and export", () => {
  it("is an admin, from the list of contacts", async () => {
    server.use(http.get(at("/contacts"), () => HttpResponse.json({ items: [], next: null, total: 0 })));
    openDashboard(`/dashboard/${PROPERTY}/contacts`);
    const link = await screen.findByRole("link", { name: "Export" });
    expect(link.getAttribute("href")).toBe(`/api/properties/${PROPERTY}/contacts.csv`);
    expect(link.hasAttribute("download")).toBe(true);
    expect(screen.getByRole("link", { name: "Import" }).getAttribute("href")).toBe(PLACE);
  });

  it("is not an agent, who is told whom to ask", async () => {
    server.use(
      http.get("http://localhost:3000/api/me", () => HttpResponse.json(me("agent"))),
      http.get(at("/contacts"), () => HttpResponse.json({ items: [], next: null, total: 0 })),
    );
    openDashboard(PLACE);
    await screen.findByRole("heading", { name: "Only admins can import contacts" });
    fireEvent.click(screen.getByRole("link", { name: "Back to the contacts" }));
    await screen.findByText("No contacts yet");
    expect(screen.queryByRole("link", { name: "Export" })).toBeNull();
  });
});
