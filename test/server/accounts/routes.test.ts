import { inspectRoutes } from "hono/dev";
import { beforeAll, expect, it } from "vitest";
import type { Role } from "../../../shared/account.ts";
import { defaultSettings } from "../../../shared/property.ts";
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

const VISITOR = "V0000000000000001";
const UUID = "01932f0c-0000-7000-8000-000000000001";
const draft = Buffer.from(JSON.stringify(defaultSettings("Draft", "UTC"))).toString("base64url");

/** Every route of a property: the roles that may call it, and a request that reaches it. The status is that for a member. */
const ROUTES: readonly [route: string, least: Role, status: number, body?: unknown][] = [
  ["GET /api/properties/:property", "agent", 200],
  ["PUT /api/properties/:property", "admin", 409, { version: 99, settings: defaultSettings("Shop", "UTC") }],
  [`GET /api/properties/:property/preview?draft=${draft}`, "agent", 200],
  [`GET /api/properties/:property/preview.js?draft=${draft}`, "agent", 200],
  ["GET /api/properties/:property/team", "agent", 200],
  ["PUT /api/properties/:property/team/nobody", "admin", 404, { role: "agent" }],
  ["DELETE /api/properties/:property/team/nobody", "admin", 404],
  ["GET /api/properties/:property/two-factor", "admin", 200],
  ["PUT /api/properties/:property/two-factor", "admin", 200, { isRequired: false }],
  ["POST /api/properties/:property/invitations", "admin", 409, { email: "agent@example.com", role: "agent" }],
  ["DELETE /api/properties/:property/invitations/none", "admin", 404],
  ["GET /api/properties/:property/conversations", "agent", 200],
  ["GET /api/properties/:property/conversations/none", "agent", 404],
  ["PATCH /api/properties/:property/conversations/none", "agent", 404, { status: "closed" }],
  ["POST /api/properties/:property/conversations/none/take", "agent", 404],
  ["GET /api/properties/:property/conversations/none/messages", "agent", 404],
  [
    "POST /api/properties/:property/conversations/none/messages",
    "agent",
    404,
    { id: UUID, text: "Hello", kind: "message", files: [] },
  ],
  ["PATCH /api/properties/:property/conversations/none/messages/none", "agent", 404, { text: "Hello" }],
  ["DELETE /api/properties/:property/conversations/none/messages/none", "agent", 404],
  [
    `POST /api/properties/:property/visitors/${VISITOR}/conversations`,
    "agent",
    404,
    { id: UUID, text: "Hello" },
  ],
  ["GET /api/properties/:property/saved-answers", "agent", 200],
  [
    `PUT /api/properties/:property/saved-answers/${UUID}`,
    "agent",
    200,
    { id: UUID, shortcut: "hi", text: "Hello" },
  ],
  [`DELETE /api/properties/:property/saved-answers/${UUID}`, "agent", 200],
  ["GET /api/properties/:property/visitors", "agent", 200],
  ["GET /api/properties/:property/contacts", "agent", 200],
  [`PATCH /api/properties/:property/contacts/${VISITOR}`, "agent", 404, { name: "Ann" }],
  [`GET /api/properties/:property/contacts/${VISITOR}`, "agent", 404],
  [
    "POST /api/properties/:property/contacts/merge",
    "agent",
    404,
    { contacts: [VISITOR, "V0000000000000002"] },
  ],
  [`GET /api/properties/:property/contacts/${VISITOR}/merges`, "agent", 404],
  ["POST /api/properties/:property/merges/none/undo", "agent", 404],
  ["POST /api/properties/:property/contacts", "agent", 422, { firstName: "" }],
  ["GET /api/properties/:property/contacts/duplicates?email=a@example.com", "agent", 200],
  [
    `POST /api/properties/:property/contacts/${VISITOR}/details`,
    "agent",
    404,
    { field: "name", value: "Ann" },
  ],
  [`POST /api/properties/:property/contacts/${VISITOR}/details/none/take`, "agent", 404],
  [`POST /api/properties/:property/contacts/${VISITOR}/details/none/first`, "agent", 404],
  [`DELETE /api/properties/:property/contacts/${VISITOR}/details/none`, "agent", 404],
  ["GET /api/properties/:property/attributes", "agent", 200],
  ["PUT /api/properties/:property/attributes/Size", "admin", 422, { label: "Size" }],
  ["DELETE /api/properties/:property/attributes/none", "admin", 422],
  ["GET /api/properties/:property/tags", "agent", 200],
  ["POST /api/properties/:property/tags", "agent", 422, { name: "" }],
  ["PATCH /api/properties/:property/tags/none", "agent", 404, { name: "VIP" }],
  ["DELETE /api/properties/:property/tags/none", "agent", 404],
  [`PUT /api/properties/:property/contacts/${VISITOR}/tags`, "agent", 404, { tags: [] }],
  ["GET /api/properties/:property/organizations", "agent", 200],
  ["POST /api/properties/:property/organizations", "agent", 422, { name: "" }],
  ["GET /api/properties/:property/organizations/none", "agent", 404],
  ["GET /api/properties/:property/organizations/none/conversations", "agent", 404],
  ["PATCH /api/properties/:property/organizations/none", "agent", 404, {}],
  ["DELETE /api/properties/:property/organizations/none", "agent", 404],
  [`GET /api/properties/:property/contacts/${VISITOR}/organization`, "agent", 404],
  [`GET /api/properties/:property/contacts/${VISITOR}/notes`, "agent", 404],
  [`POST /api/properties/:property/contacts/${VISITOR}/notes`, "agent", 404, { text: "Hm" }],
  [`PATCH /api/properties/:property/contacts/${VISITOR}/notes/none`, "agent", 404, { text: "Hm" }],
  [`DELETE /api/properties/:property/contacts/${VISITOR}/notes/none`, "agent", 404],
  [`PUT /api/properties/:property/visitors/${VISITOR}/block`, "agent", 404],
  [`DELETE /api/properties/:property/visitors/${VISITOR}/block`, "agent", 404],
  [`GET /api/properties/:property/contacts/${VISITOR}/timeline`, "agent", 404],
  ["GET /api/properties/:property/contact-views", "agent", 200],
  ["PUT /api/properties/:property/contact-views/none", "agent", 422, { name: "All", filter: {} }],
  ["DELETE /api/properties/:property/contact-views/none", "agent", 404],
  ["POST /api/properties/:property/contacts/bulk", "agent", 422, { contacts: [], kind: "delete" }],
  ["POST /api/properties/:property/deletions/none/undo", "agent", 404],
  [`GET /api/properties/:property/contacts/${VISITOR}/export`, "agent", 404],
  [`DELETE /api/properties/:property/contacts/${VISITOR}`, "agent", 404],
  ["GET /api/properties/:property/suggestions", "agent", 200],
  ["POST /api/properties/:property/suggestions/none/dismiss", "agent", 404],
  [`POST /api/properties/:property/devices/${VISITOR}/detach`, "agent", 404],
  ["POST /api/properties/:property/files", "agent", 400, ""],
  ["GET /api/properties/:property/files/none", "agent", 404],
  ["POST /api/properties/:property/imports", "admin", 422, ""],
  ["GET /api/properties/:property/imports", "admin", 200],
  ["GET /api/properties/:property/imports/none", "admin", 404],
  ["POST /api/properties/:property/imports/none/check", "admin", 404, { mapping: [] }],
  ["POST /api/properties/:property/imports/none/start", "admin", 404],
  ["POST /api/properties/:property/imports/none/undo", "admin", 404],
  ["GET /api/properties/:property/imports/none/refused.csv", "admin", 404],
  ["GET /api/properties/:property/contacts.csv", "admin", 200],
  ["POST /api/properties/:property/contacts/export", "agent", 422, { contacts: [] }],
  ["POST /api/properties/:property/conversations/bulk", "agent", 422, {}],
  ["GET /api/properties/:property/tickets/99", "agent", 404],
  ["POST /api/properties/:property/conversations/none/ticket", "agent", 404, { subject: "" }],
  [`POST /api/properties/:property/contacts/${VISITOR}/tickets`, "agent", 422, {}],
  ["POST /api/properties/:property/conversations/none/join", "agent", 404, { into: "other" }],
  ["DELETE /api/properties/:property/conversations/none/join", "agent", 404],
  ["GET /api/properties/:property/mail", "admin", 200],
  ["PUT /api/properties/:property/mail", "admin", 422, {}],
  ["DELETE /api/properties/:property/mail?version=99", "admin", 409],
  ["POST /api/properties/:property/mail/test", "admin", 200, {}],
  ["GET /api/properties/:property/conversations/none/mails", "agent", 404],
  ["POST /api/properties/:property/mails/none/retry", "agent", 404],
  ["GET /api/properties/:property/mailbox", "admin", 200],
  ["PUT /api/properties/:property/mailbox", "admin", 422, {}],
  ["POST /api/properties/:property/mailbox/test", "admin", 200, {}],
  ["POST /api/properties/:property/mailbox/secret", "admin", 200],
  ["DELETE /api/properties/:property/mailbox/secret", "admin", 200],
  ["GET /api/properties/:property/conversations/none/received-mails", "agent", 404],
  ["GET /api/properties/:property/received-mails/none/original", "agent", 404],
  ["GET /api/properties/:property/received-mails/none/raw", "agent", 404],
  ["POST /api/properties/:property/received-mails/none/retry", "admin", 404],
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
      .filter(({ path, isMiddleware }) => path.startsWith("/api") && !isMiddleware)
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

  it("has every route of a property in the table of roles below", () => {
    const shape = (route: string) => route.replace(/\?.*/, "").split("/").length;
    const tested = ROUTES.map(([route]) => `${route.split(" ")[0]} ${shape(route)}`).sort();
    const all = [...new Set(registered())].filter((route) => route.includes("/:property"));
    expect(all.map((route) => `${route.split(" ")[0]} ${shape(route)}`).sort()).toEqual(tested);
  });

  it.each(ROUTES.map(([route, ...rest]) => [route.replace(/\?.*/, ""), route, ...rest] as const))(
    "allows only the listed roles to call %s",
    async (_, route, least, status, body) => {
      const { property, admin, agent, outsider } = team;
      expect(await call(new AgentBrowser(test.app), route, property, body)).toMatchObject({ status: 401 });
      expect(await call(admin, route, property, body)).toMatchObject({ status });
      expect(await call(agent, route, property, body)).toMatchObject({
        status: least === "admin" ? 403 : status,
      });
      const foreign = await call(outsider, route, property, body);
      expect(foreign).toEqual({ status: 404, code: "property_unknown" });
      for (const unknown of ["aaaaaaaaaa", "no-key", "%00"])
        expect(await call(outsider, route, unknown, body)).toEqual(foreign);
    },
  );

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
