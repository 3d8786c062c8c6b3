import { Hono } from "hono";
import { ConnectToken } from "../../shared/live.ts";
import { OnlineVisitors } from "../../shared/visitor.ts";
import type { AgentEnv, MemberOf } from "../accounts/guards.ts";
import { listOnlineVisitors } from "../conversations/visitor/online-visitors.ts";
import { endpoint } from "../platform/http/endpoint.ts";
import { issueConnectToken } from "./connect-token.ts";
import type { LiveDeps } from "./deps.ts";

/** What goes with the agents' live connections over HTTP. Behind `signedIn`. */
export function liveRoutes(
  {
    connections,
    database,
    liveSecrets,
    now,
    random,
  }: Pick<LiveDeps, "connections" | "database" | "liveSecrets" | "now" | "random">,
  memberOf: MemberOf,
) {
  return new Hono<AgentEnv>()
    .post(
      "/connect-token",
      endpoint("A token for one live connection, good for a minute", ConnectToken),
      (c) => {
        const nonce = Buffer.from(random(12)).toString("base64url");
        return c.json({
          token: issueConnectToken(liveSecrets, { agent: c.var.agent.id, nonce, now: now() }),
        });
      },
    )
    .get(
      "/properties/:property/visitors",
      endpoint("Who is on the site now", OnlineVisitors, "property_unknown"),
      memberOf("agent"),
      async (c) => {
        const property = c.req.param("property");
        const connected = connections.connectedTo(property);
        return c.json({
          items: await listOnlineVisitors(database.read, { property, now: now(), connected }),
        });
      },
    );
}
