import { Hono } from "hono";
import {
  NotificationPreferences,
  NotificationSettings,
  PushSubscriptionWrite,
} from "../../shared/notifications.ts";
import type { AgentEnv, May } from "../accounts/guards.ts";
import type { Deps } from "../deps.ts";
import { basePath } from "../platform/config.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { endpoint, json } from "../platform/http/endpoint.ts";
import { perMinute } from "../platform/http/rate-limit.ts";
import { recognizeDevice } from "../platform/http/recognize-device.ts";
import { newId } from "../platform/ids.ts";
import { readPreferences, savePreferences, turnMailsOff } from "./preferences.ts";
import type { PushKeys } from "./push/push-keys.ts";
import { checkSubscription, listBrowsers, removeBrowser, saveSubscription } from "./push/subscriptions.ts";
import { readUnsubscribeToken, type UnsubscribeSecrets } from "./unsubscribe.ts";

interface NotificationRouteDeps extends Pick<Deps, "database" | "now" | "random"> {
  readonly pushKeys: PushKeys;
}

/** Subscriptions a minute and agent. */
const MAX_SUBSCRIPTIONS = 20;

/** An agent's own preferences and browsers. To be mounted behind `signedIn`. */
export function notificationRoutes(deps: NotificationRouteDeps, may: May) {
  const { database, now, pushKeys } = deps;
  const limit = perMinute(MAX_SUBSCRIPTIONS);
  const read = async ({ id, sessionId }: AgentEnv["Variables"]["agent"]): Promise<NotificationSettings> => ({
    preferences: await readPreferences(database.read, id),
    browsers: await listBrowsers(database.read, { agent: id, session: sessionId, now: now() }),
    applicationServerKey: pushKeys.publicKey,
  });

  return new Hono<AgentEnv>()
    .get(
      "/me/notifications",
      endpoint("How the signed-in agent is told, and in which browsers", NotificationSettings),
      may("account.own"),
      async (c) => c.json(await read(c.var.agent)),
    )
    .put(
      "/me/notifications",
      endpoint("Choose how to be told", NotificationSettings),
      may("account.own"),
      json(NotificationPreferences),
      async (c) => {
        const { id } = c.var.agent;
        await database.write((tx) => savePreferences(tx, id, c.req.valid("json"), now()));
        return c.json(await read(c.var.agent));
      },
    )
    .put(
      "/me/push-subscription",
      endpoint(
        "Send push messages to this browser until the session ends",
        NotificationSettings,
        "too_many_requests",
      ),
      may("account.own"),
      json(PushSubscriptionWrite),
      async (c) => {
        const { id: agent, sessionId: session } = c.var.agent;
        await limit.take(agent);
        const subscription = c.req.valid("json");
        checkSubscription(subscription);
        const { browser, os } = recognizeDevice(c.req.header("user-agent") ?? "");
        const name = [browser, os].filter(Boolean).join(" on ");
        const made = { id: newId(deps), agent, session, browser: name, now: now() };
        await database.write((tx) => saveSubscription(tx, made, subscription));
        return c.json(await read(c.var.agent));
      },
    )
    .delete(
      "/me/push-subscriptions/:id",
      endpoint("End the push messages to a browser", NotificationSettings, "not_found"),
      may("account.own"),
      async (c) => {
        await database.write((tx) => removeBrowser(tx, c.var.agent.id, c.req.param("id")));
        return c.json(await read(c.var.agent));
      },
    );
}

/** The address in the mails by which an agent ends them (RFC 8058). It needs no session; opening it changes nothing. */
export function unsubscribeRoutes({
  config,
  database,
  now,
  unsubscribeSecrets,
}: Pick<Deps, "config" | "database" | "now"> & UnsubscribeSecrets) {
  const page = `${basePath(config)}/dashboard/notifications`;
  return new Hono()
    .get("/notifications/unsubscribe/:token", (c) => c.redirect(page))
    .post("/notifications/unsubscribe/:token", async (c) => {
      const agent = readUnsubscribeToken({ unsubscribeSecrets }, c.req.param("token"));
      if (agent === null) throw new ApiError("link_invalid");
      await database.write((tx) => turnMailsOff(tx, agent, now()));
      return c.text("You get no more notifications by e-mail.");
    });
}
