import type { Hono } from "hono";
import type { BrowserContextOptions, Locator, Page } from "playwright-core";
import { InvitationCreated, Me } from "../../shared/account.ts";
import { ADMIN } from "./admin.ts";
import { AgentBrowser } from "./agent.ts";
import { newPage } from "./pages.ts";
import type { Stage } from "./stage.ts";

/** The running server, spoken to as the tests of the app speak to theirs. */
const overHttp = (stage: Stage): Pick<Hono, "request"> => ({
  request: (path, init) => fetch(`${stage.server.url}${path}`, init),
});

/** The stage's admin, signed in once more. */
export async function adminOf(stage: Stage): Promise<AgentBrowser> {
  const admin = new AgentBrowser(overHttp(stage));
  await admin.signIn(ADMIN.email, ADMIN.password);
  return admin;
}

/** Invites an agent to the stage's property, who accepts. */
export async function colleagueOf(stage: Stage, name: string): Promise<AgentBrowser> {
  const admin = await adminOf(stage);
  const invitation = { email: `${name.toLowerCase()}@team.example.com`, role: "agent" };
  const at = `/api/properties/${stage.admin.property}/invitations`;
  const { path } = await admin.ok(InvitationCreated, "POST", at, invitation);
  const colleague = new AgentBrowser(overHttp(stage));
  const token = path.split("/").at(-1);
  await colleague.ok(Me, "POST", `/api/invitations/${token}`, { name, password: ADMIN.password });
  return colleague;
}

/**
 * Opens the dashboard where an agent is signed in, at a place below the property, and waits for its live connection,
 * so that visitors find somebody there.
 */
export async function deskOf(
  stage: Stage,
  agent: AgentBrowser,
  sequence = "inbox/waiting",
  options: BrowserContextOptions = {},
): Promise<Page> {
  const page = await newPage(stage.browser, { reducedMotion: "reduce", ...options });
  await page
    .context()
    .addCookies([...agent.cookies].map(([name, value]) => ({ name, value, url: stage.server.url })));
  const connected = page.waitForEvent("websocket");
  await page.goto(`${stage.server.url}/dashboard/${stage.admin.property}/${sequence}`);
  await connected;
  await page.getByRole("navigation", { name: "Main" }).waitFor();
  return page;
}

/** The rows of the inbox's list that name somebody. */
export const rowOf = (desk: Page, name: string): Locator =>
  desk.getByRole("region", { name: "Conversations" }).getByRole("link", { name: new RegExp(name) });

/** The open conversation's column. */
export const threadOf = (desk: Page): Locator =>
  desk.getByRole("region", { name: "Conversation", exact: true });

/** Where the agent writes, whatever it is. */
export const composerOf = (desk: Page): Locator => threadOf(desk).getByRole("form").getByRole("textbox");

/** Sends what the visitor is to read, or with `note` what they are not. */
export async function reply(desk: Page, text: string, kind: "Reply" | "Note" = "Reply"): Promise<void> {
  const form = threadOf(desk).getByRole("form");
  await form.getByRole("button", { name: kind, exact: true }).click();
  await form.getByRole("textbox").fill(text);
  await form.getByRole("textbox").press("Enter");
}

/** Opens the conversation of somebody from the list, and takes it if nobody has it. */
export async function take(desk: Page, name: string): Promise<void> {
  await rowOf(desk, name).click();
  await threadOf(desk).getByRole("button", { name: "Take", exact: true }).click();
  await threadOf(desk).getByText("You took this conversation").waitFor();
}

/** Attaches a file to what is being written, and waits until the server has it. */
export async function attach(
  desk: Page,
  file: { name: string; mimeType: string; buffer: Buffer },
): Promise<void> {
  const thread = threadOf(desk);
  await thread.getByLabel("Files to attach").setInputFiles(file);
  await thread.getByRole("button", { name: `Remove ${file.name}` }).waitFor();
  await thread.getByRole("progressbar").waitFor({ state: "detached" });
}
