import { afterEach, beforeEach, expect, it } from "vitest";
import { COMMAND_LINE } from "../../../server/accounts/audit-log.ts";
import { createAuth } from "../../../server/accounts/auth.ts";
import { setDisabled } from "../../../server/accounts/disable-account.ts";
import { openPasswordReset, revokeAgent } from "../../../server/accounts/password-reset.ts";
import { removeMember } from "../../../server/accounts/team.ts";
import { AgentSessionList } from "../../../shared/account-security.ts";
import { ConnectToken, type ToAgent } from "../../../shared/live.ts";
import { AgentBrowser, addColleague, type Owner, PASSWORD, setUpFoyer } from "../../support/agent.ts";
import { type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { agentClient, follow, LiveClient, type LiveServer, liveServer } from "../../support/live-client.ts";

const EMAIL = "leaver@example.com";

describeEachDatabase("R38: whatever ends an agent's session", (open) => {
  let test: TestApp;
  let server: LiveServer;
  let owner: Owner;
  let leaver: AgentBrowser;
  let id: string;
  beforeEach(async () => {
    test = await testApp(await open());
    owner = await setUpFoyer(test);
    const colleague = await addColleague(test, owner, EMAIL, "agent");
    leaver = colleague.browser;
    id = colleague.me.agent.id;
    server = await liveServer(test);
  });
  afterEach(() => server.close());

  /** The agent in another browser. */
  const elsewhere = async () => {
    const browser = new AgentBrowser(test.app);
    await browser.signIn(EMAIL);
    return browser;
  };
  /** The same browser before what follows: its cookies as somebody has copied them. */
  const copyOf = (browser: AgentBrowser) => {
    const copy = new AgentBrowser(test.app);
    for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
    return copy;
  };
  const team = () => `/api/properties/${owner.property}/team/${id}`;
  /** The database of another process, whose events this one does not hear. */
  const other = () => test.deps.database.publishingTo(() => undefined);

  const WAYS: Readonly<Record<string, () => Promise<unknown>>> = {
    "a sign-out": () => leaver.send("POST", "/api/sign-out"),
    "another sign-in in the same browser": () => leaver.signIn(EMAIL),
    "another agent's sign-in in the same browser": () => leaver.signIn("owner@example.com"),
    "the list of sessions in another browser": async () => {
      const browser = await elsewhere();
      const { items } = await browser.ok(AgentSessionList, "GET", "/api/me/sessions");
      for (const session of items.filter(({ isCurrent }) => !isCurrent))
        await browser.send("DELETE", `/api/me/sessions/${session.id}`);
    },
    "the end of all other sessions": async () => (await elsewhere()).send("DELETE", "/api/me/sessions"),
    "a new password": async () =>
      (await elsewhere()).send("PUT", "/api/me/password", {
        current: PASSWORD,
        password: "another good password",
      }),
    "a reset of the password": async () => {
      const path = await openPasswordReset({ auth: createAuth(test.deps), random: test.deps.random }, id);
      await new AgentBrowser(test.app).send("POST", `/api/password-resets/${path.split("/").at(-1)}`, {
        password: "another good password",
      });
    },
    "an admin who disables the account": () =>
      owner.browser.send("PUT", `${team()}/disabled`, { isDisabled: true }),
    "the command line, in another process": () => other().write((tx) => revokeAgent(tx, id)),
    "an account that another process disables": () =>
      other().write((tx) => setDisabled(tx, test.deps, COMMAND_LINE, { agent: id, isDisabled: true })),
  };

  it.each(Object.keys(WAYS))(
    "%s ends its requests, its connect tokens and its connections at once",
    async (way) => {
      // the library measures the age of a session by the machine's clock
      test.clock.set(Date.now());
      const thief = copyOf(leaver);
      const client = await agentClient(server, leaver);
      await follow(client, owner.property, 0);
      const { token } = await leaver.ok(ConnectToken, "POST", "/api/connect-token");
      await thief.send("GET", "/api/me");
      await WAYS[way]?.();
      for (const [method, path] of [
        ["GET", "/api/me"],
        ["POST", "/api/connect-token"],
        ["GET", `/api/properties/${owner.property}/contacts`],
      ] as const)
        expect(await thief.refused(method, path), path).toMatchObject({ code: "sign_in_required" });
      const late = await new LiveClient<ToAgent>(`${server.url}/api/live`, { origin: "" }).opened();
      late.send({ kind: "hello", token });
      expect(await late.closed).toMatchObject({ code: 4401 });
      expect(late.frames).toEqual([]);
      server.pass(1);
      expect(await client.closed).toMatchObject({ code: 4401 });
    },
  );

  it("leaves the sessions of other agents and of other browsers alone", async () => {
    test.clock.set(Date.now());
    const admin = await agentClient(server, owner.browser);
    const browser = await elsewhere();
    await leaver.send("POST", "/api/sign-out");
    server.pass(3);
    const again = await agentClient(server, browser);
    await follow(again, owner.property, 0);
    server.pass(3);
    for (const client of [admin, again]) {
      await client.settled();
      expect(client.socket.readyState).toBe(client.socket.OPEN);
    }
  });

  it("that leaves a team in another process closes the connection that follows it", async () => {
    test.clock.set(Date.now());
    const client = await agentClient(server, leaver);
    await follow(client, owner.property, 0);
    await other().write((tx) =>
      removeMember(tx, test.deps, COMMAND_LINE, { property: owner.property, agent: id }),
    );
    server.pass(1);
    expect(await client.closed).toMatchObject({ code: 4401 });
  });
});
