import { afterAll, beforeAll, expect, it } from "vitest";
import { ADMIN } from "../support/admin.ts";
import { beginChat, messageIn } from "../support/chat-pages.ts";
import { newPage } from "../support/pages.ts";
import { type ReverseProxy, startProxy } from "../support/reverse-proxy.ts";
import { freePort } from "../support/started-program.ts";
import { useProduct } from "../support/use-product.ts";

const behind = await freePort();
const front = await freePort();
let proxy: ReverseProxy;
// as nginx does by default: it removes the path, and asks with a Host header of its own
beforeAll(async () => {
  proxy = await startProxy({ port: () => behind, strip: "/chat", keepsHost: false }, front);
});
afterAll(() => proxy.close());

const SERVER = `http://127.0.0.1:${front}/chat`;
const product = useProduct({ PORT: String(behind), FOYER_PUBLIC_URL: SERVER, FOYER_DEMO: "on" });

it("a server below a path, behind a proxy, has a dashboard and a widget that work", async () => {
  const dashboard = await newPage(product.browser);
  await dashboard.goto(`${SERVER}/dashboard/`);
  await dashboard.getByLabel("E-mail").fill(ADMIN.email);
  await dashboard.getByLabel("Password").fill(ADMIN.password);
  const live = dashboard.waitForEvent("websocket", (socket) => socket.url().endsWith("/chat/api/live"));
  await dashboard.getByRole("button", { name: "Sign in" }).click();
  await live;
  await dashboard.waitForURL(/\/chat\/dashboard\/\w+\/inbox/);

  const demo = await fetch(`${SERVER}/demo`);
  expect(demo.headers.get("content-security-policy")).toBe("frame-ancestors 'none'");
  const visitor = await newPage(product.browser);
  await visitor.goto(`${SERVER}/demo`);
  const words = { name: "Vera", email: "vera@example.com", message: "Is the path right?" };
  const panel = await beginChat(visitor, words);
  await messageIn(panel, words.message).waitFor();
  await dashboard.getByText(words.message).first().waitFor();

  await visitor.goto(`${SERVER}/docs/api`);
  await visitor.getByText(`curl ${SERVER}/api/v1/contacts/upsert`).waitFor();

  await dashboard.goto(`${SERVER}/dashboard/${product.admin.property}/settings/install`);
  await dashboard.getByText(`${SERVER}/w/${product.admin.property}.js`).first().waitFor();
});
