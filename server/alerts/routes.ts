import { type Context, Hono } from "hono";
import {
  AlertChannel,
  AlertChannelCreate,
  AlertChannels,
  AlertChannelUpdate,
  AlertTestResult,
} from "../../shared/alert.ts";
import type { AuditAction } from "../../shared/audit.ts";
import { recordAudit } from "../accounts/audit-log.ts";
import type { AgentEnv, May } from "../accounts/guards.ts";
import type { Tx } from "../platform/database/open.ts";
import { endpoint, json } from "../platform/http/endpoint.ts";
import { perMinute } from "../platform/http/rate-limit.ts";
import { newId } from "../platform/ids.ts";
import {
  addChannel,
  type ChannelRow,
  changeChannel,
  getChannel,
  listChannels,
  pauseChannel,
  resumeChannel,
  toAlertChannel,
} from "./alert-channels.ts";
import { type SendAlertsDeps, sendTestAlert } from "./send-alerts.ts";

/** Tests a minute and property: each is a request to an address that an admin names. */
const MAX_TESTS = 10;

/** The channels that a property's team is alerted in. To be mounted behind `signedIn`. */
export function alertRoutes(deps: SendAlertsDeps, may: May) {
  const { database, config, now } = deps;
  const mayChange = may("settings.change");
  const tests = perMinute(MAX_TESTS);
  const audit = (tx: Tx, c: Context<AgentEnv>, action: AuditAction, { property_id, name }: ChannelRow) =>
    recordAudit(tx, deps, c.var.agent, { property: property_id, action, details: { names: [name] } });

  return new Hono<AgentEnv>()
    .get(
      "/properties/:property/alert-channels",
      endpoint(
        "The channels that the team is alerted in, without their secrets",
        AlertChannels,
        "property_unknown",
        "forbidden",
      ),
      mayChange,
      async (c) =>
        c.json({
          items: await listChannels(database.read, c.req.param("property")),
          hasLinks: config.publicUrl !== null,
        }),
    )
    .post(
      "/properties/:property/alert-channels",
      endpoint("Add a channel", AlertChannel, "property_unknown", "forbidden", "alert_channels_exhausted"),
      mayChange,
      json(AlertChannelCreate),
      async (c) => {
        const property = c.req.param("property");
        const { name, target, settings } = c.req.valid("json");
        const channel = { property, id: newId(deps), name, target, settings, now: now() };
        const row = await database.write(async (tx) => {
          const added = await addChannel(tx, channel);
          await audit(tx, c, "alert_channel_added", added);
          return added;
        });
        return c.json(toAlertChannel(row));
      },
    )
    .put(
      "/properties/:property/alert-channels/:id",
      endpoint(
        "Change a channel. A target that is null stays as it is stored",
        AlertChannel,
        "property_unknown",
        "forbidden",
        "not_found",
      ),
      mayChange,
      json(AlertChannelUpdate),
      async (c) => {
        const { property, id } = c.req.param();
        const row = await database.write(async (tx) => {
          const changed = await changeChannel(tx, { property, id }, c.req.valid("json"));
          await audit(tx, c, "alert_channel_changed", changed);
          return changed;
        });
        return c.json(toAlertChannel(row));
      },
    )
    .delete(
      "/properties/:property/alert-channels/:id",
      endpoint("Remove a channel", AlertChannel, "property_unknown", "forbidden", "not_found"),
      mayChange,
      async (c) => {
        const { property, id } = c.req.param();
        const row = await database.write(async (tx) => {
          const removed = await getChannel(tx, property, id);
          await tx.deleteFrom("alert_channels").where("id", "=", id).execute();
          await audit(tx, c, "alert_channel_removed", removed);
          return removed;
        });
        return c.json(toAlertChannel(row));
      },
    )
    .post(
      "/properties/:property/alert-channels/:id/pause",
      endpoint(
        "Pause a channel. What happens meanwhile is not sent afterwards",
        AlertChannel,
        "property_unknown",
        "forbidden",
        "not_found",
      ),
      mayChange,
      async (c) => {
        const { property, id } = c.req.param();
        const row = await database.write(async (tx) => {
          const channel = await getChannel(tx, property, id);
          if (channel.pause_reason !== null) return channel;
          await pauseChannel(tx, id, "by_admin", now());
          await audit(tx, c, "alert_channel_paused", channel);
          return getChannel(tx, property, id);
        });
        return c.json(toAlertChannel(row));
      },
    )
    .post(
      "/properties/:property/alert-channels/:id/resume",
      endpoint("Resume a channel that is paused", AlertChannel, "property_unknown", "forbidden", "not_found"),
      mayChange,
      async (c) => {
        const { property, id } = c.req.param();
        const row = await database.write(async (tx) => {
          const channel = await getChannel(tx, property, id);
          if (channel.pause_reason === null) return channel;
          await resumeChannel(tx, property, id);
          await audit(tx, c, "alert_channel_resumed", channel);
          return getChannel(tx, property, id);
        });
        return c.json(toAlertChannel(row));
      },
    )
    .post(
      "/properties/:property/alert-channels/:id/test",
      endpoint(
        "Send a test to a channel, and hear whether its service takes it",
        AlertTestResult,
        "property_unknown",
        "forbidden",
        "not_found",
        "too_many_requests",
      ),
      mayChange,
      async (c) => {
        const { property, id } = c.req.param();
        const channel = await getChannel(database.read, property, id);
        await tests.take(property);
        return c.json(await sendTestAlert(deps, channel));
      },
    );
}
