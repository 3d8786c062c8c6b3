import { Hono } from "hono";
import type * as z from "zod/mini";
import { ConnectToken } from "../../shared/live.ts";
import { OnlineVisitors } from "../../shared/visitor.ts";
import type { AgentEnv, May } from "../accounts/guards.ts";
import { listOnlineVisitors } from "../conversations/visitor/online-visitors.ts";
import { endpoint } from "../platform/http/endpoint.ts";
import { issueConnectToken } from "./connect-token.ts";
import type { LiveDeps } from "./deps.ts";

/** The HTTP routes that belong to the dashboards' live connections. Behind `signedIn`. */
export function liveRoutes(
  {
    connections,
    database,
    liveSecrets,
    now,
    random,
  }: Pick<LiveDeps, "connections" | "database" | "liveSecrets" | "now" | "random">,
  may: May,
) {
  return new Hono<AgentEnv>()
    .post(
      "/connect-token",
      endpoint("Issue a connect token: single use, valid for one minute", ConnectToken),
      may("account.own"),
      (c) => {
        const nonce = Buffer.from(random(12)).toString("base64url");
        const token = issueConnectToken(liveSecrets, {
          agent: c.var.agent.id,
          session: c.var.agent.sessionId,
          nonce,
          now: now(),
        });
        return c.json({ token } satisfies z.infer<typeof ConnectToken>);
      },
    )
    .get(
      "/properties/:property/visitors",
      endpoint("List the visitors who are online now", OnlineVisitors, "property_unknown"),
      may("visitors.read"),
      async (c) => {
        const property = c.req.param("property");
        const connected = connections.connectedTo(property);
        return c.json({
          items: await listOnlineVisitors(database.read, { property, now: now(), connected }),
        });
      },
    );
}
