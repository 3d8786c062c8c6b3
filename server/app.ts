import { Hono } from "hono";
import { agentsApi, RAW_BODIES } from "./agents-api.ts";
import { visitorConversationRoutes } from "./conversations/visitor/routes.ts";
import { deliveryRoutes } from "./deliveries/routes.ts";
import type { Deps } from "./deps.ts";
import { publicPictureRoutes } from "./files/picture-routes.ts";
import { visitorFileRoutes } from "./files/routes.ts";
import { pages } from "./pages.ts";
import { ApiError } from "./platform/http/api-error.ts";
import { limitBody } from "./platform/http/limit-body.ts";
import { perMinute } from "./platform/http/rate-limit.ts";
import { answerError, problemResponse } from "./platform/http/responses.ts";
import { embedRoutes } from "./properties/embed-routes.ts";
import { createParts, type Parts } from "./services.ts";
import { visitRoutes } from "./visitors/routes.ts";

/** The largest body that a widget or a dashboard may send, bytes. */
const MAX_BODY = 512 * 1024;

/**
 * The whole HTTP surface. Making it starts nothing: no timer, no socket.
 *
 * @param parts what it shares with the live connections; without them it makes its own
 * @throws StartupError `bad_setting` if the owner's location file can't be read
 */
export async function createApp(deps: Deps, parts?: Parts): Promise<Hono> {
  const { config, log } = deps;
  const widget = parts ?? (await createParts(deps));

  const app = new Hono();
  app.onError(answerError(log));
  app.notFound(() => problemResponse(new ApiError("not_found").problem));
  app.use(limitBody(MAX_BODY, RAW_BODIES));
  app.get("/healthz", (c) => c.text("ok"));
  app.route("/w", embedRoutes(widget, widget.isAvailable));
  app.route("/w", visitRoutes(widget));
  app.route("/w", deliveryRoutes({ ...widget, visitorLimit: perMinute(config.visitorLimit) }));
  app.route("/w", visitorFileRoutes(widget));
  app.route("/w", visitorConversationRoutes(widget));
  app.all("/w/:property/:action{visits|deliveries|availability|files|changes|history|transcript}", () => {
    throw new ApiError("method_not_allowed", { headers: { Allow: "GET, POST, OPTIONS" } });
  });
  app.route("/api", agentsApi(widget));
  app.route("/", publicPictureRoutes(deps));
  app.route("/", pages(deps));
  return app;
}
