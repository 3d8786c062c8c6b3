import { Hono } from "hono";
import { generateSpecs } from "hono-openapi";
import type { PropertySettings } from "../shared/property.ts";
import { createAuth } from "./accounts/auth.ts";
import { type AgentEnv, memberOf, signedIn } from "./accounts/guards.ts";
import { accountRoutes, publicAccountRoutes, teamRoutes } from "./accounts/routes.ts";
import { sameOrigin } from "./accounts/same-origin.ts";
import { contactRoutes } from "./contacts/routes/contacts.ts";
import { crmRoutes } from "./contacts/routes/crm.ts";
import { editRoutes } from "./contacts/routes/details.ts";
import { listRoutes } from "./contacts/routes/views-and-bulk.ts";
import { readInboxStates } from "./conversations/inbox/list-conversations.ts";
import { conversationRoutes } from "./conversations/inbox/routes.ts";
import { messageRoutes } from "./conversations/messages/routes.ts";
import { savedAnswerRoutes } from "./conversations/messages/saved-answer-routes.ts";
import { pictureRoutes } from "./files/picture-routes.ts";
import { agentFileRoutes } from "./files/routes.ts";
import { importRoutes } from "./imports/routes.ts";
import type { LiveDeps } from "./live/deps.ts";
import { liveRoutes } from "./live/routes.ts";
import { mergeRoutes } from "./people/merge-routes.ts";
import { personRoutes } from "./people/routes.ts";
import type { Tx } from "./platform/database/open.ts";
import { propertyRoutes } from "./properties/routes.ts";
import { RAW_BODIES } from "./raw-bodies.ts";
import { eraseContext } from "./services.ts";
import { forgetLocations } from "./visitors/retention.ts";

/**
 * The agents' API, all of it, to be mounted under `/api`. What stands behind `signedIn` needs a session; what is
 * added there is protected without another thought.
 */
export function agentsApi(deps: LiveDeps) {
  const auth = createAuth(deps);
  const accounts = { ...deps, auth };
  const member = memberOf(deps.database.read);

  const api = new Hono<AgentEnv>()
    .use(sameOrigin(deps.config.publicUrl, RAW_BODIES))
    .use(async (c, next) => {
      await next();
      if (!c.res.headers.has("Cache-Control")) c.header("Cache-Control", "no-store");
    })
    .route("/", publicAccountRoutes(accounts));
  api.get("/openapi.json", async (c) => c.json(await description()));
  const routes = api
    .use(signedIn(auth))
    .route("/", accountRoutes(accounts, readInboxStates))
    .route("/", teamRoutes(accounts, member))
    .route("/", propertyRoutes(deps, member, keepOff))
    .route("/", pictureRoutes(deps))
    .route("/", agentFileRoutes(deps, member))
    .route("/", personRoutes(deps, member, eraseContext(deps)))
    .route("/", mergeRoutes(deps, member))
    .route("/", editRoutes(deps, member))
    .route("/", crmRoutes(deps, member))
    .route("/", listRoutes(deps, member))
    .route("/", contactRoutes(deps, member))
    .route("/", conversationRoutes(deps, member))
    .route("/", messageRoutes(deps, member))
    .route("/", savedAnswerRoutes(deps, member))
    .route("/", importRoutes(deps, member))
    .route("/", liveRoutes(deps, member));
  let described: ReturnType<typeof describeApi> | undefined;
  const description = () => {
    described ??= describeApi(routes);
    return described;
  };
  return routes;
}

/** The API in OpenAPI's words, made when it is first asked for. */
function describeApi(routes: Hono<AgentEnv>) {
  return generateSpecs(routes, {
    documentation: { info: { title: "Foyer: the agents' API", version: "1" }, servers: [{ url: "/api" }] },
    defaultValidationErrorResponse: false,
  });
}

/** Where location tracking is off, nothing stays of it (R24). */
async function keepOff(tx: Tx, property: string, { locationTracking }: PropertySettings): Promise<void> {
  if (!locationTracking) await forgetLocations(tx, property);
}

/** For the dashboard's typed client: `hc<AgentsApi>("/api")`. */
export type AgentsApi = ReturnType<typeof agentsApi>;
