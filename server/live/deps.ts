import type { Limit } from "../platform/http/rate-limit.ts";
import type { ServerSecret } from "../platform/secrets.ts";
import type { IsAvailable } from "../properties/embed-routes.ts";
import type { PropertyDeps } from "../properties/store.ts";
import type { Connections } from "./connections.ts";

/** The dependencies of the live connections. */
export interface LiveDeps extends PropertyDeps {
  readonly isAvailable: IsAvailable;
  readonly visitorSecrets: readonly ServerSecret[];
  readonly liveSecrets: readonly ServerSecret[];
  readonly addressLimit: Limit;
  readonly connections: Connections;
}
