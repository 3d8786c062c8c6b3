import type { Hono } from "hono";
import type { BrowserContextOptions, Locator, Page } from "playwright-core";
import { Me } from "../../shared/account.ts";
import { InvitationCreated } from "../../shared/joining.ts";
import { ADMIN } from "./admin.ts";
import { AgentBrowser } from "./agent.ts";
import { newPage } from "./pages.ts";
import type { Product } from "./use-product.ts";

/** The running server with the interface of the app in the tests without a socket. */
export const overHttp = (product: Pick<Product, "server">): Pick<Hono, "request"> => ({
  request: (path, init) => fetch(`${product.server.url}${path}`, init),
});

/** Another session of the product's admin. */
export async function adminOf(product: Pick<Product, "server">): Promise<AgentBrowser> {
  const admin = new AgentBrowser(overHttp(product));
  await admin.signIn(ADMIN.email, ADMIN.password);
  return admin;
}

/** Invites an agent to the product's property, who accepts. */
export async function colleagueOf(product: Product, name: string): Promise<AgentBrowser> {
  const admin = await adminOf(product);
  const invitation = { email: `${name.toLowerCase()}@team.example.com`, role: "agent", byHand: true };
  const at = `/api/properties/${product.admin.property}/invitations`;
  const { path } = await admin.ok(InvitationCreated, "POST", at, invitation);
  const colleague = new AgentBrowser(overHttp(product));
  const token = path?.split("/").at(-1);
  await colleague.ok(Me, "POST", `/api/invitations/${token}`, { name, password: ADMIN.password });
  return colleague;
}

/**
 * Opens the dashboard of a signed-in agent, and waits for its live connection: from then on the agent is available.
 *
 * @param path the screen's path below the property
 */
export async function dashboardOf(
  product: Product,
  agent: AgentBrowser,
  path = "inbox/unanswered",
  options: BrowserContextOptions = {},
): Promise<Page> {
  const page = await newPage(product.browser, { reducedMotion: "reduce", ...options });
  await page
    .context()
    .addCookies([...agent.cookies].map(([name, value]) => ({ name, value, url: product.server.url })));
  const connected = page.waitForEvent("websocket");
  await page.goto(`${product.server.url}/dashboard/${product.admin.property}/${path}`);
  await connected;
  await page.getByRole("navigation", { name: "Main" }).waitFor();
  return page;
}

/** The rows of the inbox with a name. */
export const rowOf = (dashboard: Page, name: string): Locator =>
  dashboard.getByRole("region", { name: "Conversations" }).getByRole("link", { name: new RegExp(name) });

/** The open conversation's column. */
export const threadOf = (dashboard: Page): Locator =>
  dashboard.getByRole("region", { name: "Conversation", exact: true });

/** The composer's text field, for a reply or a note. */
export const composerOf = (dashboard: Page): Locator =>
  threadOf(dashboard).getByRole("form").getByRole("textbox");

/** Sends a reply, or a note that the visitor does not see. */
export async function reply(dashboard: Page, text: string, kind: "Reply" | "Note" = "Reply"): Promise<void> {
  const form = threadOf(dashboard).getByRole("form");
  await form.getByRole("button", { name: kind, exact: true }).click();
  await form.getByRole("textbox").fill(text);
  await form.getByRole("textbox").press("Enter");
}

/** Opens the conversation of a person from the list, and takes it. */
export async function take(dashboard: Page, name: string): Promise<void> {
  await rowOf(dashboard, name).click();
  await threadOf(dashboard).getByRole("button", { name: "Take", exact: true }).click();
  await threadOf(dashboard).getByText("You took this conversation").waitFor();
}

/** Attaches a file in the composer, and waits until it is uploaded. */
export async function attach(
  dashboard: Page,
  file: { name: string; mimeType: string; buffer: Buffer },
): Promise<void> {
  const thread = threadOf(dashboard);
  await thread.getByLabel("Files to attach").setInputFiles(file);
  await thread.getByRole("button", { name: `Remove ${file.name}` }).waitFor();
  await thread.getByRole("progressbar").waitFor({ state: "detached" });
}
