import { Hono } from "hono";
import { agentsAvailable } from "./accounts/presence.ts";
import { agentsApi } from "./agents-api.ts";
import type { Deps } from "./deps.ts";
import { deliveryRoutes } from "./forms/routes.ts";
import { RAW_BODIES } from "./imports/routes.ts";
import { pages } from "./pages.ts";
import { Failure } from "./platform/failure.ts";
import { answerError, problemResponse } from "./platform/http.ts";
import { limitBody } from "./platform/limit-body.ts";
import { perMinute } from "./platform/limits.ts";
import { secretsFor } from "./platform/secrets.ts";
import { createAvailability } from "./properties/availability.ts";
import { embedRoutes } from "./properties/embed-routes.ts";
import { createPropertyStore } from "./properties/store.ts";
import { openLocations } from "./visitors/location.ts";
import { visitRoutes, type WidgetDeps } from "./visitors/routes.ts";

/** The largest body that a widget or a dashboard may send, bytes. */
const MAX_BODY = 512 * 1024;

/**
 * The whole HTTP surface. Making it starts nothing: no timer, no socket.
 *
 * @throws StartupError `bad_setting` if the owner's location file can't be read
 */
export async function createApp(deps: Deps): Promise<Hono> {
  const { config, database, now, log } = deps;
  const properties = createPropertyStore(deps);
  const isAvailable = createAvailability({ read: database.read, now, agentsAvailable });
  const widget: WidgetDeps = {
    ...deps,
    properties,
    isAvailable,
    visitorSecrets: await secretsFor(database, "visitor_token", deps),
    locate: openLocations(config.mmdb),
    addressLimit: perMinute(config.addressLimit),
  };

  const app = new Hono();
  app.onError(answerError(log));
  app.notFound(() => problemResponse(new Failure("not_found").problem));
  app.use(limitBody(MAX_BODY, RAW_BODIES));
  app.get("/healthz", (c) => c.text("ok"));
  app.route("/w", embedRoutes(widget, isAvailable));
  app.route("/w", visitRoutes(widget));
  app.route("/w", deliveryRoutes({ ...widget, visitorLimit: perMinute(config.visitorLimit) }));
  app.all("/w/:property/:action{visits|deliveries|availability}", () => {
    throw new Failure("method_not_allowed", { headers: { Allow: "GET, POST, OPTIONS" } });
  });
  app.route("/api", agentsApi({ ...deps, properties }));
  app.route("/", pages(deps));
  return app;
}
