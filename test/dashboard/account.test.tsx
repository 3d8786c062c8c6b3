// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { describe, expect, it } from "vitest";
import { defaultSettings } from "../../shared/property.ts";
import { press, write } from "./contact-fixtures.ts";
import { NOON } from "./fixtures.ts";
import { at, me, openDashboard, PROPERTY, refuse, server, useDashboard } from "./open-dashboard.tsx";

useDashboard();

const PROPERTY_ANSWER = {
  id: PROPERTY,
  settings: defaultSettings("Acme", "Europe/Berlin"),
  version: 3,
  createdAt: NOON,
  widgetSeen: null,
};
const API = "http://localhost:3000/api";
const done = () => new HttpResponse(null, { status: 204 });
const signedOut = () => server.use(http.get(`${API}/me`, () => refuse("sign_in_required")));
const withTwoFactor = (twoFactor: "on" | "off" | "required") => ({
  ...me(),
  agent: { ...me().agent, twoFactor },
});
/** Fails the test if the request has another body. */
const expecting = (path: string, body: unknown, answer: () => Response) =>
  http.post(`${API}${path}`, async ({ request }) => {
    expect(await request.json()).toEqual(body);
    return answer();
  });

describe("signing in with two-factor authentication", () => {
  const firstStep = async () => {
    signedOut();
    openDashboard("/dashboard/sign-in");
    server.use(http.post(`${API}/sign-in`, () => refuse("two_factor_code_needed")));
    write(await screen.findByLabelText("E-mail"), "rosa@example.com");
    write(screen.getByLabelText("Password"), "correct horse battery");
    await press("Sign in");
    return screen.findByLabelText<HTMLInputElement>("Code");
  };

  it("asks for the app's code, and takes it with the spaces that apps show", async () => {
    const code = await firstStep();
    await press("Sign in");
    await screen.findByText("Enter the code.");
    server.use(
      expecting("/sign-in/two-factor", { kind: "app", code: "123456", trustBrowser: true }, () =>
        HttpResponse.json(me()),
      ),
    );
    write(code, "123 456");
    fireEvent.click(screen.getByLabelText("Trust this browser for 30 days"));
    await press("Sign in");
    await screen.findByRole("button", { name: /Account of Rosa/ });
  });

  it("takes a recovery code instead, and says that a code is wrong", async () => {
    await firstStep();
    await press("Use a recovery code");
    server.use(
      expecting("/sign-in/two-factor", { kind: "recovery", code: "abcde-fghij", trustBrowser: false }, () =>
        refuse("two_factor_code_wrong"),
      ),
    );
    write(await screen.findByLabelText("Recovery code"), "abcde-fghij");
    await press("Sign in");
    await screen.findByText(/This code is wrong/);
  });

  it("starts again after too long", async () => {
    const code = await firstStep();
    server.use(http.post(`${API}/sign-in/two-factor`, () => refuse("two_factor_expired")));
    write(code, "123456");
    await press("Sign in");
    await press("Start again");
    await screen.findByLabelText("Password");
  });
});

describe("a forgotten password", () => {
  it("is asked for by e-mail, and the answer does not say whether the account exists", async () => {
    signedOut();
    openDashboard("/dashboard/sign-in");
    fireEvent.click(await screen.findByRole("link", { name: "Forgotten password?" }));
    write(await screen.findByLabelText("E-mail"), "rosa");
    await press("Send a link");
    await screen.findByText(/is not an e-mail address/);
    server.use(expecting("/password-resets", { email: "rosa@example.com" }, done));
    write(screen.getByLabelText("E-mail"), "rosa@example.com");
    await press("Send a link");
    await screen.findByText(/If there is an account for/);
  });

  it("without mail, the page says how the server's operator can help", async () => {
    server.use(http.get(`${API}/setup`, () => HttpResponse.json({ open: false, resetByMail: false })));
    openDashboard("/dashboard/forgotten-password");
    await screen.findByText("foyer reset-password YOUR-E-MAIL");
    expect(screen.queryByLabelText("E-mail")).toBeNull();
  });

  it("is set anew by the link", async () => {
    signedOut();
    server.use(http.get(`${API}/password-resets/t1`, () => HttpResponse.json({ email: "rosa@example.com" })));
    openDashboard("/dashboard/password/t1");
    write(await screen.findByLabelText("New password"), "short");
    await press("Set password");
    await screen.findByText(/at least 10 characters/);
    server.use(expecting("/password-resets/t1", { password: "a much longer one" }, done));
    write(screen.getByLabelText("New password"), "a much longer one");
    await press("Set password");
    await screen.findByText(/Your new password is set/);
    expect(screen.getByRole("link", { name: "Sign in" }).getAttribute("href")).toBe("/dashboard/sign-in");
  });

  it("offers another link if this one is void", async () => {
    server.use(http.get(`${API}/password-resets/t1`, () => refuse("link_invalid")));
    openDashboard("/dashboard/password/t1");
    await screen.findByRole("link", { name: "Ask for a new link" });
  });
});

describe("the page of one's account", () => {
  const SETUP = {
    uri: "otpauth://totp/Foyer:rosa%40example.com?secret=ABCDEFGH&issuer=Foyer",
    secret: "ABCDEFGH",
    recoveryCodes: ["aaaaa-bbbbb", "ccccc-ddddd"],
  };
  const session = (id: string, isCurrent: boolean) => ({
    id,
    browser: "Firefox 128 on Linux",
    address: "192.0.2.1",
    signedInAt: NOON,
    seenAt: NOON,
    isCurrent,
  });
  const open = (state: "on" | "off", recoveryCodes = 10) => {
    server.use(
      http.get(`${API}/me/two-factor`, () => HttpResponse.json({ state, recoveryCodes })),
      http.get(`${API}/me/sessions`, () =>
        HttpResponse.json({ items: [session("s1", true), session("s2", false)] }),
      ),
    );
    return openDashboard("/dashboard/account");
  };

  /** From the password to the recovery codes. */
  const walkThrough = async () => {
    write(await screen.findByLabelText("Your password"), "correct horse battery");
    server.use(
      expecting("/me/two-factor", { password: "correct horse battery" }, () => HttpResponse.json(SETUP)),
    );
    await press("Continue");
    await screen.findByRole("img", { name: /QR code/ });
    expect(screen.getByText("ABCD EFGH")).toBeTruthy();
    server.use(expecting("/me/two-factor/confirm", { code: "123456" }, done));
    write(screen.getByLabelText("Code"), "123456");
    await press("Turn on");
    await screen.findByText("ccccc-ddddd");
  };

  it("sets two-factor authentication up", async () => {
    open("off");
    await press("Set up");
    await walkThrough();
    server.use(http.get(`${API}/me/two-factor`, () => HttpResponse.json({ state: "on", recoveryCodes: 10 })));
    await press("I have saved the codes");
    await screen.findByText(/10 recovery codes are left/);
    expect(screen.queryByText("ccccc-ddddd")).toBeNull();
  });

  it("makes new recovery codes, and warns before they run out", async () => {
    open("on", 1);
    await screen.findByText(/1 recovery code is left/);
    await screen.findByText(/before you run out/);
    await press("New recovery codes");
    write(await screen.findByLabelText("Your password"), "wrong");
    server.use(http.post(`${API}/me/two-factor/recovery-codes`, () => refuse("password_wrong")));
    await press("Make new codes");
    await screen.findByText("The password is wrong.");
    server.use(
      http.post(`${API}/me/two-factor/recovery-codes`, () =>
        HttpResponse.json({ recoveryCodes: ["eeeee-fffff"] }),
      ),
    );
    await press("Make new codes");
    await screen.findByText("eeeee-fffff");
  });

  it("turns it off with the password", async () => {
    open("on");
    await press("Turn off");
    write(await screen.findByLabelText("Your password"), "correct horse battery");
    server.use(
      expecting("/me/two-factor/turn-off", { password: "correct horse battery" }, done),
      http.get(`${API}/me/two-factor`, () => HttpResponse.json({ state: "off", recoveryCodes: 0 })),
    );
    await press("Turn off");
    await screen.findByRole("button", { name: "Set up" });
  });

  it("lists the sessions, and ends one or all others, but not this one", async () => {
    open("off");
    const ended: string[] = [];
    server.use(
      http.delete(`${API}/me/sessions/:id`, ({ params }) => {
        ended.push(String(params.id));
        return done();
      }),
      http.delete(`${API}/me/sessions`, () => {
        ended.push("others");
        return done();
      }),
    );
    const list = await screen.findByRole("region", { name: "Sessions" });
    await within(list).findByText("This browser", { exact: false });
    fireEvent.click(within(list).getByRole("button", { name: "End the session of Firefox 128 on Linux" }));
    await waitFor(() => expect(ended).toEqual(["s2"]));
    fireEvent.click(within(list).getByRole("button", { name: "End all other sessions" }));
    await waitFor(() => expect(ended).toEqual(["s2", "others"]));
  });

  it("changes the password", async () => {
    open("off");
    await press("Change password");
    write(await screen.findByLabelText("Current password"), "correct horse battery");
    write(screen.getByLabelText("New password"), "a much longer one");
    const changed: unknown[] = [];
    server.use(
      http.put(`${API}/me/password`, async ({ request }) => {
        changed.push(await request.json());
        return done();
      }),
    );
    await press("Change password");
    await screen.findByText(/Your password is changed/);
    expect(changed).toEqual([{ current: "correct horse battery", password: "a much longer one" }]);
  });

  it("is reached without a property", async () => {
    server.use(http.get(`${API}/me`, () => HttpResponse.json({ ...me(), properties: [] })));
    open("off");
    await screen.findByRole("heading", { name: "Account and security" });
  });

  it("is preceded by the set-up for an agent whose team demands it", async () => {
    let twoFactor: "required" | "on" = "required";
    server.use(http.get(`${API}/me`, () => HttpResponse.json(withTwoFactor(twoFactor))));
    openDashboard(`/dashboard/${PROPERTY}/inbox/all`);
    await screen.findByRole("heading", { name: "Set up two-factor authentication" });
    expect(screen.queryByRole("navigation", { name: "Main" })).toBeNull();
    await walkThrough();
    twoFactor = "on";
    await press("I have saved the codes");
    await screen.findByRole("navigation", { name: "Main" });
  });

  it("an agent of whom it is demanded in the middle of the work is led to the set-up", async () => {
    const { services } = openDashboard(`/dashboard/${PROPERTY}/contacts/new`);
    write(await screen.findByLabelText("First name"), "Ada");
    server.use(
      http.get(`${API}/me`, () => HttpResponse.json(withTwoFactor("required"))),
      http.post(at("/contacts"), () => refuse("two_factor_setup_needed")),
    );
    await press("Add contact");
    await screen.findByRole("heading", { name: "Set up two-factor authentication" });
    expect(services.session.state.value.kind).toBe("in");
  });
});

describe("the team's settings", () => {
  it("demand two-factor authentication, and name who has none", async () => {
    const ann = { id: "a2", name: "Ann", email: "ann@example.com", picture: null, role: "agent" };
    server.use(
      http.get(at(""), () => HttpResponse.json(PROPERTY_ANSWER)),
      http.get(at("/team"), () =>
        HttpResponse.json({
          agents: [{ ...ann, presence: "away", isDisabled: false, since: NOON }],
          invitations: [],
        }),
      ),
      http.get(at("/two-factor"), () => HttpResponse.json({ isRequired: false, without: ["a2"] })),
    );
    openDashboard(`/dashboard/${PROPERTY}/settings/team`);
    const toggle = await screen.findByLabelText<HTMLInputElement>("Require it of the whole team");
    await screen.findByText(/Not set up yet by/);
    server.use(http.put(at("/two-factor"), () => refuse("two_factor_setup_needed")));
    fireEvent.click(toggle);
    await screen.findByText("Set up two-factor authentication for your account first.");
    expect(screen.getByLabelText<HTMLInputElement>("Require it of the whole team").checked).toBe(false);
    server.use(http.put(at("/two-factor"), () => HttpResponse.json({ isRequired: true, without: [] })));
    fireEvent.click(screen.getByLabelText("Require it of the whole team"));
    await screen.findByText("Everybody on the team has set it up.");
    expect(screen.getByLabelText<HTMLInputElement>("Require it of the whole team").checked).toBe(true);
  });

  it("say whether an invitation was mailed", async () => {
    server.use(http.get(at(""), () => HttpResponse.json(PROPERTY_ANSWER)));
    openDashboard(`/dashboard/${PROPERTY}/settings/team`);
    const invite = async (path: string | null) => {
      server.use(
        http.post(at("/invitations"), () => HttpResponse.json({ id: "i1", path, isMailed: path === null })),
      );
      write(await screen.findByLabelText("E-mail"), "new@example.com");
      await press("Invite");
    };
    await invite(null);
    await screen.findByText(/gets an e-mail with a link/);
    await invite("/dashboard/invitation/t1");
    await screen.findByText(/Send this link to/);
  });
});
