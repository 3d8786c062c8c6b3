import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { rightOf } from "../../../server/accounts/guards.ts";
import { Me } from "../../../shared/account.ts";
import { RIGHT_WORDS } from "../../../shared/rules/right-words.ts";
import { RIGHTS, type Right, roleMay } from "../../../shared/rules/rights.ts";
import { AgentBrowser, addColleague, makeTeam } from "../../support/agent.ts";
import { type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { testFolder } from "../../support/files.ts";

/** The answers to somebody without a right. */
const REFUSALS = {
  sign_in_required: 401,
  forbidden: 403,
  property_unknown: 404,
} as const;
type Outcome = keyof typeof REFUSALS | "passes";
type Standing = "stranger" | "teamless" | "agent" | "admin" | "foreign admin";

/** The answer to each, by the holder of the route's right. */
const OUTCOMES: Readonly<Record<(typeof RIGHTS)[Right], Readonly<Record<Standing, Outcome>>>> = {
  anybody: {
    stranger: "passes",
    teamless: "passes",
    agent: "passes",
    admin: "passes",
    "foreign admin": "passes",
  },
  account: {
    stranger: "sign_in_required",
    teamless: "passes",
    agent: "passes",
    admin: "passes",
    "foreign admin": "passes",
  },
  owner: {
    stranger: "sign_in_required",
    teamless: "forbidden",
    agent: "forbidden",
    admin: "passes",
    "foreign admin": "passes",
  },
  agent: {
    stranger: "sign_in_required",
    teamless: "property_unknown",
    agent: "passes",
    admin: "passes",
    "foreign admin": "property_unknown",
  },
  admin: {
    stranger: "sign_in_required",
    teamless: "property_unknown",
    agent: "forbidden",
    admin: "passes",
    "foreign admin": "property_unknown",
  },
};

/** The e-mails of those who have an account. Each signs in again if a route has ended the session. */
const EMAILS: Readonly<Partial<Record<Standing, string>>> = {
  teamless: "teamless@example.com",
  agent: "agent@example.com",
  admin: "owner@example.com",
  "foreign admin": "outsider@example.com",
};

describeEachDatabase("R38: the table of rights", (open) => {
  const data = testFolder();
  let test: TestApp;
  let property: string;
  let browsers: Readonly<Record<Standing, AgentBrowser>>;
  beforeAll(async () => {
    test = await testApp(await open(), { data });
    const { admin, agent, outsider, ...made } = await makeTeam(test);
    property = made.property;
    const { browser: teamless, me } = await addColleague(
      test,
      { browser: admin, property },
      "teamless@example.com",
      "admin",
    );
    await admin.send("DELETE", `/api/properties/${property}/team/${me.agent.id}`);
    browsers = { stranger: new AgentBrowser(test.app), teamless, agent, admin, "foreign admin": outsider };
  });

  /** Every route of the agents' API with the rights that its handlers require. */
  const routes = () => {
    const found = new Map<string, Right[]>();
    for (const { method, path, handler } of test.app.routes) {
      // the REST API has scopes in place of rights
      if (!path.startsWith("/api/") || path.startsWith("/api/v1/") || method === "ALL") continue;
      const right = rightOf(handler);
      const route = `${method} ${path}`;
      found.set(route, [...(found.get(route) ?? []), ...(right ? [right] : [])]);
    }
    return found;
  };

  const outcomeOf = async (browser: AgentBrowser, route: string, of: string): Promise<Outcome> => {
    const [method = "", path = ""] = route.split(" ");
    const address = path.replace(":property", of).replace(/:(\w+)/g, "$1");
    const response = await browser.send(method, address);
    const text = await response.text();
    expect(response.status, `${route}: ${text.slice(0, 200)}`).not.toBe(500);
    const { code } = /problem\+json/.test(response.headers.get("content-type") ?? "")
      ? JSON.parse(text)
      : { code: "" };
    const refusal = (["sign_in_required", "forbidden", "property_unknown"] as const).find(
      (one) => one === code,
    );
    if (!refusal) return "passes";
    expect(response.status).toBe(REFUSALS[refusal]);
    return refusal;
  };

  it("has one right for each route of the agents' API", () => {
    expect(routes().size).toBeGreaterThan(100);
    for (const [route, rights] of routes()) expect(rights, route).toHaveLength(1);
    const used = new Set([...routes().values()].flat());
    expect([...used].sort()).toEqual(Object.keys(RIGHTS).sort());
  });

  for (const standing of Object.keys(OUTCOMES.agent) as Standing[])
    it(`answers every route for a ${standing} as it says, before it reads anything else of the request`, async () => {
      const browser = browsers[standing];
      const email = EMAILS[standing];
      for (const [route, [right]] of routes()) {
        if (!right) throw new Error(`No right for ${route}`);
        expect(await outcomeOf(browser, route, property), `${route} by a ${standing}`).toBe(
          OUTCOMES[RIGHTS[right]][standing],
        );
        // signing out and the like end the session
        if (email !== undefined && right.startsWith("account.") && !/^GET/.test(route))
          await browser.signIn(email);
      }
    });

  it("hides whether a property exists", async () => {
    for (const [route, [right]] of routes()) {
      if (!right || !route.includes("/:property")) continue;
      for (const unknown of ["aaaaaaaaaa", "no-key", "%00"])
        expect(await outcomeOf(browsers["foreign admin"], route, unknown), route).toBe("property_unknown");
    }
  });

  it("covers what only some requests of a route do", async () => {
    const at = `/api/properties/${property}/contacts/bulk`;
    const erase = { contacts: ["V0000000000000001"], kind: "delete" };
    expect(await browsers.agent.refused("POST", at, erase)).toMatchObject({ code: "forbidden" });
    expect((await browsers.admin.send("POST", at, erase)).status).not.toBe(403);
    expect((await browsers.agent.send("POST", at, { ...erase, kind: "tag", tag: "none" })).status).toBe(404);
  });

  it("lets nobody but an admin of some property create another", async () => {
    const wanted = { name: "Mine", timeZone: "UTC" };
    for (const standing of ["teamless", "agent"] as const)
      expect(await browsers[standing].refused("POST", "/api/properties", wanted)).toMatchObject({
        status: 403,
        code: "forbidden",
      });
    const { properties } = await browsers.agent.ok(Me, "GET", "/api/me");
    expect(properties).toHaveLength(1);
    expect((await browsers["foreign admin"].send("POST", "/api/properties", wanted)).status).toBe(200);
  });
});

describe("R38: the table of rights", () => {
  it("gives an admin everything that an agent may", () => {
    for (const right of Object.keys(RIGHTS) as Right[]) {
      expect(roleMay("admin", right)).toBe(true);
      expect(roleMay("agent", right)).toBe(RIGHTS[right] !== "admin");
    }
  });

  it("is the table of DESIGN.md", async () => {
    const design = await readFile(new URL("../../../DESIGN.md", import.meta.url), "utf8");
    const rows = [...design.matchAll(/^\| `([\w.]+)` \| (.+) \| (\w+) \|$/gm)].map((row) => row.slice(1));
    const table = (Object.keys(RIGHTS) as Right[]).map((right) => [right, RIGHT_WORDS[right], RIGHTS[right]]);
    expect(rows).toEqual(table);
  });
});
