import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Contact, ContactPage } from "../../../shared/contact.ts";
import { Attributes, Notes, Tags, TimelinePage } from "../../../shared/crm.ts";
import { Problem } from "../../../shared/error.ts";
import {
  EditableRows,
  ImportInfo,
  ImportList,
  ImportPreview,
  type ImportState,
} from "../../../shared/import.ts";
import { NO_REPAIRS } from "../../../shared/repair-options.ts";
import { type AgentBrowser, addColleague, setUpFoyer } from "../../support/agent.ts";
import { type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { describeEachDatabase } from "../../support/databases.ts";

describeEachDatabase("imports over HTTP", (open) => {
  let test: TestApp;
  let browser: AgentBrowser;
  let base: string;
  let property: string;
  const data = mkdtempSync(join(tmpdir(), "foyer-imports-"));
  beforeAll(async () => {
    test = await testApp(await open(), { data });
    ({ browser, property } = await setUpFoyer(test));
    base = `/api/properties/${property}`;
  });
  afterAll(() => rmSync(data, { recursive: true }));

  const send = (file: string | ReadableStream, headers: Record<string, string> = {}) =>
    test.app.request(`${base}/imports`, {
      method: "POST",
      body: file,
      duplex: "half",
      headers: {
        cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        "X-Foyer-Name": encodeURIComponent("Kunden – Müller.csv"),
        ...headers,
      },
    } as RequestInit);
  const upload = async (file: string): Promise<ImportInfo> =>
    ImportInfo.parse(await (await send(file)).json());
  const refusal = async (response: Response) => {
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    return Problem.parse(await response.json());
  };
  const info = (id: string) => browser.ok(ImportInfo, "GET", `${base}/imports/${id}`);
  /** Polls until the import has the state. */
  const until = async (id: string, state: ImportState): Promise<ImportInfo> => {
    for (;;) {
      const now = await info(id);
      if (now.state === state) return now;
      if (now.state === "failed") throw new Error(JSON.stringify(now.fault));
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const post = (id: string, step: string, body?: unknown) =>
    browser.ok(ImportInfo, "POST", `${base}/imports/${id}/${step}`, body);
  const text = async (path: string) => {
    const response = await browser.send("GET", `${base}/${path}`);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(response.headers.get("content-disposition")).toContain("attachment; filename=");
    return Buffer.from(await response.arrayBuffer()).toString();
  };
  const importAll = async (file: string): Promise<ImportInfo> => {
    const { id, mapping } = await upload(file);
    await post(id, "check", { mapping });
    await until(id, "checked");
    await post(id, "start");
    const done = await until(id, "done");
    test.clock.pass(1_000);
    return done;
  };

  it("R16, R17, R18: upload, dry run, import, report and undo", async () => {
    const uploaded = await upload("Kunde;Mail;Ort\nZoë Müller;zoe@example.com;Köln\nKarl;x@;Bonn\n");
    expect(uploaded).toMatchObject({
      state: "uploaded",
      fileName: "Kunden – Müller.csv",
      reading: {
        format: "csv",
        options: { encoding: "utf-8", delimiter: ";", headerLine: 1, sheet: null },
        encodings: ["utf-8"],
        isEncodingSure: true,
        sheets: [],
        firstRows: [
          { line: 1, cells: ["Kunde", "Mail", "Ort"] },
          { line: 2, cells: ["Zoë Müller", "zoe@example.com", "Köln"] },
          { line: 3, cells: ["Karl", "x@", "Bonn"] },
        ],
      },
      preset: null,
      mapping: ["name", "email", null],
      columns: [
        { header: "Kunde", suggested: "name", samples: ["Zoë Müller", "Karl"] },
        { header: "Mail", suggested: "email", samples: ["zoe@example.com", "x@"] },
        { header: "Ort", suggested: null, samples: ["Köln", "Bonn"] },
      ],
      progress: 0,
      check: null,
      report: null,
    });
    const { id } = uploaded;
    expect(await browser.refused("POST", `${base}/imports/${id}/start`)).toMatchObject({
      code: "import_not_ready",
    });
    expect(await browser.refused("GET", `${base}/imports/${id}/refused.csv`)).toMatchObject({
      code: "import_not_ready",
    });
    for (const mapping of [["name"], ["name", null, null], ["email", null, null]])
      expect(await browser.refused("POST", `${base}/imports/${id}/check`, { mapping })).toMatchObject({
        code: "invalid_request",
        faults: [{ path: "mapping" }],
      });
    expect(await browser.refused("POST", `${base}/imports/${id}/check`, { mapping: ["x"] })).toMatchObject({
      code: "invalid_request",
    });
    // a file of two rows may be checked by the time the answer is read
    expect(await post(id, "check", { mapping: uploaded.mapping })).toMatchObject({
      state: expect.stringMatching(/^check(ing|ed)$/),
    });
    const checked = await until(id, "checked");
    expect(checked.check).toMatchObject({ rows: 2, counts: { new: 1, refused: 1 }, notImported: ["Ort"] });
    expect(await text(`imports/${id}/refused.csv`)).toBe(
      '\ufeff"Kunde";"Mail";"Ort";"Reason"\n"Karl";"x@";"Bonn";"“x@” is not an e-mail address."\n',
    );
    expect((await browser.ok(ContactPage, "GET", `${base}/contacts`)).items).toEqual([]);
    await post(id, "start");
    expect(await until(id, "done")).toMatchObject({ report: checked.check, startedAt: test.clock.now() });
    expect((await browser.ok(ContactPage, "GET", `${base}/contacts?q=mull`)).items).toMatchObject([
      { name: "Zoë Müller", source: "csv" },
    ]);
    expect(await browser.refused("POST", `${base}/imports/${id}/start`)).toMatchObject({
      code: "import_not_ready",
    });
    await post(id, "undo");
    await until(id, "undone");
    expect((await browser.ok(ContactPage, "GET", `${base}/contacts`)).items).toEqual([]);
    expect((await browser.ok(ImportList, "GET", `${base}/imports`)).items).toMatchObject([
      { id, state: "undone" },
    ]);
  });

  it("R19: an export is imported without a change, and contains no formula", async () => {
    const visitor = new BrowserVisitor(test.app, property);
    await visitor.visit();
    await visitor.submit({ name: "=HYPERLINK(1)", email: "Typed@Example.com", message: "Hello" });
    const nameless = new BrowserVisitor(test.app, property);
    await nameless.visit();
    await nameless.submit({ name: "+1", email: "b@example.com", message: "Hello" });
    await importAll(
      'Name,E-mail,Phone,User ID\n"Ann; Lee","a@b.de; c@d.de","+4420; +4921",7\n-1,d@b.de,+4930,@8\n',
    );
    const exported = await text("contacts.csv");
    const lines = exported.split("\n");
    expect(lines[0]).toBe(
      '\ufeff"Visitor ID","User ID","Name","E-mails","Phones","Organizations","Tags","Notes"',
    );
    expect(exported).toContain(`"${visitor.id}",,"'=HYPERLINK(1)","Typed@Example.com",,,,\n`);
    expect(exported).toContain(`,"7","Ann; Lee","a@b.de; c@d.de","'+4420;' +4921",,,\n`);
    expect(exported).toContain(`,"'@8","'-1","d@b.de","+4930",,,\n`);
    const again = await importAll(exported);
    expect(again).toMatchObject({ preset: "foyer", report: { rows: 4, counts: { unchanged: 4 } } });
    expect(await text("contacts.csv")).toBe(exported);
  });

  it("R4, R19: exports only the selected contacts, also by the visitor ID of a merged one", async () => {
    await importAll("Name,E-mail\nIda,ida@b.de\nIdo,ido@b.de\nCem,cem@b.de\n");
    const { items } = await browser.ok(ContactPage, "GET", `${base}/contacts`);
    const idOf = (name: string) => items.find((one) => one.name === name)?.id ?? "";
    const merged = { contacts: [idOf("Ida"), idOf("Ido")], survivor: idOf("Ida") };
    expect((await browser.send("POST", `${base}/contacts/merge`, merged)).status).toBe(200);
    const response = await browser.send("POST", `${base}/contacts/export`, { contacts: [idOf("Ido")] });
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const lines = Buffer.from(await response.arrayBuffer())
      .toString()
      .split("\n");
    expect(lines).toEqual([
      '\ufeff"Visitor ID","User ID","Name","E-mails","Phones","Organizations","Tags","Notes"',
      `"${idOf("Ida")}",,"Ida","ida@b.de; ido@b.de",,,,`,
      "",
    ]);
  });

  it("R16: a column can be mapped to an attribute, organizations, tags or notes", async () => {
    const attribute = { label: "Plan", type: "choice", choices: ["Gold", "Silver"], position: 0 };
    await browser.ok(Attributes, "PUT", `${base}/attributes/plan`, attribute);
    const file =
      'Name,E-mail,Plan,Company,Tags,Notes\nPia,pia@example.com,gold,"Acme, Inc.",VIP,"likes\ntea"\nPaul,paul@example.com,Tin,,,\n';
    const { id, mapping, columns } = await upload(file);
    expect(mapping).toEqual(["name", "email", "attribute:plan", "organization", "tags", "notes"]);
    expect(columns[2]).toEqual({ header: "Plan", suggested: "attribute:plan", samples: ["gold", "Tin"] });
    const refused = (field: string) =>
      browser.refused("POST", `${base}/imports/${id}/check`, {
        mapping: ["name", "email", field, field, null, null],
      });
    expect(await refused("attribute:other")).toMatchObject({
      code: "invalid_request",
      faults: [{ path: "mapping", message: expect.stringContaining("no attribute “other”") }],
    });
    expect(await refused("attribute:plan")).toMatchObject({
      faults: [{ path: "mapping", message: "Only one column can be the “Plan”." }],
    });
    for (const field of ["attribute:", "attribute:Plan", "attribute:__proto__", "organizations"])
      expect(await refused(field)).toMatchObject({ code: "invalid_request" });
    await post(id, "check", { mapping });
    expect((await until(id, "checked")).check).toMatchObject({
      counts: { new: 2, refused: 0 },
      leftOut: 1,
      remarks: [{ line: 4, reason: "Left out: In “Plan”, “Tin” is not one of the choices: Gold, Silver." }],
      notImported: [],
    });
    const repairs = { ...NO_REPAIRS, invalidValues: "refuse" };
    await post(id, "check", { mapping, repairs });
    expect((await until(id, "checked")).check).toMatchObject({ counts: { new: 1, refused: 1 }, leftOut: 0 });
    expect(await text(`imports/${id}/refused.csv`)).toContain(
      '"Paul","paul@example.com","Tin",,,,"In “Plan”',
    );
    await post(id, "start");
    await until(id, "done");
    const [pia] = (await browser.ok(ContactPage, "GET", `${base}/contacts?q=pia`)).items;
    const contact = await browser.ok(Contact, "GET", `${base}/contacts/${pia?.id}`);
    expect(contact).toMatchObject({ organizations: [{ name: "Acme, Inc." }], tags: [{ name: "VIP" }] });
    expect(contact.details).toContainEqual(
      expect.objectContaining({ field: "custom:plan", value: "Gold", source: "csv", status: "current" }),
    );
    const notes = `${base}/contacts/${pia?.id}/notes`;
    const { items } = await browser.ok(Notes, "GET", notes);
    expect(items).toMatchObject([{ agent: null, text: "likes\ntea" }]);
    const timeline = await browser.ok(TimelinePage, "GET", `${base}/contacts/${pia?.id}/timeline`);
    expect(timeline.items).toContainEqual(
      expect.objectContaining({ kind: "note", agent: null, text: "likes\ntea" }),
    );
    const { browser: kim, me } = await addColleague(test, { browser, property }, "kim@example.com", "agent");
    const note = `${notes}/${items[0]?.id}`;
    expect((await kim.ok(Notes, "PATCH", note, { text: "likes coffee" })).items).toMatchObject([
      { agent: { id: me.agent.id }, text: "likes coffee" },
    ]);
    // the note belongs to the agent who edited it
    expect(await browser.refused("DELETE", note)).toMatchObject({ code: "note_not_yours" });
    expect((await kim.ok(Notes, "DELETE", note)).items).toEqual([]);
    await post(id, "undo");
    await until(id, "undone");
    expect((await browser.ok(Tags, "GET", `${base}/tags`)).items).toEqual([]);
  });

  it("R17: shows the first rows as they would be read, by the repairs of the file and by others", async () => {
    const uploaded = await upload(
      "Name;Mail;Handy;Tags\n;anna.berg@example.com;0171 3920020;a|b\nBen;ben@example.com;0171 call;c\n",
    );
    const { id, mapping, repairs } = uploaded;
    expect(repairs, "the property is in Germany").toMatchObject({
      country: "DE",
      nameFromEmail: true,
      tagSeparator: "|",
      invalidValues: "leave_out",
    });
    const preview = (more: object) =>
      browser.ok(ImportPreview, "POST", `${base}/imports/${id}/preview`, {
        mapping,
        repairs: { ...repairs, ...more },
      });
    const rows = [
      { line: 2, refused: null, name: "Anna Berg", phones: ["+491713920020"], tags: ["a", "b"], leftOut: [] },
      {
        line: 3,
        refused: null,
        name: "Ben",
        phones: [],
        tags: ["c"],
        leftOut: [expect.stringContaining("0171 call")],
      },
    ];
    expect((await preview({})).rows).toMatchObject(rows);
    expect(
      (await preview({ nameFromEmail: false, country: null, invalidValues: "refuse" })).rows,
    ).toMatchObject([
      { line: 2, refused: expect.stringContaining("“0” is where +"), phones: [] },
      { line: 3, refused: expect.stringContaining("“0” is where +") },
    ]);
    expect((await preview({})).suggested).toMatchObject({ nameFromEmail: true, tagSeparator: "|" });
    const wrong = { mapping: [null], repairs };
    expect(await browser.refused("POST", `${base}/imports/${id}/preview`, wrong)).toMatchObject({
      code: "invalid_request",
    });
    await post(id, "check", { mapping });
    expect(await until(id, "checked")).toMatchObject({ repairs, check: { counts: { new: 2 }, leftOut: 1 } });
    await post(id, "check", { mapping, repairs: { ...repairs, country: "AT" } });
    expect((await until(id, "checked")).repairs).toMatchObject({ country: "AT" });
  });

  it.each([
    ["Wer,Mail\nAnn,a@b.de\nBen,b@b.de\n", ["name", "email"], { nameFromEmail: false }],
    ["Wer,Mail\nAnn,a@b.de\nBen,b@b.de\n", [null, "email"], { nameFromEmail: true }],
    ["Name,Ziffern,Mail\nAnn,491713920010,a@b.de\n", ["name", "phone", "email"], { plusMissing: true }],
    ["Name,Ziffern,Mail\nAnn,491713920010,a@b.de\n", ["name", null, "email"], { plusMissing: false }],
    ["Name,Mail,Art\nAnn,a@b.de,x|y\n", ["name", "email", "tags"], { tagSeparator: "|" }],
    ["Name,Mail,Art\nAnn,a@b.de,x|y\n", ["name", "email", null], { tagSeparator: null }],
  ] as const)("R17: suggests the repairs of %j for the mapping %j", async (file, mapping, suggested) => {
    const { id, repairs } = await upload(file);
    const preview = await browser.ok(ImportPreview, "POST", `${base}/imports/${id}/preview`, {
      mapping,
      repairs,
    });
    expect(preview.suggested).toMatchObject(suggested);
    // a program that names no repairs gets the suggested ones, but a column of names that it takes away is missing
    const { nameFromEmail } = { ...repairs, ...suggested };
    await post(id, "check", { mapping, ...(nameFromEmail && { repairs: { ...repairs, nameFromEmail } }) });
    expect((await until(id, "checked")).repairs).toMatchObject(suggested);
  });

  it("R17: refused rows can be edited and checked again, and are imported as they were edited", async () => {
    const { id, mapping } = await upload("Name,E-mail\nRia,ria@\nRob,rob@example.com\nRex,\n");
    await post(id, "check", { mapping });
    expect((await until(id, "checked")).check).toMatchObject({
      counts: { new: 1, refused: 2 },
      remarks: [
        { line: 2, outcome: "refused", name: "Ria", email: "ria@" },
        { line: 4, outcome: "refused", name: "Rex", email: "" },
      ],
    });
    const { items } = await browser.ok(EditableRows, "GET", `${base}/imports/${id}/editable-rows`);
    expect(items).toEqual([
      { line: 2, cells: ["Ria", "ria@"] },
      { line: 4, cells: ["Rex", ""] },
    ]);
    await post(id, "check", { mapping, edits: [{ line: 2, cells: ["Ria", "ria@example.com"] }] });
    expect((await until(id, "checked")).check).toMatchObject({ counts: { new: 2, refused: 1 } });
    await post(id, "check", { mapping, edits: [{ line: 4, cells: ["Rex", "rex@example.com"] }] });
    expect((await until(id, "checked")).check).toMatchObject({ counts: { new: 3, refused: 0 } });
    await post(id, "start");
    await until(id, "done");
    expect((await browser.ok(ContactPage, "GET", `${base}/contacts?q=ria`)).items).toMatchObject([
      { name: "Ria", email: "ria@example.com" },
    ]);
    const many = Array.from({ length: 101 }, (_, line) => ({ line: line + 2, cells: [] }));
    expect(
      await browser.refused("POST", `${base}/imports/${id}/check`, { mapping, edits: many }),
    ).toMatchObject({ code: "invalid_request" });
  });

  it("R18: nothing that does not run can be cancelled", async () => {
    const { id } = await upload("Name,E-mail\nSue,sue@example.com\n");
    expect(await browser.refused("POST", `${base}/imports/${id}/cancel`)).toMatchObject({
      code: "import_not_ready",
    });
    const none = `${base}/imports/00000000-0000-4000-8000-000000000000/cancel`;
    expect(await browser.refused("POST", none)).toMatchObject({ code: "not_found" });
  });

  it("rejects unreadable files with the line and a message, and stores nothing", async () => {
    const before = readdirSync(join(data, "imports"));
    expect(await refusal(await send("PK\u0003\u0004 xl/workbook"))).toMatchObject({
      code: "import_unreadable",
      detail: expect.stringContaining("Line 1: The workbook cannot be opened"),
      faults: [{ path: "line 1", code: "csv_workbook" }],
    });
    expect(await refusal(await send(""))).toMatchObject({ detail: "Line 1: The file is empty." });
    expect(await refusal(await send("Name\nAnn", { "content-length": "99" }))).toMatchObject({
      code: "file_incomplete",
    });
    expect(await refusal(await send("Name\nAnn", { "content-length": "9999999999" }))).toMatchObject({
      code: "file_too_large",
    });
    const broken = new ReadableStream({
      pull: (controller) => controller.error(new Error("the line was cut")),
    });
    expect(await refusal(await send(broken))).toMatchObject({ code: "file_incomplete" });
    expect(readdirSync(join(data, "imports")).filter((name) => !before.includes(name))).toEqual([]);
  });

  it("answers not_found for invalid IDs and for those of another property", async () => {
    const { id } = await upload("Name,E-mail\nAnn,ann@example.com\n");
    for (const other of ["none", "..%2f..", "%00", id.replace(/.$/, id.endsWith("0") ? "1" : "0")])
      expect(await browser.refused("GET", `${base}/imports/${other}`)).toMatchObject({ code: "not_found" });
  });

  it("accepts an invalid encoding of the file name", async () => {
    const response = await send("Name,E-mail\nAnn,ann@example.com\n", { "X-Foyer-Name": "%E0%A4%A" });
    expect(await response.json()).toMatchObject({ fileName: "contacts.csv" });
  });
});
