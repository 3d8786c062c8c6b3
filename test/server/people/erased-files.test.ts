import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import * as z from "zod/mini";
import { saveHttpSecret } from "../../../server/mail/intake/settings/mailbox.ts";
import { storeRawMail } from "../../../server/mail/intake/store-raw-mail.ts";
import { openDatabase } from "../../../server/platform/database/open.ts";
import { newId } from "../../../server/platform/ids.ts";
import { ContactPage } from "../../../shared/contact.ts";
import { Notes } from "../../../shared/crm.ts";
import { MessageSearchPage } from "../../../shared/message-search.ts";
import { setUpFoyer } from "../../support/agent.ts";
import { testApp } from "../../support/app.ts";
import { filesIn, testFolder } from "../../support/files.ts";
import { rawMail } from "../../support/raw-mails.ts";
import { Sender } from "../../support/uploads.ts";
import { ImportHarness } from "../imports/support.ts";

const data = testFolder();

/** The files of the data folder that contain the text, in UTF-8 or UTF-16, in any case. */
const filesWith = (text: string) =>
  filesIn(data).filter((file) => {
    const bytes = readFileSync(join(data, file)).toString("latin1").toLowerCase();
    return bytes.includes(text) || bytes.includes([...text].join("\0"));
  });

it("R26: no file of the data folder contains anything of an erased person, and what others gave is still there", async () => {
  const database = await openDatabase(join(data, "foyer.db"));
  const test = await testApp(database, { data });
  const { browser, property } = await setUpFoyer(test);
  const base = `/api/properties/${property}`;
  const people = { erased: "xyzzy", other: "plugh" };
  const contacts: Record<string, string> = {};
  await database.write((tx) => saveHttpSecret(tx, property, null));
  const imports = new ImportHarness(test, property);
  for (const [who, mark] of Object.entries(people)) {
    const sender = await Sender.come(test.app, property, `${mark}@example.com`);
    await sender.visitor.submit({
      name: `${mark} Ann`,
      email: `${mark}@example.com`,
      message: `It is ${mark}`,
    });
    await sender.upload({ body: `A letter of ${mark}`.repeat(300), name: `${mark}.txt` });
    const { items } = await browser.ok(ContactPage, "GET", `${base}/contacts?q=${mark}`);
    const contact = items[0]?.id ?? "";
    contacts[who] = contact;
    await browser.ok(MessageSearchPage, "GET", `${base}/message-search?q=${mark}`);
    const note = { text: `About ${mark}. `.repeat(500), mentions: [] };
    await browser.ok(Notes, "POST", `${base}/contacts/${contact}/notes`, note);
    const raw = Buffer.from(rawMail({ from: `${mark} <${mark}@example.com>`, subject: mark, text: mark }));
    await storeRawMail(test.deps, property, {
      id: newId(test.deps),
      origin: { kind: "http" },
      raw: new Uint8Array(raw),
      receivedAt: test.clock.now(),
    });
    await test.parts.mailboxWorker.catchUp();
    await imports.import(`Name,E-mail\n${mark} Ann,${mark}@example.com\n${mark} Zed,none\n`);
  }
  expect(filesWith("xyzzy").length).toBeGreaterThan(3);
  const others = filesWith("plugh");
  await browser.ok(z.object({}), "DELETE", `${base}/contacts/${contacts.erased}`);
  expect(filesWith("xyzzy")).toEqual([]);
  expect(filesWith("plugh")).toEqual(expect.arrayContaining(others.filter((file) => !file.endsWith("-wal"))));
  await database.close();
  expect(filesWith("xyzzy")).toEqual([]);
});
