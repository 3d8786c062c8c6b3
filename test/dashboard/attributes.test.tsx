// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import { defaultSettings } from "../../shared/property.ts";
import { press, write } from "./contact-fixtures.ts";
import { at, me, openDashboard, PROPERTY, server, useDashboard } from "./open-dashboard.tsx";

useDashboard();

const field = (name: string) => screen.findByRole("textbox", { name });

describe("the attribute settings", () => {
  const SETTINGS = `/dashboard/${PROPERTY}/settings/attributes`;
  const plan = { key: "plan", label: "Plan", type: "choice", choices: ["Free", "Pro"], position: 0 };
  const seats = { key: "seats", label: "Seats", type: "number", choices: [], position: 1 };
  let defined: [string, unknown][];
  beforeEach(() => {
    defined = [];
    server.use(
      http.get(at(""), () => {
        const settings = defaultSettings("Acme", "UTC");
        return HttpResponse.json({ id: PROPERTY, settings, version: 1, createdAt: 0, widgetSeen: null });
      }),
      http.get(at("/attributes"), () => HttpResponse.json({ items: [plan, seats] })),
      http.put(at("/attributes/:key"), async ({ params, request }) => {
        defined.push([String(params.key), await request.json()]);
        return HttpResponse.json({ items: [plan, seats] });
      }),
    );
  });

  it("derive the key from the label, and require options for a choice", async () => {
    openDashboard(SETTINGS);
    await press("Add attribute");
    write(await field("Label"), "Size of shoes");
    expect(((await field("Key")) as HTMLInputElement).value).toBe("size_of_shoes");
    fireEvent.click(screen.getByRole("radio", { name: "Choice" }));
    await press("Save");
    await screen.findByText("Enter at least one choice.");
    write(await field("Choices"), "Small\n\nLarge\nSmall");
    await press("Save");
    await waitFor(() => expect(defined).toHaveLength(1));
    expect(defined[0]).toEqual([
      "size_of_shoes",
      { label: "Size of shoes", type: "choice", choices: ["Small", "Large"], position: 2 },
    ]);
  });

  it("change the order of attributes", async () => {
    openDashboard(SETTINGS);
    await press("Move up: Seats");
    await waitFor(() => expect(defined).toHaveLength(2));
    expect(defined.map(([key, one]) => [key, (one as { position: number }).position])).toEqual([
      ["seats", 0],
      ["plan", 1],
    ]);
  });

  it("refuse a key that exists, without a request", async () => {
    openDashboard(SETTINGS);
    await press("Add attribute");
    write(await field("Label"), "Plan");
    await screen.findByText("Another attribute has this key.");
    await press("Save");
    expect(defined).toEqual([]);
  });

  it("are read-only for agents", async () => {
    server.use(http.get("http://localhost:3000/api/me", () => HttpResponse.json(me("agent"))));
    openDashboard(SETTINGS);
    await screen.findByText("Only admins can change attributes.");
    await screen.findByText("Seats");
    expect(screen.queryByRole("button", { name: "Add attribute" })).toBeNull();
  });
});
