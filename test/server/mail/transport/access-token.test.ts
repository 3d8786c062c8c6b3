import { afterEach, describe, expect, it } from "vitest";
import { createAccessTokens, type TokenAuth } from "../../../../server/mail/transport/access-token.ts";
import { MailError } from "../../../../server/mail/transport/failure.ts";
import { createMailTransport } from "../../../../server/mail/transport/mail-transport.ts";
import { testClock } from "../../../support/clock.ts";
import { type MailServer, startMailServer } from "../../../support/mail-server.ts";
import { mailSettings, outgoingMail } from "../../../support/mails.ts";

const REFRESH: TokenAuth = {
  kind: "refresh_token",
  user: "support@shop.example",
  tokenAddress: "https://login.example.com/token",
  clientId: "client",
  clientSecret: "s3cret",
  refreshToken: "refresh1",
};
const CREDENTIALS: TokenAuth = {
  kind: "client_credentials",
  user: "support@shop.example",
  tokenAddress: "https://login.example.com/token",
  clientId: "client",
  clientSecret: "s3cret",
  scope: "https://outlook.office365.com/.default",
};

/** A token address that gives tokens in turn, with what was asked of it. */
function tokenAddress(...answers: readonly (object | Error)[]) {
  const requests: { readonly url: string; readonly body: string; readonly redirect: unknown }[] = [];
  const fetch = async (url: unknown, { body, redirect }: RequestInit = {}) => {
    requests.push({ url: String(url), body: String(body), redirect });
    const answer = answers[requests.length - 1] ?? answers.at(-1) ?? {};
    if (answer instanceof Error) throw answer;
    const { status = 200, ...value } = answer as { status?: number };
    return new Response(JSON.stringify(value), { status });
  };
  return { fetch: fetch as typeof globalThis.fetch, requests };
}

function source(auth: TokenAuth, ...answers: readonly (object | Error)[]) {
  const clock = testClock();
  const saved: string[] = [];
  const address = tokenAddress(...answers);
  const replaceRefreshToken = async ({ previous, next }: { previous: string; next: string }) =>
    void saved.push(`${previous} > ${next}`);
  const deps = { ...address, now: clock.now, replaceRefreshToken };
  return { tokens: createAccessTokens(auth, deps), clock, saved, requests: address.requests, deps };
}

describe("an access token", () => {
  it("is fetched by the refresh token, and never by a redirect", async () => {
    const { tokens, requests } = source(REFRESH, { access_token: "a1", expires_in: 3600 });
    expect(await tokens.get(false)).toBe("a1");
    expect(requests).toEqual([
      {
        url: "https://login.example.com/token",
        body: "client_id=client&client_secret=s3cret&grant_type=refresh_token&refresh_token=refresh1",
        redirect: "error",
      },
    ]);
  });

  it("is fetched by the client's credentials", async () => {
    const { tokens, requests } = source(CREDENTIALS, { access_token: "a1" });
    await tokens.get(false);
    expect(requests[0]?.body).toContain(
      "grant_type=client_credentials&scope=https%3A%2F%2Foutlook.office365.com",
    );
  });

  it.each([
    ["until a minute before it expires", { expires_in: 3600 }, 3_539_000, 3_541_000],
    ["whose life is a text", { expires_in: "3600" }, 3_539_000, 3_541_000],
    ["for four minutes if the provider says nothing", {}, 239_000, 241_000],
  ])("is used %s", async (_, life, still, over) => {
    const { tokens, requests, clock } = source(
      REFRESH,
      { access_token: "a1", ...life },
      { access_token: "a2", ...life },
    );
    await tokens.get(false);
    clock.pass(still);
    expect(await tokens.get(false)).toBe("a1");
    clock.pass(over - still);
    expect(await tokens.get(false)).toBe("a2");
    expect(requests).toHaveLength(2);
  });

  it("is fetched once for all who ask at the same time", async () => {
    const { tokens, requests } = source(REFRESH, { access_token: "a1" });
    await Promise.all([tokens.get(false), tokens.get(false), tokens.get(true)]);
    expect(requests).toHaveLength(1);
  });

  it("comes with a new refresh token, which is stored and used from then on", async () => {
    const { tokens, requests, saved } = source(
      REFRESH,
      { access_token: "a1", refresh_token: "refresh2" },
      { access_token: "a2" },
    );
    await tokens.get(false);
    await tokens.get(true);
    expect(saved).toEqual(["refresh1 > refresh2"]);
    expect(requests[1]?.body).toContain("refresh_token=refresh2");
  });

  it.each([
    [
      "mail_token_refused",
      "invalid_grant: expired",
      { status: 400, error: "invalid_grant", error_description: "expired" },
    ],
    ["mail_token_refused", "", { status: 401, internal: "secrets of another service" }],
    ["mail_token_unreachable", "", { status: 500, page: "secrets of another service" }],
    ["mail_token_unreachable", "", { status: 200, no: "token" }],
    ["mail_token_unreachable", "", new TypeError("fetch failed")],
  ])("that is not given: %s, %s", async (code, answer, given) => {
    const { tokens } = source(REFRESH, given);
    const error = await tokens.get(false).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(MailError);
    expect(error).toMatchObject({ failure: { code, answer } });
  });
});

describe("a server that wants a token (XOAUTH2)", () => {
  let server: MailServer;
  afterEach(() => server.stop());
  const wants = async (token: string) => {
    server = await startMailServer(
      { authOptional: false, allowInsecureAuth: true },
      {
        signIn: (_, given) =>
          given === token ? null : { code: 535, text: "5.7.3 Authentication unsuccessful" },
      },
    );
    return server;
  };
  const send = ({ deps }: ReturnType<typeof source>) => {
    const transport = createMailTransport({ ...mailSettings(server.port), auth: REFRESH }, deps);
    return transport.send(outgoingMail()).finally(transport.close);
  };

  it("gets it", async () => {
    await wants("a1");
    await send(source(REFRESH, { access_token: "a1", expires_in: 3600 }));
    expect(server.received[0]?.user).toBe("support@shop.example");
  });

  it("gets another one, once, if it has refused the first", async () => {
    await wants("a2");
    const given = source(REFRESH, { access_token: "a1" }, { access_token: "a2" });
    await send(given);
    expect(given.requests).toHaveLength(2);
    expect(server.received).toHaveLength(1);
  });

  it("and refuses the second too: mail_token_refused, with what it answered", async () => {
    await wants("another");
    const given = source(REFRESH, { access_token: "a1" }, { access_token: "a2" });
    await expect(send(given)).rejects.toMatchObject({
      failure: { code: "mail_token_refused", answer: expect.stringContaining("5.7.3") },
    });
    expect(given.requests).toHaveLength(2);
  });
});
