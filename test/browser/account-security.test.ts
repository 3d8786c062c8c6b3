import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, expect, it } from "vitest";
import { ADMIN } from "../support/admin.ts";
import type { AgentBrowser } from "../support/agent.ts";
import { axeViolations } from "../support/axe.ts";
import { adminOf, colleagueOf, dashboardOf } from "../support/dashboard-pages.ts";
import { startMailServer } from "../support/mail-server.ts";
import { newPage } from "../support/pages.ts";
import { freePort } from "../support/started-program.ts";
import { totp } from "../support/totp.ts";
import { useProduct } from "../support/use-product.ts";

const mails = await startMailServer();
afterAll(() => mails.stop());
const port = await freePort();
const product = useProduct({
  PORT: String(port),
  FOYER_SMTP_URL: `smtp://127.0.0.1:${mails.port}?security=none`,
  FOYER_MAIL_FROM: "foyer@example.com",
  FOYER_PUBLIC_URL: `http://127.0.0.1:${port}`,
});

const axe = async (page: Page, where: string) => expect(await axeViolations(page), where).toEqual([]);

/** The text of the last mail to an address whose subject contains the words. */
const mailTo = async (address: string, words: string): Promise<string> => {
  const find = () =>
    mails.received.findLast(({ to, headers }) => to.includes(address) && headers.subject?.includes(words));
  await expect.poll(find, { timeout: 10_000 }).toBeDefined();
  return (find()?.raw ?? "").replace(/=\r?\n/g, "").replace(/=3D/g, "=");
};
const here = (path: string) => product.server.url + path;

/** Opens the page of one's account. */
async function accountOf(agent: AgentBrowser, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await dashboardOf(product, agent, "inbox/all", options);
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("link", { name: "Account and security" }).click();
  await page.getByRole("region", { name: "Sessions" }).getByText("This browser").waitFor();
  return page;
}

/** Sets two-factor authentication up in an open set-up. @returns the secret and the recovery codes */
async function walkThroughSetUp(page: Page): Promise<{ secret: string; codes: readonly string[] }> {
  await page.getByLabel("Your password").fill(ADMIN.password);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("img", { name: /QR code/ }).waitFor();
  await axe(page, "QR code");
  const secret = (await page.locator("code").first().innerText()).replace(/\s/g, "");
  const code = page.getByLabel("Code", { exact: true });
  expect(await code.getAttribute("autocomplete")).toBe("one-time-code");
  await code.fill(totp(secret, Date.now()));
  await page.getByRole("button", { name: "Turn on" }).click();
  await page.getByRole("button", { name: "Download" }).waitFor();
  await axe(page, "recovery codes");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  const chunks: Buffer[] = [];
  for await (const chunk of await (await download).createReadStream()) chunks.push(chunk);
  const codes =
    Buffer.concat(chunks)
      .toString()
      .match(/^\w{5}-\w{5}$/gm) ?? [];
  expect(codes).toHaveLength(10);
  await page.getByRole("button", { name: "I have saved the codes" }).click();
  return { secret, codes };
}

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto(here("/dashboard/sign-in"));
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

it("an agent who has forgotten the password sets a new one by a link", async () => {
  const agent = await colleagueOf(product, "Grace");
  const open = await dashboardOf(product, agent);
  const page = await newPage(product.browser);
  await page.goto(here("/dashboard/sign-in"));
  await page.getByRole("link", { name: "Forgotten password?" }).click();
  await page.getByLabel("E-mail").fill("grace@team.example.com");
  await axe(page, "forgotten password");
  await page.getByRole("button", { name: "Send a link" }).click();
  await page.getByText("If there is an account").waitFor();
  await axe(page, "link sent");
  const [link = ""] = /http:\S+/.exec(await mailTo("grace@team.example.com", "Set a new password")) ?? [];
  await page.goto(link);
  await page.getByLabel("New password").fill("nanoseconds of wire");
  await axe(page, "new password");
  await page.getByRole("button", { name: "Set password" }).click();
  await page.getByRole("link", { name: "Sign in" }).click();
  // the session in the other browser has ended, its live connection too
  await open.getByRole("dialog", { name: "Sign in to continue" }).waitFor();
  await signIn(page, "grace@team.example.com", "nanoseconds of wire");
  await page.getByRole("navigation", { name: "Main" }).waitFor();
  await mailTo("grace@team.example.com", "New sign-in");
  await page.goto(link);
  await page.getByRole("link", { name: "Ask for a new link" }).waitFor();
});

it("an agent signs in with a code of the authenticator app, or a recovery code", async () => {
  const page = await accountOf(await colleagueOf(product, "Hedy"));
  await axe(page, "account");
  await page.getByRole("button", { name: "Set up" }).click();
  const { secret, codes } = await walkThroughSetUp(page);
  await page.getByText("10 recovery codes are left").waitFor();
  await axe(page, "two-factor authentication is on");

  const other = await newPage(product.browser);
  await signIn(other, "hedy@team.example.com", ADMIN.password);
  await other.getByLabel("Code", { exact: true }).waitFor();
  await axe(other, "code");
  await other.keyboard.type(totp(secret, Date.now() + 30_000));
  await other.keyboard.press("Enter");
  await other.getByRole("navigation", { name: "Main" }).waitFor();

  const third = await newPage(product.browser);
  await signIn(third, "hedy@team.example.com", ADMIN.password);
  await third.getByRole("button", { name: "Use a recovery code" }).click();
  await axe(third, "recovery code");
  await third.getByLabel("Recovery code").fill(codes[0] ?? "");
  await third.getByLabel("Trust this browser for 30 days").check();
  await third.getByRole("button", { name: "Sign in" }).click();
  await third.getByRole("button", { name: /^Account of/ }).click();
  await third.getByRole("button", { name: "Sign out" }).click();
  await third.getByRole("heading", { name: "Welcome back" }).waitFor();
  await signIn(third, "hedy@team.example.com", ADMIN.password);
  await third.getByRole("navigation", { name: "Main" }).waitFor();

  // the first browser ends the others
  await page.reload();
  await page.getByRole("button", { name: "End all other sessions" }).click();
  for (const one of [other, third]) await one.getByRole("dialog", { name: "Sign in to continue" }).waitFor();
  await page.getByText("9 recovery codes are left").waitFor();
});

it("an admin demands it of the team, and an agent at work is led to the set-up", async () => {
  const colleague = await dashboardOf(product, await colleagueOf(product, "Ida"));
  const page = await accountOf(await adminOf(product));
  await page.getByRole("button", { name: "Set up" }).click();
  await walkThroughSetUp(page);
  await page.goto(here(`/dashboard/${product.admin.property}/settings/team`));
  await page.getByText("Not set up yet by").waitFor();
  await page.getByLabel("Require it of the whole team").click();
  await colleague.getByRole("heading", { name: "Set up two-factor authentication" }).waitFor();
  await axe(colleague, "set-up that is demanded");
  await axe(page, "settings of the team");
  await walkThroughSetUp(colleague);
  await colleague.getByRole("navigation", { name: "Main" }).waitFor();
});
