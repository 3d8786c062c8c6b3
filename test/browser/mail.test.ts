import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { MailSettingsDraft } from "../../shared/mail-settings.ts";
import { axeViolations } from "../support/axe.ts";
import { screenReady, writeAsVisitor } from "../support/dashboard-screens.ts";
import { type MailServer, startMailServer } from "../support/mail-server.ts";
import { mailSettings } from "../support/mails.ts";
import { newPage } from "../support/pages.ts";
import { eventually, PHONE, signedInPage, useProduct } from "../support/use-product.ts";

/** A port that is free: the server has to know its public address before it starts. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
const port = await freePort();
const publicUrl = `http://127.0.0.1:${port}`;
const product = useProduct({ FOYER_PUBLIC_URL: publicUrl, PORT: String(port) });
let mails: MailServer;
beforeAll(async () => {
  mails = await startMailServer();
});
afterAll(() => mails.stop());

/** The link in a mail. */
const linkIn = (raw: string): string =>
  new RegExp(`${publicUrl}/conversation/[\\w.-]+`).exec(raw.replaceAll("=\r\n", ""))?.[0] ?? "";

/** Lets the pause after an agent's message be over: the built server has the clock of the computer. */
async function passTime(): Promise<void> {
  const database = new DatabaseSync(join(product.server.data, "foyer.db"));
  const change = () => {
    database.exec("update messages set received_at = received_at - 60000 where author = 'agent'");
    return database.prepare("update answers_to_mail set due_at = 0").run().changes;
  };
  await eventually(
    async () => change(),
    (changes) => Number(changes) > 0,
  );
  database.close();
}

it("R30: an answer goes from the agent by mail to the visitor, whose answer on the page of its link comes back", async () => {
  const { conversation } = await writeAsVisitor(product);
  const settings: MailSettingsDraft = mailSettings(mails.port);
  const agent = await signedInPage(product);
  const base = `${product.server.url}/dashboard/${product.admin.property}`;

  await agent.goto(`${base}/settings/email`);
  await screenReady(agent, "Mail server");
  expect(await axeViolations(agent)).toEqual([]);
  const form = agent.getByRole("region", { name: "Sending e-mail" });
  await form.getByLabel("Server", { exact: true }).fill("127.0.0.1");
  await form.getByLabel("Port", { exact: true }).fill(String(mails.port));
  await form.getByRole("group", { name: "Encryption" }).getByRole("radio", { name: "None" }).check();
  await form.getByRole("radio", { name: /trusts this one/ }).check();
  await form.getByLabel("Address", { exact: true }).fill(settings.from.address);
  await form.getByRole("button", { name: "Send a test to me" }).click();
  await agent.getByText("The mail server has accepted a test").waitFor();
  expect(await axeViolations(agent)).toEqual([]);
  await form.getByRole("button", { name: "Save" }).click();
  await agent.getByText("Saved. What waits is sent now.").waitFor();

  await agent.goto(`${base}/inbox/all/${conversation}`);
  await agent.getByRole("button", { name: "Add Cc or Bcc" }).click();
  await agent.getByLabel("Cc", { exact: true }).fill("boss@example.com");
  expect(await axeViolations(agent)).toEqual([]);
  await agent.getByRole("textbox", { name: "Reply" }).fill("Yes, it is free in May.");
  await agent.keyboard.press("Enter");
  await passTime();
  await eventually(
    async () => mails.received.length,
    (count) => count === 2,
  );
  await agent.getByText("E-mailed to").waitFor();
  expect(await axeViolations(agent)).toEqual([]);

  const visitor = await newPage(product.browser, PHONE);
  await visitor.goto(linkIn(mails.received[1]?.raw ?? ""));
  await visitor.getByText("Yes, it is free in May.").waitFor();
  expect(await axeViolations(visitor)).toEqual([]);
  await visitor.getByLabel("Your answer").fill("Then I take it.");
  await visitor.getByRole("button", { name: "Send" }).click();
  await visitor.getByText("Then I take it.").waitFor();
  await agent.getByText("Then I take it.").first().waitFor();
  const stop = await newPage(product.browser, { colorScheme: "dark" });
  await stop.goto(`${linkIn(mails.received[1]?.raw ?? "")}/stop`);
  await stop.getByRole("button", { name: "No more e-mails" }).click();
  await stop.getByText("You will get no more e-mails about this conversation.").waitFor();
  expect(await axeViolations(stop)).toEqual([]);
});
