import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { MailError } from "../../../../server/mail/transport/failure.ts";
import { createMailTransport, type MailTransport } from "../../../../server/mail/transport/mail-transport.ts";
import type { SmtpTimeouts } from "../../../../server/mail/transport/smtp-session.ts";
import { type MailFailureCode, type MailOutcome, outcomeOf } from "../../../../shared/mail-failure.ts";
import type { MailSettings } from "../../../../shared/mail-settings.ts";
import {
  MAIL_CERTIFICATE,
  type MailServer,
  type MailServerBehavior,
  startMailServer,
} from "../../../support/mail-server.ts";
import { mailSettings, outgoingMail } from "../../../support/mails.ts";

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

const serve = async (...args: Parameters<typeof startMailServer>): Promise<MailServer> => {
  const server = await startMailServer(...args);
  stops.push(server.stop);
  return server;
};
const TRUSTED = { ca: MAIL_CERTIFICATE };
/** Where no test waits for an answer that never comes, a busy machine has time. */
const PATIENT = { connect: 15_000, reply: 15_000 };
const QUICK = { connect: 400, reply: 400 };

const transportTo = (
  port: number,
  change: Partial<MailSettings> = {},
  {
    security = "none" as MailSettings["server"]["security"],
    tls = TRUSTED as object,
    host = "127.0.0.1",
    timeouts = PATIENT,
  } = {},
): MailTransport => {
  const settings = { ...mailSettings(port), server: { host, port, security }, ...change };
  const transport = createMailTransport(settings, {
    fetch: () => Promise.reject(new Error("no token is wanted")),
    now: () => 0,
    replaceRefreshToken: async () => undefined,
    tls,
    timeouts,
  });
  stops.push(transport.close);
  return transport;
};
const failureOf = async (sent: Promise<unknown>) => {
  const error = await sent.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof MailError)) throw error ?? new Error("The mail was sent");
  return error.failure;
};
/** A server that is no SMTP server. */
const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const sockets = new Set<{ destroy(): void }>();
  server.on("connection", (socket) => void sockets.add(socket.on("error", () => undefined)));
  stops.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return typeof address === "object" ? (address?.port ?? 0) : 0;
};
const PASSWORD = { auth: { kind: "password", user: "support", password: "right" } } as const;

describe("a mail is sent", () => {
  it.each(["none", "starttls", "tls"] as const)("by a server with the encryption %s", async (security) => {
    const server = await serve({ secure: security === "tls" });
    const { answer, refused } = await transportTo(server.port, {}, { security }).send(outgoingMail());
    expect(answer).toMatch(/^250 /);
    expect(refused).toEqual([]);
    const [mail] = server.received;
    expect(mail).toMatchObject({ from: "support@shop.example", to: ["ann@example.com"] });
    expect(mail?.isEncrypted).toBe(security !== "none");
    expect(mail?.headers.subject).toBe("Your question");
  });

  it("with the password of the account", async () => {
    const server = await serve(
      { authOptional: false },
      { signIn: (_, given) => (given === "right" ? null : { code: 535, text: "no" }) },
    );
    await transportTo(server.port, PASSWORD, { security: "starttls" }).send(outgoingMail());
    expect(server.received[0]?.user).toBe("support");
  });

  it("to the others if one of several recipients is refused, and says who was", async () => {
    const server = await serve(
      {},
      { recipient: (address) => (address.startsWith("gone") ? { code: 550, text: "No such user" } : null) },
    );
    const to = ["ann@example.com", "gone@example.com"].map((address) => ({ name: "", address }));
    const { refused } = await transportTo(server.port).send(outgoingMail({ to }));
    expect(refused).toEqual([{ address: "gone@example.com", answer: "550 No such user" }]);
    expect(server.received[0]?.to).toEqual(["ann@example.com"]);
  });

  it("on the connection of the mail before, and on a new one if the server has ended that", async () => {
    const server = await serve();
    const transport = transportTo(server.port);
    for (let mails = 0; mails < 3; mails++) await transport.send(outgoingMail());
    expect(server.connections).toBe(1);
    server.cutAll();
    await transport.send(outgoingMail());
    expect(server.received).toHaveLength(4);
    expect(server.connections).toBe(2);
  });

  it("several at a time, each on a connection of its own", async () => {
    const server = await serve({}, { message: () => ({ kind: "accept", delay: 100 }) });
    const transport = transportTo(server.port);
    await Promise.all([1, 2, 3].map(() => transport.send(outgoingMail())));
    expect([server.connections, server.received.length]).toEqual([3, 3]);
  });

  it("with 4 MB of files, read no faster than the server takes them", async () => {
    const server = await serve({ size: 20_000_000 });
    const content = Buffer.alloc(4_000_000, 7);
    await transportTo(server.port).send(
      outgoingMail({ attachments: [{ name: "a.bin", type: "application/octet-stream", content }] }),
    );
    expect(server.received[0]?.raw.length).toBeGreaterThan(5_000_000);
  });

  it("and the Message-ID that a relay puts in the place of ours is reported", async () => {
    const server = await serve(
      {},
      {
        message: () => ({
          kind: "accept",
          text: "2.0.0 OK <abc@DB9.eurprd01.prod.outlook.com> [Hostname=DB9]",
        }),
      },
    );
    const { relayMessageId } = await transportTo(server.port).send(outgoingMail());
    expect(relayMessageId).toBe("<abc@DB9.eurprd01.prod.outlook.com>");
  });
});

describe("what a server refuses or does not answer has a code and words", () => {
  interface Refused {
    readonly what: string;
    readonly behavior: MailServerBehavior;
    readonly code: MailFailureCode;
    readonly outcome: MailOutcome;
    readonly answer?: RegExp;
    readonly options?: Parameters<typeof startMailServer>[0];
    readonly settings?: Partial<MailSettings>;
    readonly timeouts?: SmtpTimeouts;
  }
  const refuse = (code: number, text = "No") => ({ code, text });
  const refuseMessage = (code: number, text = "No"): MailServerBehavior => ({
    message: () => ({ kind: "refuse", code, text }),
  });
  const CASES: readonly Refused[] = [
    {
      what: "an unknown recipient",
      behavior: { recipient: () => refuse(550, "5.1.1 No such user") },
      code: "mail_recipient_refused",
      outcome: "permanent",
      answer: /^550 5\.1\.1 No such user/,
    },
    {
      what: "a recipient, for now (greylisting)",
      behavior: { recipient: () => refuse(450) },
      code: "mail_temporary",
      outcome: "temporary",
    },
    {
      what: "the sender",
      behavior: { sender: () => refuse(553, "5.7.1 Not yours") },
      code: "mail_sender_refused",
      outcome: "permanent",
    },
    {
      what: "the sender, for now",
      behavior: { sender: () => refuse(451) },
      code: "mail_temporary",
      outcome: "temporary",
    },
    {
      what: "a message that looks like spam",
      behavior: refuseMessage(554, "5.7.1 Spam"),
      code: "mail_message_refused",
      outcome: "permanent",
    },
    {
      what: "a message, for now",
      behavior: refuseMessage(451),
      code: "mail_temporary",
      outcome: "temporary",
    },
    {
      what: "a message because it closes",
      behavior: refuseMessage(421, "Going down"),
      code: "mail_temporary",
      outcome: "temporary",
    },
    {
      what: "a message that is too large",
      behavior: refuseMessage(552, "5.3.4 Too big"),
      code: "mail_too_large",
      outcome: "permanent",
    },
    {
      what: "a message above its announced size",
      behavior: {},
      options: { size: 100 },
      code: "mail_too_large",
      outcome: "permanent",
    },
    {
      what: "the password",
      behavior: { signIn: () => refuse(535, "5.7.8 Bad password") },
      settings: PASSWORD,
      options: { allowInsecureAuth: true },
      code: "mail_auth_refused",
      outcome: "temporary",
      answer: /5\.7\.8/,
    },
    {
      what: "a password, for now",
      behavior: { signIn: () => refuse(454) },
      settings: PASSWORD,
      options: { allowInsecureAuth: true },
      code: "mail_temporary",
      outcome: "temporary",
    },
    {
      what: "a mail without a password",
      behavior: {},
      options: { authOptional: false },
      code: "mail_auth_required",
      outcome: "temporary",
    },
    {
      what: "a password because it has no accounts",
      behavior: {},
      settings: PASSWORD,
      options: { disabledCommands: ["AUTH"] },
      code: "mail_auth_missing",
      outcome: "temporary",
    },
    {
      what: "nothing, but hangs after the message",
      behavior: { message: () => ({ kind: "hang" }) },
      timeouts: QUICK,
      code: "mail_unconfirmed",
      outcome: "uncertain",
    },
    {
      what: "nothing, but ends the connection after the message",
      behavior: { message: () => ({ kind: "cut", received: true }) },
      code: "mail_unconfirmed",
      outcome: "uncertain",
    },
  ];
  it.each(CASES)(
    "it refuses $what: $code, $outcome",
    async ({ behavior, code, outcome, answer, options, settings, timeouts = PATIENT }) => {
      const server = await serve({ authOptional: true, ...options }, behavior);
      const failure = await failureOf(transportTo(server.port, settings, { timeouts }).send(outgoingMail()));
      expect(failure.code).toBe(code);
      expect(outcomeOf(failure.code)).toBe(outcome);
      expect(failure.message).toMatch(/\.$/);
      if (answer) expect(failure.answer).toMatch(answer);
    },
  );

  it("an address that is none never reaches the server: mail_address_invalid", async () => {
    const server = await serve();
    for (const address of ["a b@example.com\r\nRCPT TO:<x@example.com>", "<"]) {
      const failure = await failureOf(
        transportTo(server.port).send(outgoingMail({ to: [{ name: "", address }] })),
      );
      expect([failure.code, address]).toEqual(["mail_address_invalid", address]);
    }
    expect(server.received).toEqual([]);
  });

  const tlsCases = [
    ["a server without TLS on the port of TLS", {}, "tls", TRUSTED, "mail_tls_mismatch"],
    [
      "a server that does not offer STARTTLS",
      { disabledCommands: ["STARTTLS"] as string[] },
      "starttls",
      TRUSTED,
      "mail_tls_missing",
    ],
    ["a server with TLS that is spoken to without", { secure: true }, "none", TRUSTED, "mail_timeout"],
    ["a certificate of nobody known, with TLS", { secure: true }, "tls", {}, "mail_certificate"],
    ["a certificate of nobody known, with STARTTLS", {}, "starttls", {}, "mail_certificate"],
    [
      "a certificate for another name",
      { secure: true },
      "tls",
      { ...TRUSTED, servername: "mail.example.org" },
      "mail_certificate",
    ],
  ] as const satisfies readonly (readonly [
    string,
    Parameters<typeof startMailServer>[0],
    MailSettings["server"]["security"],
    object,
    MailFailureCode,
  ])[];
  it.each(tlsCases)("%s", async (_, options, security, tls, code) => {
    const server = await serve(options);
    const timeouts = code === "mail_timeout" ? QUICK : PATIENT;
    const failure = await failureOf(
      transportTo(server.port, {}, { security, tls, timeouts }).send(outgoingMail()),
    );
    expect(failure.code).toBe(code);
  });

  it("a server that never greets: mail_timeout", async () => {
    const port = await listen(createServer(() => undefined));
    expect((await failureOf(transportTo(port, {}, { timeouts: QUICK }).send(outgoingMail()))).code).toBe(
      "mail_timeout",
    );
  });

  it("a server that closes before it greets: mail_connection_closed", async () => {
    const port = await listen(createServer((socket) => socket.destroy()));
    expect((await failureOf(transportTo(port).send(outgoingMail()))).code).toBe("mail_connection_closed");
  });

  it("another service: mail_not_smtp, and nothing of what it said is shown", async () => {
    const port = await listen(createServer((socket) => void socket.write("SSH-2.0-OpenSSH_9.2p1\r\n")));
    const failure = await failureOf(transportTo(port).send(outgoingMail()));
    expect(failure).toMatchObject({ code: "mail_not_smtp", answer: "" });
    expect(JSON.stringify(failure)).not.toContain("OpenSSH");
  });

  it("no server on the port: mail_unreachable", async () => {
    const server = await startMailServer();
    await server.stop();
    expect((await failureOf(transportTo(server.port).send(outgoingMail()))).code).toBe("mail_unreachable");
  });

  it("no server of the name: mail_host_unknown", async () => {
    const transport = transportTo(2525, {}, { host: "mail.nowhere.invalid" });
    expect((await failureOf(transport.send(outgoingMail()))).code).toBe("mail_host_unknown");
  });

  it("a connection that ends in the middle of a large message was certainly not sent: mail_connection_closed", async () => {
    const port = await listen(
      createServer((socket) => {
        let bytes = 0;
        let isData = false;
        socket.write("220 ready\r\n");
        socket.on("data", (chunk) => {
          bytes += chunk.length;
          if (isData) {
            if (bytes > 1_000_000) socket.destroy();
          } else if (/^DATA/m.test(chunk.toString())) {
            isData = true;
            socket.write("354 go on\r\n");
          } else socket.write("250 ok\r\n".repeat(chunk.toString().split("\r\n").length - 1));
        });
      }),
    );
    const attachments = [
      { name: "a.bin", type: "application/octet-stream", content: Buffer.alloc(30_000_000) },
    ];
    expect((await failureOf(transportTo(port).send(outgoingMail({ attachments })))).code).toBe(
      "mail_connection_closed",
    );
  });
});
