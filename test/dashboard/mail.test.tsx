// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import type { AnswerRoute, MailInfo } from "../../shared/mail.ts";
import type { MailSettingsView, PropertyMail } from "../../shared/mail-settings.ts";
import { defaultSettings, type Property } from "../../shared/property.ts";
import { fakeInbox, INBOX, live, own, reply, thread, type } from "./fake-inbox.ts";
import { NOON, summary, TICKET } from "./fixtures.ts";
import { at, openDashboard, PROPERTY, server, useDashboard } from "./open-dashboard.tsx";

useDashboard();

const MAIL: MailInfo = {
  id: "01a22bfb-0a16-7003-b851-be083c0d4eef",
  kind: "answer",
  conversation: "c1",
  messages: ["m5"],
  to: ["ada@example.com"],
  cc: [],
  bcc: [],
  subject: "Re: Broken lamp [#12]",
  state: "sent",
  attempts: 1,
  nextAttemptAt: null,
  failure: null,
  refused: [],
  createdAt: NOON,
  sentAt: NOON,
};
const BOUNCED = {
  code: "mail_bounced",
  message: "The mail came back: it could not be delivered.",
  answer: "550 5.1.1 No such user",
} as const;

describe("an answer that goes by mail", () => {
  let mails: MailInfo[];
  let route: AnswerRoute;
  let retried: string[];
  beforeEach(() => {
    mails = [];
    retried = [];
    route = { kind: "mail", to: "ada@example.com", copied: [] };
    fakeInbox.list = [summary({ id: "c1", ticket: TICKET })];
    fakeInbox.details = { messages: [own({ id: "m5", text: "It left today." })] };
    server.use(
      http.get(at("/conversations/:id/mails"), () => HttpResponse.json({ items: mails, route })),
      http.post(at("/mails/:id/retry"), ({ params }) => {
        retried.push(String(params.id));
        mails = mails.map((mail) => ({ ...mail, state: "queued", failure: null }));
        return HttpResponse.json(mails[0]);
      }),
    );
  });

  it("R31: shows to whom it was sent", async () => {
    mails = [{ ...MAIL, cc: ["boss@example.com"], bcc: ["archive@example.com"] }];
    openDashboard(`${INBOX}/c1`);
    await reply();
    await thread().findByText("ada@example.com");
    thread().getByText("boss@example.com");
    thread().getByText("archive@example.com");
  });

  it("R31: shows why it failed, and is tried again by a button", async () => {
    mails = [{ ...MAIL, state: "failed", failure: BOUNCED }];
    openDashboard(`${INBOX}/c1`);
    await reply();
    const alert = within(await thread().findByRole("alert"));
    alert.getByText(/E-mail was not delivered.*came back/);
    alert.getByText(/550 5\.1\.1 No such user/);
    fireEvent.click(thread().getByRole("button", { name: "Try again" }));
    await thread().findByText("E-mail is about to be sent");
    expect(retried).toEqual([MAIL.id]);
  });

  it.each([
    [{ state: "queued" }, /about to be sent/],
    [{ state: "sending" }, /is being sent/],
    [{ state: "uncertain", failure: { ...BOUNCED, code: "mail_unconfirmed" } }, /may not have arrived/],
    [{ state: "queued", nextAttemptAt: NOON, failure: BOUNCED }, /not sent yet; tried again at/],
    [{ refused: [{ address: "gone@example.com", answer: "550 Unknown" }] }, /^550 Unknown$/],
  ] as const)("R31: says what becomes of it: %o", async (change, words) => {
    mails = [{ ...MAIL, ...change, refused: [...("refused" in change ? change.refused : [])] }];
    openDashboard(`${INBOX}/c1`);
    await reply();
    await thread().findByText(words);
  });

  it("R31: is brought up to date by the live connection", async () => {
    mails = [{ ...MAIL, state: "queued" }];
    const connection = await live(`${INBOX}/c1`);
    await thread().findByText("E-mail is about to be sent");
    mails = [MAIL];
    await connection.receive({ kind: "mail", property: PROPERTY, conversation: "c1" });
    await thread().findByText("ada@example.com");
  });

  it("R30: goes to those in Cc and Bcc too", async () => {
    openDashboard(`${INBOX}/c1`);
    const field = await reply();
    fireEvent.click(await screen.findByRole("button", { name: "Add Cc or Bcc" }));
    type(
      screen.getByRole("textbox", { name: "Cc" }),
      "boss@example.com, BOSS@example.com; second@example.com",
    );
    type(screen.getByRole("textbox", { name: "Bcc" }), "archive@example.com");
    type(field, "It left today.");
    fireEvent.click(screen.getByRole("button", { name: "Send" }));
    await waitFor(() => expect(fakeInbox.posted).toHaveLength(1));
    expect(fakeInbox.posted[0]).toMatchObject({
      cc: ["BOSS@example.com", "second@example.com"],
      bcc: ["archive@example.com"],
    });
  });

  it("R30: goes to those in Cc of the earlier answers, unless the agent removes them", async () => {
    route = { kind: "mail", to: "ada@example.com", copied: ["boss@example.com"] };
    openDashboard(`${INBOX}/c1`);
    const field = await reply();
    const cc = await screen.findByRole<HTMLInputElement>("textbox", { name: "Cc" });
    expect(cc.value).toBe("boss@example.com");
    type(cc, "");
    type(field, "Only to you");
    fireEvent.click(screen.getByRole("button", { name: "Send" }));
    await waitFor(() => expect(fakeInbox.posted).toHaveLength(1));
    expect(fakeInbox.posted[0]).not.toHaveProperty("cc");
  });

  it("R30: is not sent while an address is wrong, and says which", async () => {
    openDashboard(`${INBOX}/c1`);
    const field = await reply();
    fireEvent.click(await screen.findByRole("button", { name: "Add Cc or Bcc" }));
    type(screen.getByRole("textbox", { name: "Cc" }), "boss, ");
    type(field, "It left today.");
    await screen.findByText("“boss” is not an e-mail address.");
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Send" }).disabled).toBe(true);
  });

  it.each([
    [{ kind: "mail", to: null, copied: [] }, /No e-mail address is known/],
    [{ kind: "stopped" }, /wants no e-mails/],
  ] as const)("R30: the composer says if the customer gets none: %o", async (given, words) => {
    route = { ...given, ...("copied" in given && { copied: [] }) } as AnswerRoute;
    openDashboard(`${INBOX}/c1`);
    await reply();
    await screen.findByText(words);
  });
});

const VIEW: MailSettingsView = {
  server: { host: "mail.example.com", port: 465, security: "tls" },
  auth: { kind: "password", user: "support", password: null },
  from: { name: "Shop", address: "support@example.com" },
  replies: { kind: "subaddress", mailbox: "support@example.com" },
  dkim: null,
};
const SHOP: Property = {
  id: PROPERTY,
  settings: defaultSettings("Acme", "UTC"),
  version: 1,
  createdAt: NOON,
  widgetSeen: null,
};
const NONE: PropertyMail = {
  source: "none",
  settings: null,
  version: 0,
  from: null,
  hasLinks: true,
  waiting: 0,
  failed: 0,
  lastSentAt: null,
  lastFailure: null,
};

describe("the settings of e-mail", () => {
  const PAGE = `/dashboard/${PROPERTY}/settings/email`;
  let stored: PropertyMail;
  let saves: unknown[];
  let tests: unknown[];
  beforeEach(() => {
    stored = NONE;
    saves = [];
    tests = [];
    server.use(
      http.get(at(""), () => HttpResponse.json(SHOP)),
      http.get(at("/mail"), () => HttpResponse.json(stored)),
      http.put(at("/mail"), async ({ request }) => {
        saves.push(await request.json());
        return HttpResponse.json({ ...stored, source: "property", settings: VIEW, version: 1 });
      }),
      http.post(at("/mail/test"), async ({ request }) => {
        tests.push(await request.json());
        return HttpResponse.json({ kind: "accepted", to: "rosa@example.com", answer: "250 OK" });
      }),
    );
  });
  const field = (name: string | RegExp) => screen.getByLabelText(name);
  const save = () => fireEvent.click(screen.getByRole("button", { name: "Save" }));

  it("are saved with what was typed", async () => {
    openDashboard(PAGE);
    await screen.findByText(/No e-mail is sent yet/);
    type(field("Server"), "mail.example.com");
    type(field("User"), "support");
    type(field("Password"), "secret");
    type(field("Address"), "support@example.com");
    save();
    await screen.findByText("Saved. What waits is sent now.");
    expect(saves).toEqual([
      {
        version: 0,
        settings: {
          ...VIEW,
          from: { name: "", address: "support@example.com" },
          auth: { kind: "password", user: "support", password: "secret" },
        },
      },
    ]);
  });

  it("say next to a field what is missing", async () => {
    openDashboard(PAGE);
    await screen.findByText(/No e-mail is sent yet/);
    type(field("User"), "support");
    save();
    await screen.findByText("This must be the name or the address of a server.");
    expect(saves).toEqual([]);
  });

  it("leave a secret that is not typed as it is stored", async () => {
    stored = { ...NONE, source: "property", settings: VIEW, version: 3, from: "support@example.com" };
    openDashboard(PAGE);
    await screen.findByText(/Type it again only to change it/);
    type(field("Name"), "Harbour Shop");
    save();
    await screen.findByText("Saved. What waits is sent now.");
    expect(saves).toMatchObject([
      { version: 3, settings: { auth: { password: null }, from: { name: "Harbour Shop" } } },
    ]);
  });

  it("say what the mail server answered to a test", async () => {
    stored = { ...NONE, source: "environment", from: "ops@example.com" };
    openDashboard(PAGE);
    await screen.findByText("FOYER_SMTP_URL");
    fireEvent.click(screen.getByRole("button", { name: "Send a test to me" }));
    await screen.findByText("250 OK");
    expect(tests).toEqual([{}]);
  });

  it("say in words why the test failed, and what waits", async () => {
    stored = {
      ...NONE,
      source: "property",
      settings: VIEW,
      version: 1,
      waiting: 3,
      failed: 2,
      lastFailure: { code: "mail_unreachable", message: "It cannot be reached.", answer: "", at: NOON },
    };
    server.use(
      http.post(at("/mail/test"), () =>
        HttpResponse.json({
          kind: "failed",
          to: "rosa@example.com",
          code: "mail_auth_refused",
          message: "Wrong password.",
          answer: "535 No",
        }),
      ),
    );
    openDashboard(PAGE);
    await screen.findByText(/3 waiting\. 2 failed/);
    screen.getByText(/It cannot be reached/);
    fireEvent.click(screen.getByRole("button", { name: "Send a test to me" }));
    await screen.findByText("Wrong password.");
    screen.getByText("535 No");
  });

  it("can be filled in for Microsoft 365", async () => {
    openDashboard(PAGE);
    await screen.findByText(/No e-mail is sent yet/);
    fireEvent.click(screen.getByRole("button", { name: "Fill in for Microsoft 365" }));
    expect(field("Server")).toHaveProperty("value", "smtp.office365.com");
    expect(field("Token address")).toHaveProperty(
      "value",
      "https://login.microsoftonline.com/common/oauth2/v2.0/token",
    );
  });
});
