import { Hono } from "hono";
import type { VisitReceipt } from "../../shared/visitor.ts";
import { ForgetRequest, SignOutRequest, Visit } from "../../shared/visitor.ts";
import { addressOf } from "../platform/http/address.ts";
import type { Limit } from "../platform/http/rate-limit.ts";
import { readBody } from "../platform/http/read-body.ts";
import { recognizeDevice } from "../platform/http/recognize-device.ts";
import { newId } from "../platform/ids.ts";
import type { ServerSecret } from "../platform/secrets.ts";
import type { IsAvailable } from "../properties/embed-routes.ts";
import { createWidgetSeenRecorder } from "../properties/note-widget-seen.ts";
import type { PropertyDeps } from "../properties/store.ts";
import { type WidgetEnv, widgetAccess } from "../properties/widget-access.ts";
import { identifyVisitor, revokeVisitorTokens, type TokenDeps } from "./authorize-visitor.ts";
import { createCrawlerFilter } from "./crawler.ts";
import { forgetVisitor } from "./forget-visitor.ts";
import { findLocation, type Locate } from "./locate.ts";
import { registerVisit } from "./register-visit.ts";
import { withSafeAddresses } from "./safe-addresses.ts";
import { issueVisitorToken } from "./visitor-token.ts";

/** Conversations implement it, for the features before them. */
export type MayRead = (
  property: string,
  visitor: string,
  conversation: { readonly id: string; readonly visitor_id: string },
) => Promise<boolean>;

/** Dependencies of the widget's routes. */
export interface WidgetDeps extends PropertyDeps, Omit<TokenDeps, "database"> {
  readonly isAvailable: IsAvailable;
  readonly handOverSecrets: readonly ServerSecret[];
  readonly locate: Locate;
  readonly addressLimit: Limit;
  /** Whether an agent has written something that a visitor has not read. */
  hasUnread(property: string, visitor: string): Promise<boolean>;
  /** Whether a visitor may read a conversation, by who began it: their own, and those that a proven e-mail has opened. */
  readonly mayRead: MayRead;
}

/**
 * `POST /:property/visits`: the only request for a visitor who never chats. `POST /:property/forget`: the visitor has
 * denied consent. It is answered in the same way whether somebody was removed or not. `POST /:property/sign-outs`: somebody else
 * uses the browser now ("Not you?"), so all tokens of the visitor are revoked.
 */
export function visitRoutes(deps: WidgetDeps) {
  const { config, database } = deps;
  const widgetSeen = createWidgetSeenRecorder();
  const isRegistered = createCrawlerFilter();
  const access = widgetAccess(deps.properties, config.publicUrl);
  return new Hono<WidgetEnv>()
    .post("/:property/visits", access, async (c) => {
      const address = addressOf(c, config.trustedProxies);
      await deps.addressLimit.take(address);
      const { property } = c.var;
      const visit = withSafeAddresses(await readBody(c, Visit), property.settings.allowedParameters);
      const header =
        config.countryHeader && config.trustedProxies ? c.req.header(config.countryHeader) : undefined;
      const location = findLocation(property.settings.locationTracking, {
        header,
        address,
        locate: deps.locate,
      });
      const userAgent = c.req.header("user-agent") ?? "";
      const device = recognizeDevice(userAgent);
      const now = deps.now();
      // a token of a visitor who is not registered is good for nothing: the widget registers again
      let registration = newId(deps);
      if (isRegistered(userAgent, visit.visitor))
        registration = await database.write(async (tx) => {
          const seen = { property: property.id, visit, device, location, now, id: newId(deps), registration };
          await widgetSeen(tx, { property: property.id, origin: c.req.header("origin") ?? "", now });
          return registerVisit(tx, seen);
        });
      const token = issueVisitorToken(deps.visitorSecrets, {
        property: property.id,
        visitor: visit.visitor,
        registration,
        now,
      });
      const receipt: VisitReceipt = {
        token,
        available: await deps.isAvailable(property),
        unread: await deps.hasUnread(property.id, visit.visitor),
      };
      return c.json(receipt, 200, { "Cache-Control": "no-store" });
    })
    .post("/:property/sign-outs", access, async (c) => {
      await deps.addressLimit.take(addressOf(c, config.trustedProxies));
      const { token } = await readBody(c, SignOutRequest);
      const property = c.var.property.id;
      const { visitor } = await identifyVisitor(deps, property, token);
      const revoked = { registration: newId(deps), now: deps.now() };
      await database.write((tx) => revokeVisitorTokens(tx, { property, visitor }, revoked));
      return c.body(null, 204);
    })
    .post("/:property/forget", access, async (c) => {
      await deps.addressLimit.take(addressOf(c, config.trustedProxies));
      const who = await readBody(c, ForgetRequest);
      await database.write((tx) => forgetVisitor(tx, { property: c.var.property.id, ...who }));
      return c.body(null, 204);
    });
}
