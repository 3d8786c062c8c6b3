import { Hono } from "hono";
import { getPath } from "hono/utils/url";
import { activityRoutes } from "./activity/routes.ts";
import { STREAMED_PATHS as AGENT_PATHS, agentsApi } from "./agents-api.ts";
import { createRestApi } from "./api/api.ts";
import { STREAMED_PATHS as API_PATHS } from "./api/imports/operations.ts";
import { visitorConversationRoutes } from "./conversations/visitor/routes.ts";
import { deliveryRoutes } from "./deliveries/routes.ts";
import type { Deps } from "./deps.ts";
import { publicPictureRoutes } from "./files/picture-routes.ts";
import { STREAMED_PATHS as FILE_PATHS, visitorFileRoutes } from "./files/routes.ts";
import { formShowingRoutes } from "./form-measure/routes.ts";
import { formPageRoutes } from "./form-pages/routes.ts";
import { guideRoutes } from "./guides/routes.ts";
import { visitorIdentityRoutes } from "./identity/visitor-routes.ts";
import { conversationPageRoutes } from "./mail/conversation-page/routes.ts";
import { receiveMailRoutes } from "./mail/intake/http/routes.ts";
import { unsubscribeRoutes } from "./notifications/routes.ts";
import { pages } from "./pages.ts";
import { basePath } from "./platform/config.ts";
import { answerError } from "./platform/http/answer-error.ts";
import { ApiError } from "./platform/http/api-error.ts";
import { withoutBase } from "./platform/http/base-path.ts";
import { allowOtherOrigins, answerPreflight } from "./platform/http/cors.ts";
import { limitBody } from "./platform/http/limit-body.ts";
import { perMinute } from "./platform/http/rate-limit.ts";
import { logRequests } from "./platform/http/request-log.ts";
import { securityHeaders } from "./platform/http/security-headers.ts";
import { ARRIVAL } from "./platform/limits.ts";
import { proofRoutes } from "./proofs/routes.ts";
import { compatRoutes } from "./properties/compat-routes.ts";
import { embedRoutes } from "./properties/embed-routes.ts";
import { widgetPreflight } from "./properties/widget-access.ts";
import { createServices, personParts, type Services } from "./services.ts";
import { receiveBodyRoutes } from "./sources/reception/routes.ts";
import { doctorRoutes } from "./visitors/doctor-routes.ts";
import { handOverRoutes } from "./visitors/hand-over-routes.ts";
import { visitRoutes } from "./visitors/routes.ts";

/** The last part of the addresses of a property's widget, each with another method than those that it has. */
const ACTIONS =
  "visits|forget|sign-outs|hand-overs|redemptions|deliveries|availability|files|changes|history|conversations|thread-changes|thread-history|transcript|codes|proofs|identities|activity|form-showings|doctor";

/** The paths whose bodies are files or mails. Their routes limit them. */
const STREAMED_PATHS = new RegExp(`${AGENT_PATHS.source}|${API_PATHS.source}`);

/** The largest body that a widget or a dashboard may send, bytes. */
const MAX_BODY = 512 * 1024;

/** How long the body of a request may take to arrive (R37), ms, by the path. */
export function arrivalTime(path: string): number {
  if (FILE_PATHS.test(path)) return ARRIVAL.file;
  return STREAMED_PATHS.test(path) ? ARRIVAL.large : ARRIVAL.small;
}

/**
 * Makes the whole HTTP surface. Starts nothing: no timer, no socket.
 *
 * @param shared the services that the live connections use too; without them, the app makes its own
 * @throws StartupError `bad_setting` if the owner's location file can't be read
 */
export async function createApp(deps: Deps, shared?: Services): Promise<Hono> {
  const { config, log } = deps;
  const services = shared ?? (await createServices(deps));
  const requestLog = logRequests(log);
  const restApi = createRestApi(services, personParts(deps));

  const base = basePath(config);
  const app = new Hono({ getPath: (request) => withoutBase(getPath(request), base) });
  const onError = answerError(log);
  app.onError(onError);
  app.notFound((c) => onError(new ApiError("not_found"), c));
  if (requestLog) app.use(requestLog);
  app.use(securityHeaders(config.publicUrl));
  for (const path of ["/w/*", "/pictures/*"]) app.use(path, allowOtherOrigins);
  app.use(limitBody(MAX_BODY, new RegExp(`${STREAMED_PATHS.source}|${restApi.largeBodies.source}`)));
  app.get("/healthz", (c) => c.text("ok"));
  for (const path of ["/w/:file{[a-z0-9]+\\.js}", "/w/assets/*", "/pictures/*"])
    app.options(path, answerPreflight);
  app.options("/w/:property/*", widgetPreflight(services.properties, config.publicUrl));
  app.route("/w", embedRoutes(services, services.isAvailable));
  app.route("/w", formPageRoutes(services));
  app.route("/w", visitRoutes(services));
  app.route("/w", handOverRoutes(services));
  app.route("/w", doctorRoutes(services));
  app.route("/w", deliveryRoutes({ ...services, visitorLimit: perMinute(config.visitorLimit, deps.now) }));
  app.route("/w", visitorFileRoutes(services));
  app.route("/w", visitorConversationRoutes(services));
  app.route("/w", proofRoutes(services));
  app.route("/w", visitorIdentityRoutes(services));
  app.route("/w", activityRoutes(services));
  app.route("/w", formShowingRoutes(services));
  app.all(`/w/:property/:action{${ACTIONS}}`, () => {
    throw new ApiError("method_not_allowed", { headers: { Allow: "GET, POST, OPTIONS" } });
  });
  app.route("/", receiveMailRoutes(services));
  app.route("/api/v1", restApi.routes);
  app.route("/", restApi.mcp);
  app.route("/", receiveBodyRoutes(deps));
  app.route("/api", agentsApi(services));
  app.route("/", unsubscribeRoutes(services));
  app.route("/", publicPictureRoutes(deps));
  app.route("/", conversationPageRoutes(services));
  app.route("/", compatRoutes(services));
  app.route("/", pages(deps));
  app.route("/docs", guideRoutes(deps));
  return app;
}
