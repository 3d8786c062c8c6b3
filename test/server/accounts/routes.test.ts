import { inspectRoutes } from "hono/dev";
import { beforeAll, expect, it } from "vitest";
import { AgentBrowser, makeTeam } from "../../support/agent.ts";
import { type TestApp, testApp } from "../../support/app.ts";
import { describeEachDatabase } from "../../support/databases.ts";
import { testFolder } from "../../support/files.ts";

/** The routes without a session. An addition here makes a route public. */
const PUBLIC = [
  "GET /api/setup",
  "POST /api/setup",
  "POST /api/sign-in",
  "POST /api/sign-in/two-factor",
  "POST /api/password-resets",
  "GET /api/password-resets/:token",
  "POST /api/password-resets/:token",
  "GET /api/invitations/:token",
  "POST /api/invitations/:token",
  "GET /api/openapi.json",
];

describeEachDatabase("the agents' API", (open) => {
  const data = testFolder();
  let test: TestApp;
  let team: Awaited<ReturnType<typeof makeTeam>>;
  beforeAll(async () => {
    test = await testApp(await open(), { data });
    team = await makeTeam(test);
  });

  const registered = () =>
    inspectRoutes(test.app)
      // the REST API needs a key, and has a walk and a description of its own
      .filter(({ path, isMiddleware }) => /^\/api(?!\/v1\/)/.test(path) && !isMiddleware)
      .map(({ method, path }) => `${method} ${path}`);
  const call = async (browser: AgentBrowser, route: string, property: string, body?: unknown) => {
    const [method = "", path = ""] = route.split(" ");
    const response = await browser.send(method, path.replace(":property", property), body);
    const text = await response.text();
    return { status: response.status, code: text.startsWith("{") ? JSON.parse(text).code : undefined };
  };

  it("requires a session on every route that is not public", async () => {
    const routes = [...new Set(registered())];
    expect(routes.length).toBeGreaterThan(20);
    for (const route of routes.filter((one) => !PUBLIC.includes(one))) {
      const path = route.replace(/:(\w+)/g, "$1");
      expect(await call(new AgentBrowser(test.app), path, ""), route).toEqual({
        status: 401,
        code: "sign_in_required",
      });
    }
    for (const route of PUBLIC) expect(routes).toContain(route);
  });

  it("requires a session for unknown paths too", async () => {
    expect(await call(new AgentBrowser(test.app), "GET /api/nothing", "")).toMatchObject({ status: 401 });
    expect(await call(team.agent, "GET /api/nothing", "")).toEqual({ status: 404, code: "not_found" });
  });

  it("describes itself, with the schemas of its responses", async () => {
    const described = await (await new AgentBrowser(test.app).send("GET", "/api/openapi.json")).json();
    expect(described.openapi).toBe("3.1.0");
    const hidden = ["GET /api/openapi.json", "preview", "assets"];
    for (const route of new Set(registered())) {
      if (hidden.some((part) => route.includes(part))) continue;
      const [method = "", path = ""] = route.split(" ");
      const operation = described.paths[path.slice(4).replace(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()];
      expect(operation?.summary, route).toBeTruthy();
      expect(operation.responses["200"] ?? operation.responses["204"], route).toBeTruthy();
    }
    const signIn = described.paths["/sign-in"].post;
    expect(signIn.requestBody.content["application/json"].schema.required).toEqual(["email", "password"]);
    const me = described.paths["/me"].get.responses["200"].content["application/json"].schema;
    expect(Object.keys(me.properties)).toEqual(["agent", "properties"]);
  });
});
