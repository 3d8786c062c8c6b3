import { expect, it } from "vitest";
import { axeViolations } from "../support/axe.ts";
import { adminOf, dashboardOf } from "../support/dashboard-pages.ts";
import { useProduct } from "../support/use-product.ts";

const product = useProduct();

it("R36: an admin maps what arrived by clicks, tries it, switches it on, and finds the contacts", async () => {
  const page = await dashboardOf(product, await adminOf(product), "settings/incoming-webhooks");
  await page.getByText("No incoming webhooks yet").waitFor();
  await page.getByRole("button", { name: "Add an incoming webhook" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Service").selectOption("Something else");
  await dialog.getByLabel("Name").fill("Newsletter form");
  await dialog.getByRole("button", { name: "Create" }).click();
  await page.getByText("Copy it now: it is not shown again.").waitFor();
  const address = await page.locator(".source-address").innerText();
  expect(address).toMatch(/\/in\/[\w-]{43}$/);

  const send = async (body: object) => {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(202);
  };
  await send({ reader: { contact_point: "mira@example.com", full_name: "Mira Sol" }, interest: "Boats" });
  const tree = page.getByRole("list", { name: "Values of the body" });
  // the first body that arrives is shown by itself
  await tree.getByText("Mira Sol").waitFor();
  await send({ topic: "no person" });
  const received = page.getByRole("region", { name: "Received" });
  await received.getByText("Waiting").nth(1).waitFor();

  const use = async (value: string, field: string) => {
    await tree.getByRole("button", { name: value }).click();
    await tree.getByRole("combobox").selectOption(field);
  };
  await use("mira@example.com", "E-mail");
  await use("Mira Sol", "Name");
  await use("Boats", "Tags");
  const mapping = page.getByRole("list", { name: "Mapping" });
  await mapping.getByText("reader.contact_point").waitFor();
  expect(await axeViolations(page)).toEqual([]);

  await page.getByRole("button", { name: "Try it on the recorded bodies" }).click();
  await page.getByText("1 × new contact, 1 × refused. Nothing was written.").waitFor();
  await page.getByRole("switch", { name: "Change contacts" }).check();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("Saved.").waitFor();
  await page.getByRole("button", { name: "Run 2 waiting" }).click();
  await received.getByRole("link", { name: "Mira Sol" }).waitFor();
  await received.getByText("There is no e-mail, phone or user ID").waitFor();
  expect(await axeViolations(page)).toEqual([]);

  await received.getByRole("link", { name: "Mira Sol" }).click();
  await page.getByText("mira@example.com").first().waitFor();
  await page.getByText("Boats").first().waitFor();
});
