import { Hono } from "hono";
import { type ActivityAnswer, ActivityRequest } from "../../shared/activity.ts";
import { withoutSecrets } from "../../shared/rules/page-address.ts";
import { listAttributes } from "../contacts/crm/attributes.ts";
import type { Browser } from "../identity/identify.ts";
import { readClaims } from "../identity/read-claims.ts";
import type { Db } from "../platform/database/open.ts";
import { addressOf, networksOf } from "../platform/http/address.ts";
import { allowances, takeFromAll } from "../platform/http/rate-limit.ts";
import { readBody } from "../platform/http/read-body.ts";
import { WindowCounter } from "../platform/http/window-counter.ts";
import { ACTIVITY } from "../platform/limits.ts";
import { type WidgetEnv, widgetAccess } from "../properties/widget-access.ts";
import { authorizeVisitor } from "../visitors/authorize-visitor.ts";
import type { WidgetDeps } from "../visitors/routes.ts";
import { findMayChat } from "../visitors/signed-in.ts";
import { type FoldedActivity, foldEntries, type ReportedEvent } from "./fold-entries.ts";
import { findPageTags } from "./page-tags.ts";
import { type Activity, recordActivity } from "./record-activity.ts";

/** An address in a value of an event. */
const ADDRESS = /^\s*(?:[a-z][a-z\d+.-]{0,30}:)?[\\/]{2}/i;

/**
 * `POST /:property/activity`: what the page says about its visitor: attributes, tags and events. The answer depends on the request and
 * on what the property has defined, not on who is known (R12).
 */
export function activityRoutes(deps: WidgetDeps) {
  const { config, database } = deps;
  const access = widgetAccess(deps.properties, config.publicUrl);
  const { perMinute: most } = ACTIVITY;
  const counter = new WindowCounter(60, deps.now);
  const takeEntries = (browser: Browser, address: string, entries: number) =>
    takeFromAll(
      [
        { counter, key: `${browser.property.id} ${browser.visitor}`, points: most.visitor },
        { counter, key: browser.property.id, points: most.property },
        ...allowances(counter, networksOf(address), most.address, "address "),
      ],
      entries,
    );

  return new Hono<WidgetEnv>().post("/:property/activity", access, async (c) => {
    const address = addressOf(c, config.trustedProxies);
    await deps.addressLimit.take(address);
    const { token, id, entries } = await readBody(c, ActivityRequest);
    const { property } = c.var;
    const { visitor } = await authorizeVisitor(deps, property.id, token);
    takeEntries({ property, visitor }, address, entries.length);
    const { activity, ignored } = await readActivity(
      database.read,
      { property, visitor },
      foldEntries(entries),
    );
    await database.write((tx) => recordActivity(tx, deps, { property, visitor }, { id, activity }));
    const answer: ActivityAnswer = { ignored: [...ignored] };
    return c.json(answer, 200, { "Cache-Control": "no-store" });
  });
}

/**
 * Reads a batch by what the property has defined. Where only visitors may chat whom the owner's server has signed in, nobody else
 * gets attributes or tags by what a page says (R33).
 */
async function readActivity(
  db: Db,
  { property, visitor }: Browser,
  { attributes, tags, events, ignored }: FoldedActivity,
): Promise<{ activity: Activity; ignored: readonly string[] }> {
  const mayClaim = (await findMayChat(db, property, [visitor])).has(visitor);
  const claims = { attributes: attributes.size ? Object.fromEntries(attributes) : undefined };
  const defined = attributes.size ? await listAttributes(db, property.id) : [];
  const read = readClaims(claims, mayClaim ? defined : []);
  const named = await findPageTags(db, property.id, mayClaim ? tags : new Map());
  const ignoredTags = mayClaim ? named.ignored : [...tags.keys()];
  return {
    activity: {
      values: read.details.custom ?? {},
      removed: defined.flatMap(({ key }) => (mayClaim && attributes.get(key) === null ? [key] : [])),
      tags: named.ids,
      events: events.map((event) => withSafeAddresses(event, property.settings.allowedParameters)),
    },
    ignored: [...ignored, ...read.ignored, ...ignoredTags.map((name) => `tags.${name.slice(0, 40)}`)],
  };
}

/** An event whose addresses hold no secrets and name nobody (R24). */
function withSafeAddresses(event: ReportedEvent, allowed: readonly string[]): ReportedEvent {
  return {
    ...event,
    page: withoutSecrets(event.page, allowed),
    data: event.data.map(
      ([key, value]) =>
        [
          key,
          typeof value === "string" && ADDRESS.test(value) ? withoutSecrets(value, allowed) : value,
        ] as const,
    ),
  };
}
