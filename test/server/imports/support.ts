import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COMMAND_LINE } from "../../../server/accounts/audit-log.ts";
import { defineAttribute } from "../../../server/contacts/crm/attributes.ts";
import { UpsertBatch } from "../../../server/contacts/identity/upsert.ts";
import { mergeContacts } from "../../../server/contacts/merging/apply-merge.ts";
import { exportContacts } from "../../../server/imports/export/export-contacts.ts";
import { startCheck, startImport, startUndo } from "../../../server/imports/jobs/import-states.ts";
import { findImport } from "../../../server/imports/jobs/import-store.ts";
import { receiveUpload } from "../../../server/imports/jobs/receive-upload.ts";
import { toImportInfo } from "../../../server/imports/jobs/to-import-info.ts";
import { conversationReassigner } from "../../../server/people/reassign-conversations.ts";
import type { Database } from "../../../server/platform/database/open.ts";
import { newId } from "../../../server/platform/ids.ts";
import type { Details, Source } from "../../../shared/contact.ts";
import type { Attribute } from "../../../shared/crm.ts";
import type { ImportInfo, ImportMapping, ImportReport } from "../../../shared/import.ts";
import { defaultSettings, type PropertySettings } from "../../../shared/property.ts";
import { addProperty, type TestApp, testApp } from "../../support/app.ts";
import { BrowserVisitor } from "../../support/browser-visitor.ts";
import { contactContents } from "../../support/contents.ts";

/** Runs imports into a property of its own, without HTTP. */
export class ImportHarness {
  readonly test: TestApp;
  readonly property: string;
  readonly data: string;

  /** @param test its data folder must exist */
  constructor(test: TestApp, property: string) {
    this.test = test;
    this.property = property;
    this.data = test.deps.config.data;
  }

  static async make(
    database: Database,
    property = "shop000001",
    settings: Partial<PropertySettings> = {},
  ): Promise<ImportHarness> {
    const data = mkdtempSync(join(tmpdir(), "foyer-imports-"));
    const test = await testApp(database, { data });
    return new ImportHarness(test, await addProperty(test.deps, settings, property));
  }

  get deps() {
    return this.test.deps;
  }

  remove(): void {
    rmSync(this.data, { recursive: true });
  }

  upload(file: string | Buffer, name = "contacts.csv"): Promise<string> {
    const { deps, property } = this;
    const bytes = Buffer.from(file as string);
    async function* body() {
      yield bytes;
    }
    return receiveUpload(deps, { property, agent: null, name, body: body(), length: bytes.length });
  }

  async info(id: string): Promise<ImportInfo> {
    return toImportInfo(await findImport(this.deps.database.read, this.property, id));
  }

  /** Runs the import's pending step to its end. */
  async work(id: string): Promise<ImportInfo> {
    await this.test.parts.importRunner.run(this.property, id);
    return this.info(id);
  }

  /** Uploads a file and runs the dry run. */
  async check(file: string | Buffer, mapping?: ImportMapping): Promise<ImportInfo> {
    const id = await this.upload(file);
    const info = await this.info(id);
    await startCheck(this.deps, { property: this.property, id }, mapping ?? info.mapping);
    return this.work(id);
  }

  /** Uploads, checks and imports a file. Advances the clock. */
  async import(
    file: string | Buffer,
    mapping?: ImportMapping,
  ): Promise<ImportInfo & { report: ImportReport }> {
    const { id } = await this.check(file, mapping);
    return this.start(id);
  }

  /** Runs the import after its dry run. Advances the clock. */
  async start(id: string): Promise<ImportInfo & { report: ImportReport }> {
    this.test.clock.pass(1_000);
    await startImport(this.deps, { property: this.property, id }, COMMAND_LINE);
    const info = await this.work(id);
    this.test.clock.pass(1_000);
    if (!info.report) throw new Error(`The import has no report: ${this.test.logged.join("")}`);
    return { ...info, report: info.report };
  }

  async undo(id: string): Promise<ImportInfo> {
    await startUndo(this.deps, { property: this.property, id }, COMMAND_LINE);
    return this.work(id);
  }

  /** Defines an attribute. @returns its key */
  async define(label: string, type: Attribute["type"], choices: string[] = [], key = label.toLowerCase()) {
    const { deps, property } = this;
    await deps.database.write((tx) =>
      defineAttribute(tx, property, { key, label, type, choices, position: 0 }),
    );
    return key;
  }

  /** A contact from a form, not from an import. @returns its ID */
  async know(details: Details, source: Source = "form"): Promise<string> {
    const { deps, property } = this;
    const visitor = new BrowserVisitor(this.test.app, property);
    await visitor.visit();
    await deps.database.write(async (tx) => {
      const input = { visitor: visitor.id, details };
      const upserts = await UpsertBatch.load(tx, property, [input], () => newId(deps));
      upserts.apply({ ...input, source, proven: false, matching: "attach", now: deps.now() });
      await upserts.save();
    });
    return visitor.id;
  }

  merge(survivor: string, contacts: readonly string[]) {
    const { deps, property } = this;
    const request = { property, contacts, survivor, choices: {}, force: true };
    const conversations = conversationReassigner(defaultSettings("Shop", "UTC"));
    const context = { conversations, now: deps.now(), newId: () => newId(deps) };
    return deps.database.write((tx) => mergeContacts(tx, request, null, context));
  }

  /** The export of all contacts. */
  async export(): Promise<string> {
    const parts: Buffer[] = [];
    const all = exportContacts(this.deps.database.read, { property: this.property, only: null });
    for await (const part of all) parts.push(part);
    return Buffer.concat(parts).toString();
  }

  /** The names of the property's tags and organizations, sorted. */
  async names(): Promise<string[]> {
    const names = [];
    for (const table of ["tags", "organizations"] as const) {
      const { read } = this.deps.database;
      names.push(
        await read.selectFrom(table).select("name").where("property_id", "=", this.property).execute(),
      );
    }
    return names
      .flat()
      .map(({ name }) => name)
      .sort();
  }

  /** The contents of all contacts, without IDs and times. */
  contacts(): Promise<unknown[]> {
    return contactContents(this.deps.database, this.property);
  }
}
