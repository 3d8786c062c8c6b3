import type { BrowserContextOptions, Page, Worker } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { NotificationSettings } from "../../shared/notifications.ts";
import type { PushPayload } from "../../shared/push-message.ts";
import { axeViolations } from "../support/axe.ts";
import { adminOf } from "../support/dashboard-pages.ts";
import { type Writer, writeAsVisitor } from "../support/dashboard-screens.ts";
import { PHONE, signedInPage, useProduct } from "../support/use-product.ts";

const product = useProduct();
/** Written before an agent is there. */
let writer: Writer;
beforeAll(async () => {
  writer = await writeAsVisitor(product);
});

async function openNotifications(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await signedInPage(product, options);
  await page.goto(`${product.server.url}/dashboard/notifications`);
  await page.getByRole("heading", { name: "Quiet hours" }).waitFor();
  return page;
}

const stored = async () =>
  (await (await adminOf(product)).ok(NotificationSettings, "GET", "/api/me/notifications")).preferences;

it("an agent chooses kinds, roads and quiet hours, which are saved at once", async () => {
  const page = await openNotifications();
  await page.getByLabel("A note mentions you: E-mail").uncheck();
  await page.getByLabel("Do not disturb at certain hours").check();
  await page.getByLabel("Quiet until").fill("06:30");
  await page.getByLabel("Time zone", { exact: true }).fill("Reykjavik");
  await page.getByRole("option", { name: "Atlantic/Reykjavik" }).click();
  await page.getByText("Saved.").waitFor();
  expect(await stored()).toEqual({
    new_message: { mail: true, push: true },
    assigned: { mail: true, push: true },
    mentioned: { mail: false, push: true },
    quietHours: { from: 1320, to: 390, timeZone: "Atlantic/Reykjavik" },
  });
  await page.reload();
  expect(await page.getByLabel("A note mentions you: E-mail").isChecked()).toBe(false);
  expect(await page.getByLabel("Quiet until").inputValue()).toBe("06:30");
});

it.each([
  ["in the light", {}],
  ["in the dark", { colorScheme: "dark" }],
  ["on a phone", PHONE],
] as const)("the page has nothing that axe finds, %s", async (_, options) => {
  const page = await openNotifications(options);
  await page.getByLabel("Do not disturb at certain hours").check();
  await page.getByLabel("Quiet until").waitFor();
  expect(await axeViolations(page)).toEqual([]);
});

it("the page is in the menu of the account, and says what a browser that refuses can do", async () => {
  const page = await signedInPage(product, { permissions: ["notifications"] });
  await page.goto(`${product.server.url}/dashboard/`);
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("link", { name: "Notifications" }).click();
  // this browser has no push service to connect to
  await page.getByRole("switch", { name: "Notifications" }).click();
  await page.getByText("its push service refuses").waitFor();
  expect(await axeViolations(page)).toEqual([]);
});

/** The service worker's scope, with what it has shown. */
interface WorkerScope {
  readonly registration: ServiceWorkerRegistration;
  shown: (NotificationOptions & { title: string })[];
  unread?: number;
}

/** The service worker of the dashboard, when it is active. */
async function workerOf(page: Page): Promise<Worker> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const [worker] = page.context().serviceWorkers();
  return worker ?? page.context().waitForEvent("serviceworker");
}

/** Gives the worker an event as the browser does, which also decrypts the push messages. */
const dispatch = (
  worker: Worker,
  name: "push" | "notificationclick",
  content: { text: string } | { data: unknown },
) =>
  worker.evaluate(
    ({ name, content }) => {
      const event = Object.assign(new Event(name), {
        data: "text" in content ? { text: () => content.text } : null,
        notification: { ...content, close: () => undefined },
        // an event that no person has caused may not ask for time, nor for the focus
        waitUntil: (work: Promise<unknown>) => void work.catch(() => undefined),
      });
      dispatchEvent(event);
    },
    { name, content },
  );

it("a push message is shown by the service worker, and a tap opens its conversation in the open window", async () => {
  const page = await openNotifications({ permissions: ["notifications"] });
  const worker = await workerOf(page);
  const path = `/dashboard/${product.admin.property}/inbox/all/${writer.conversation}`;
  // a browser without a desktop crashes when it is to show a notification, or a number on an icon
  await worker.evaluate(() => {
    const scope = globalThis as unknown as WorkerScope;
    scope.shown = [];
    Object.assign(navigator, { setAppBadge: async (unread: number) => Object.assign(scope, { unread }) });
    scope.registration.showNotification = async (title, options) =>
      void scope.shown.push({ title, ...options });
  });
  const payload: PushPayload = { title: "Ada", body: "Is the attic free in May?", path, tag: "t", unread: 1 };
  await dispatch(worker, "push", { text: JSON.stringify(payload) });
  const shown = () => worker.evaluate(() => (globalThis as unknown as WorkerScope).shown);
  await expect
    .poll(shown)
    .toMatchObject([
      { title: "Ada", body: "Is the attic free in May?", tag: "t", renotify: true, data: { path } },
    ]);
  expect(await worker.evaluate(() => (globalThis as unknown as WorkerScope).unread)).toBe(1);
  await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
  await dispatch(worker, "notificationclick", { data: { path } });
  await page.waitForURL(`**${path}`);
  await page.getByText("Is the attic free in May?").first().waitFor();
  expect(await page.evaluate(() => "isSamePage" in globalThis)).toBe(true);
});

it("the dashboard can be installed: the manifest and the icons are served, and the worker controls every page", async () => {
  const page = await openNotifications();
  await workerOf(page);
  const session = await page.context().newCDPSession(page);
  const { errors, url } = await session.send("Page.getAppManifest");
  expect([errors, url]).toEqual([[], `${product.server.url}/dashboard/app/manifest.webmanifest`]);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  // a browser profile of a test is a private one, which installs nothing
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito")).toEqual(
    [],
  );
  const worker = await fetch(`${product.server.url}/dashboard/service-worker.js`);
  expect(worker.headers.get("cache-control")).toBe("no-cache");
  expect(worker.headers.get("content-type")).toContain("javascript");
});
