// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { CONTACTS, press, write } from "./contact-fixtures.ts";
import { at, me, openDashboard, refuse, server, useDashboard } from "./open-dashboard.tsx";

useDashboard();

const ME = "http://localhost:3000/api/me";
const SIGN_IN = "http://localhost:3000/api/sign-in";

/** Opens the form of a new contact whose agent has no session any more. */
async function signedOutWhileWriting() {
  const dashboard = openDashboard(`${CONTACTS}/new`);
  write(await screen.findByLabelText("First name"), "Ada");
  server.use(http.post(at("/contacts"), () => refuse("sign_in_required")));
  await press("Add contact");
  const dialog = await screen.findByRole("dialog", { name: "Sign in to continue" });
  return { ...dashboard, dialog };
}

async function signIn(dialog: HTMLElement, answer: () => Response | HttpResponse<object>) {
  server.use(http.post(SIGN_IN, answer as () => Response));
  write(within(dialog).getByLabelText("Password"), "correct horse battery");
  fireEvent.click(within(dialog).getByRole("button", { name: "Sign in" }));
}

describe("a session that ends while an agent is typing", () => {
  it("asks to sign in again in a dialog, and the typed text stays", async () => {
    const { dialog } = await signedOutWhileWriting();
    expect(location.pathname).toBe(`${CONTACTS}/new`);
    expect(within(dialog).getByLabelText<HTMLInputElement>("E-mail").value).toBe("rosa@example.com");
    expect(screen.getByLabelText("First name").closest("[inert]")).not.toBeNull();
    await signIn(dialog, () => refuse("sign_in_failed"));
    await within(dialog).findByText("The e-mail or the password is wrong.");
    await signIn(dialog, () => HttpResponse.json(me()));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(screen.getByLabelText<HTMLInputElement>("First name").value).toBe("Ada");
    expect(screen.getByLabelText("First name").closest("[inert]")).toBeNull();
  });

  it("clears the page if another agent signs in", async () => {
    const { dialog, services } = await signedOutWhileWriting();
    services.memory.set("contacts", "those of Rosa");
    const grace = {
      ...me(),
      agent: {
        id: "a2",
        name: "Grace",
        email: "grace@example.com",
        picture: null,
        twoFactor: "off",
        language: null,
      },
    };
    await signIn(dialog, () => HttpResponse.json(grace));
    await screen.findByRole("button", { name: /Account of Grace/ });
    expect(screen.getByLabelText<HTMLInputElement>("First name").value).toBe("");
    expect(services.memory.has("contacts")).toBe(false);
  });

  it("leads to the sign-in page if the agent cancels", async () => {
    await signedOutWhileWriting();
    await press("Use another account");
    await screen.findByRole("heading", { name: "Welcome back" });
    expect(location.pathname).toBe("/dashboard/sign-in");
  });
});

it("signing out clears everything that was loaded for the agent", async () => {
  const { services } = openDashboard(`${CONTACTS}/new`);
  await screen.findByLabelText("First name");
  services.memory.set("contacts", "those of Rosa");
  server.use(http.post("http://localhost:3000/api/sign-out", () => new HttpResponse(null, { status: 204 })));
  await press("Sign out");
  await screen.findByRole("heading", { name: "Welcome back" });
  expect(services.memory.has("contacts")).toBe(false);
});

it("a network error while the session is loaded does not close the page", async () => {
  const { services } = openDashboard(`${CONTACTS}/new`);
  write(await screen.findByLabelText("First name"), "Ada");
  server.use(http.get(ME, () => HttpResponse.error()));
  await services.session.load();
  expect(screen.getByLabelText<HTMLInputElement>("First name").value).toBe("Ada");
});

it("an agent who is removed from a property while working in it sees a message", async () => {
  openDashboard(`${CONTACTS}/new`);
  write(await screen.findByLabelText("First name"), "Ada");
  server.use(
    http.get(ME, () => HttpResponse.json({ ...me(), properties: [] })),
    http.post(at("/contacts"), () => refuse("property_unknown")),
  );
  await press("Add contact");
  await screen.findByText("You are not a member of any property");
});

describe("the sign-in page", () => {
  it("explains where the set-up link is while no account exists", async () => {
    server.use(
      http.get(ME, () => refuse("sign_in_required")),
      http.get("http://localhost:3000/api/setup", () =>
        HttpResponse.json({ open: true, resetByMail: false }),
      ),
    );
    openDashboard("/dashboard/");
    await screen.findByRole("heading", { name: "Set up Foyer" });
    expect(screen.getByText("First run:")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Sign in" })).toBeNull();
  });

  it("shows missing values at their fields, and sends no request", async () => {
    server.use(http.get(ME, () => refuse("sign_in_required")));
    openDashboard("/dashboard/sign-in");
    await press("Sign in");
    await screen.findByText("Enter your e-mail.");
    expect(screen.getByText("Enter your password.")).toBeTruthy();
  });
});
