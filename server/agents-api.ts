import { type Context, Hono } from "hono";
import { generateSpecs } from "hono-openapi";
import type { PropertySettings } from "../shared/property.ts";
import { recordAudit } from "./accounts/audit-log.ts";
import { auditRoutes } from "./accounts/audit-routes.ts";
import { createAuth } from "./accounts/auth.ts";
import { type AgentEnv, guardsOf, signedIn, twoFactorIfRequired } from "./accounts/guards.ts";
import { passwordResetRoutes } from "./accounts/password-reset-routes.ts";
import { accountRoutes, ownAccountRoutes, publicAccountRoutes } from "./accounts/routes.ts";
import { sameOrigin } from "./accounts/same-origin.ts";
import { securityRoutes } from "./accounts/security-routes.ts";
import { createSignInLimits } from "./accounts/sign-in-limits.ts";
import { teamRoutes } from "./accounts/team-routes.ts";
import { alertRoutes } from "./alerts/routes.ts";
import { apiKeyRoutes } from "./api/keys/routes.ts";
import { attributeRoutes } from "./contacts/routes/attributes.ts";
import { blockRoutes } from "./contacts/routes/blocks.ts";
import { bulkRoutes } from "./contacts/routes/bulk.ts";
import { bulkJobRoutes } from "./contacts/routes/bulk-jobs.ts";
import { contactRoutes } from "./contacts/routes/contacts.ts";
import { detailRoutes } from "./contacts/routes/details.ts";
import { noteRoutes } from "./contacts/routes/notes.ts";
import { organizationRoutes } from "./contacts/routes/organizations.ts";
import { suggestionRoutes } from "./contacts/routes/suggestions.ts";
import { tagRoutes } from "./contacts/routes/tags.ts";
import { viewRoutes } from "./contacts/routes/views.ts";
import { readInboxStates } from "./conversations/inbox/count-inbox.ts";
import { conversationRoutes } from "./conversations/inbox/routes.ts";
import { messageRoutes } from "./conversations/messages/routes.ts";
import { savedAnswerRoutes } from "./conversations/messages/saved-answer-routes.ts";
import { messageSearchRoutes } from "./conversations/search/routes.ts";
import { ticketRoutes } from "./conversations/tickets/routes.ts";
import { pictureRoutes } from "./files/picture-routes.ts";
import { agentFileRoutes, STREAMED_PATHS as FILE_PATHS } from "./files/routes.ts";
import { formMeasureRoutes } from "./form-measure/agent-routes.ts";
import { identityRoutes } from "./identity/routes.ts";
import { STREAMED_PATHS as IMPORT_PATHS, importRoutes } from "./imports/routes.ts";
import { liveRoutes } from "./live/routes.ts";
import { STREAMED_PATHS as MAIL_PATHS } from "./mail/intake/http/routes.ts";
import { mailboxRoutes } from "./mail/intake/routes.ts";
import { mailRoutes } from "./mail/routes.ts";
import { notificationRoutes } from "./notifications/routes.ts";
import { mergeRoutes } from "./people/merge-routes.ts";
import { personRoutes } from "./people/routes.ts";
import type { Tx } from "./platform/database/open.ts";
import { changedSettings } from "./properties/changed-settings.ts";
import { propertyRoutes, type SavedSettings } from "./properties/routes.ts";
import { reportRoutes } from "./reports/routes.ts";
import { personParts, type Services } from "./services.ts";
import { sourceRoutes } from "./sources/routes.ts";
import { removeLocations } from "./visitors/apply-retention.ts";
import { webhookRoutes } from "./webhooks/routes.ts";

/** The paths whose bodies are files or mails. Their routes stream and limit these bodies, and do not parse JSON. */
export const STREAMED_PATHS = new RegExp(`${FILE_PATHS.source}|${IMPORT_PATHS.source}|${MAIL_PATHS.source}`);

/** The whole API for agents, to be mounted under `/api`. Every route after `signedIn` needs a session. */
export function agentsApi(deps: Services) {
  const auth = createAuth(deps);
  const accounts = { ...deps, auth, limits: createSignInLimits(deps.log) };
  const may = guardsOf(deps.database.read);

  const afterSave = async (c: Context<AgentEnv>, tx: Tx, { property, before, settings }: SavedSettings) => {
    await applyLocationTracking(tx, property, settings);
    const names = changedSettings(before, settings);
    await recordAudit(tx, deps, c.var.agent, { property, action: "settings_changed", details: { names } });
  };

  const api = new Hono<AgentEnv>()
    .use(sameOrigin(deps.config.publicUrl, STREAMED_PATHS))
    .use(async (c, next) => {
      await next();
      if (!c.res.headers.has("Cache-Control")) c.header("Cache-Control", "no-store");
    })
    .route("/", publicAccountRoutes(accounts, may))
    .route("/", passwordResetRoutes(accounts, may));
  api.get("/openapi.json", may("account.enter"), async (c) => c.json(await description()));
  const routes = api
    .use(signedIn(auth))
    .route("/", ownAccountRoutes(accounts, may))
    .route("/", securityRoutes(accounts, may))
    .use(twoFactorIfRequired)
    .route("/", accountRoutes(accounts, may, readInboxStates))
    .route("/", notificationRoutes(deps, may))
    .route("/", teamRoutes(accounts, may))
    .route("/", auditRoutes(deps, may))
    .route("/", propertyRoutes(deps, may, afterSave))
    .route("/", pictureRoutes(deps, may))
    .route("/", agentFileRoutes(deps, may))
    .route("/", personRoutes(deps, may, personParts(deps)))
    .route("/", mergeRoutes(deps, may))
    .route("/", detailRoutes(deps, may))
    .route("/", attributeRoutes(deps, may))
    .route("/", tagRoutes(deps, may))
    .route("/", noteRoutes(deps, may))
    .route("/", organizationRoutes(deps, may))
    .route("/", blockRoutes(deps, may))
    .route("/", viewRoutes(deps, may))
    .route("/", suggestionRoutes(deps, may))
    .route("/", bulkRoutes(deps, may))
    .route("/", bulkJobRoutes(deps, may))
    .route("/", contactRoutes(deps, may))
    .route("/", conversationRoutes(deps, may))
    .route("/", ticketRoutes(deps, may))
    .route("/", messageRoutes(deps, may))
    .route("/", messageSearchRoutes(deps, may))
    .route("/", savedAnswerRoutes(deps, may))
    .route("/", reportRoutes(deps, may))
    .route("/", formMeasureRoutes(deps, may))
    .route("/", importRoutes(deps, may))
    .route("/", mailRoutes(deps, may))
    .route("/", mailboxRoutes(deps, may))
    .route("/", identityRoutes(deps, may))
    .route("/", liveRoutes(deps, may))
    .route("/", webhookRoutes(deps, may))
    .route("/", alertRoutes(deps, may))
    .route("/", sourceRoutes(deps, may))
    .route("/", apiKeyRoutes(deps, may));
  // made on the first request, because it takes long
  let described: ReturnType<typeof describeApi> | undefined;
  const description = () => {
    described ??= describeApi(routes);
    return described;
  };
  return routes;
}

/** The OpenAPI description of the routes. */
function describeApi(routes: Hono<AgentEnv>) {
  return generateSpecs(routes, {
    documentation: { info: { title: "Foyer: the agents' API", version: "1" }, servers: [{ url: "/api" }] },
    defaultValidationErrorResponse: false,
  });
}

/** Removes the stored locations of a property that has turned location tracking off (R24). */
async function applyLocationTracking(
  tx: Tx,
  property: string,
  { locationTracking }: PropertySettings,
): Promise<void> {
  if (!locationTracking) await removeLocations(tx, property);
}

/** The type of the routes, for the dashboard's client: `hc<AgentsApi>("/api")`. */
export type AgentsApi = ReturnType<typeof agentsApi>;
