// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, describe, expect, it } from "vitest";
import { lazyScreen } from "../../server/dashboard/app/lazy-screen.tsx";
import { ServicesProvider } from "../../server/dashboard/app/services.tsx";
import { createCodeUpdate } from "../../server/dashboard/data/code-update.ts";
import { NOON } from "./fixtures.ts";
import { openDashboard, useDashboard } from "./open-dashboard.tsx";

useDashboard();
afterEach(cleanup);

/** Shows a lazy screen whose code is missing until `available` is set. */
function show() {
  const { services } = openDashboard("/dashboard/sign-in");
  cleanup();
  const server = { available: false, reachable: true };
  const state = { reloads: 0, stored: new Map<string, string>(), now: NOON };
  const codeUpdate = createCodeUpdate({
    isReachable: async () => server.reachable,
    reload: () => state.reloads++,
    preferences: {
      getItem: (key) => state.stored.get(key) ?? null,
      setItem: (key, value) => void state.stored.set(key, value),
    },
    now: () => state.now,
  });
  const Lazy = lazyScreen(async () => {
    if (!server.available) throw new TypeError("Failed to fetch dynamically imported module");
    return ({ name }: { name: string }) => <h1>Screen of {name}</h1>;
  });
  render(
    <ServicesProvider services={{ ...services, codeUpdate }}>
      <Lazy name="Ada" />
    </ServicesProvider>,
  );
  return { server, state, codeUpdate };
}

describe("a screen that is loaded when it is opened", () => {
  it("shows that it is loading", () => {
    show();
    expect(screen.getByText("Loading")).toBeTruthy();
  });

  it("reloads the page once if its file is missing from a server that answers", async () => {
    const { state, codeUpdate } = show();
    await waitFor(() => expect(state.reloads).toBe(1));
    expect(screen.queryByRole("alert")).toBeNull();
    expect(await codeUpdate.reloadOnce()).toBe(false);
    state.now += 60_000;
    expect(await codeUpdate.reloadOnce()).toBe(true);
  });

  it("says that it could not be loaded if the server is unreachable, and loads on a second try", async () => {
    const { server, state } = show();
    server.reachable = false;
    // the heading of the page, which has no other
    await screen.findByRole("heading", { level: 1, name: "This screen could not be loaded" });
    expect(state.reloads).toBe(0);
    server.available = true;
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    await screen.findByText("Screen of Ada");
  });
});
