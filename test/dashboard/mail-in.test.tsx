// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { HttpResponse, http } from "msw";
import { beforeEach, describe, expect, it } from "vitest";
import type { MailboxTestResult, PropertyMailbox } from "../../shared/mailbox-settings.ts";
import { defaultSettings, type Property } from "../../shared/property.ts";
import type { ReceivedMailInfo } from "../../shared/received-mail.ts";
import { fakeInbox, INBOX, reply, thread, type } from "./fake-inbox.ts";
import { message, NOON, summary, TICKET } from "./fixtures.ts";
import { at, NO_MAILBOX, openDashboard, PROPERTY, server, useDashboard } from "./open-dashboard.tsx";

useDashboard();

const MAIL: ReceivedMailInfo = {
  id: "m1",
  conversation: "c1",
  from: { name: "Ada", address: "ada@example.com" },
  subject: "Broken lamp",
  role: "contact",
  vouched: true,
  above: "",
  below: "On Monday you wrote:\n> Try again",
  cut: false,
  omitted: [],
  receivedAt: NOON,
};

describe("a message that came by mail", () => {
  let mail: ReceivedMailInfo;
  beforeEach(() => {
    mail = MAIL;
    fakeInbox.list = [summary({ id: "c1", ticket: TICKET })];
    fakeInbox.details = { messages: [message({ id: "m1", text: "It is broken." })] };
    server.use(http.get(at("/conversations/:id/received-mails"), () => HttpResponse.json({ items: [mail] })));
  });
  const open = async () => {
    openDashboard(`${INBOX}/c1`);
    await reply();
    await thread().findByText("ada@example.com");
  };

  it("R32: folds the quoted text, and shows it on demand", async () => {
    await open();
    expect(thread().queryByText(/Try again/)).toBeNull();
    fireEvent.click(thread().getByRole("button", { name: "Show quoted text" }));
    thread().getByText(/> Try again/);
    fireEvent.click(thread().getByRole("button", { name: "Hide quoted text" }));
    expect(thread().queryByText(/Try again/)).toBeNull();
  });

  it.each([
    [{ role: "stranger" }, "From an address that is not the contact's."],
    [{ role: "copied" }, "From somebody in copy."],
    [{ vouched: false }, "Claimed: no mail server has confirmed the sender."],
    [{ role: "mailbox", vouched: false }, "From an address of your team; the sender is not confirmed."],
  ] as const)("R33: is marked if it is %o", async (change, mark) => {
    mail = { ...MAIL, ...change };
    await open();
    thread().getByText(mark);
  });

  it("says which files are in the original only, and why", async () => {
    mail = { ...MAIL, cut: true, omitted: [{ name: "virus.exe", size: 2048, reason: "type" }] };
    await open();
    thread().getByText("virus.exe");
    thread().getByText(/only in the original: files of its type are not accepted/);
    thread().getByText("The rest of it is only in the original.");
  });

  it("shows the original in a frame that runs no script and is of no origin", async () => {
    await open();
    fireEvent.click(thread().getByRole("button", { name: "Show original" }));
    const frame = await screen.findByTitle("The original e-mail");
    expect(frame.getAttribute("src")).toBe(`/api/properties/${PROPERTY}/received-mails/m1/original`);
    expect(frame.getAttribute("sandbox")).toBe("allow-popups allow-popups-to-escape-sandbox");
  });
});

const SHOP: Property = {
  id: PROPERTY,
  settings: defaultSettings("Acme", "UTC"),
  version: 1,
  createdAt: NOON,
  widgetSeen: null,
};

describe("the settings of receiving e-mail", () => {
  let mailbox: PropertyMailbox;
  let saved: unknown[];
  let answer: MailboxTestResult;
  beforeEach(() => {
    mailbox = NO_MAILBOX;
    saved = [];
    answer = { kind: "opened", mails: 12, folders: ["INBOX"] };
    server.use(
      http.get(at(""), () => HttpResponse.json(SHOP)),
      http.get(at("/mail"), () => HttpResponse.json({}, { status: 500 })),
      http.get(at("/mailbox"), () => HttpResponse.json(mailbox)),
      http.put(at("/mailbox"), async ({ request }) => {
        saved.push(await request.json());
        return HttpResponse.json({ ...mailbox, version: 1 });
      }),
      http.post(at("/mailbox/test"), () => HttpResponse.json(answer)),
      http.post(at("/mailbox/secret"), () => HttpResponse.json({ secret: "s3cret-of-the-endpoint" })),
    );
  });
  const open = async () => {
    openDashboard(`/dashboard/${PROPERTY}/settings/email`);
    const region = await screen.findByRole("region", { name: "Receiving e-mail" });
    return within(region);
  };

  it("saves a mailbox, and says what its server answers", async () => {
    const page = await open();
    page.getByText(/No e-mail is received yet/);
    fireEvent.click(page.getByRole("switch", { name: /Read a mailbox/ }));
    type(page.getByLabelText("IMAP server"), "imap.example.com");
    type(page.getByLabelText("User"), "support@example.com");
    type(page.getByLabelText("Password", { selector: "input[type=password]" }), "s3cret");
    fireEvent.click(page.getByRole("button", { name: "Test the mailbox" }));
    await page.findByText("The folder can be read. It has 12 e-mails.");
    answer = {
      kind: "failed",
      code: "mailbox_auth_refused",
      message: "The mail server does not accept the user name or the password.",
      answer: "Invalid credentials",
      folders: [],
    };
    fireEvent.click(page.getByRole("button", { name: "Test the mailbox" }));
    await page.findByText("Invalid credentials");
    fireEvent.click(page.getByRole("button", { name: "Save the mailbox" }));
    await waitFor(() => expect(saved).toHaveLength(1));
    expect(saved).toMatchObject([
      {
        version: 0,
        settings: {
          imap: {
            server: { host: "imap.example.com", port: 993, security: "tls" },
            auth: { kind: "password", user: "support@example.com", password: "s3cret" },
            folder: "INBOX",
            existing: "leave",
          },
        },
      },
    ]);
  });

  it("says since when and why the mailbox cannot be read, and what could not be processed", async () => {
    mailbox = {
      ...NO_MAILBOX,
      hasHttpSecret: true,
      lastMailAt: NOON,
      failure: {
        code: "mailbox_auth_refused",
        message: "The mail server does not accept the user name or the password.",
        answer: "Password expired",
        since: NOON,
      },
      failed: [{ id: "f1", subject: "", from: "", size: 2048, reason: "Out of luck", receivedAt: NOON }],
    };
    const page = await open();
    page.getByText(/The mailbox cannot be read since/);
    page.getByText("Password expired");
    page.getByText("Out of luck");
    expect(page.getByRole("link", { name: /Download it/ }).getAttribute("href")).toMatch(/f1\/raw$/);
  });

  it("shows the secret of the HTTP endpoint once", async () => {
    const page = await open();
    fireEvent.click(page.getByRole("button", { name: "Turn on" }));
    await page.findByText("s3cret-of-the-endpoint");
    page.getByRole("button", { name: "Make a new secret" });
  });
});
