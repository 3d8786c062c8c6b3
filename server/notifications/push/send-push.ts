import type { PushPayload } from "../../../shared/push-message.ts";
import { readInboxStates } from "../../conversations/inbox/count-inbox.ts";
import type { Tx } from "../../platform/database/open.ts";
import { randomFraction } from "../../platform/random-fraction.ts";
import type { PropertyDeps } from "../../properties/store.ts";
import { type Notice, type NotificationRow, readNotice } from "../read-notice.ts";
import type { PushBatch } from "./claim-push.ts";
import { PUSH_LIFE, type PushOutcome, type PushPlan, planPushAttempt } from "./plan-push-attempt.ts";
import type { PushClient } from "./push-client.ts";
import type { PushKeys } from "./push-keys.ts";
import { toPayload, toPushRequest } from "./push-message.ts";
import { removeSubscriptions, type SubscriptionRow } from "./subscriptions.ts";

export interface PushDeps
  extends Pick<PropertyDeps, "database" | "properties" | "config" | "log" | "now" | "random"> {
  readonly pushKeys: PushKeys;
  readonly pushClient: PushClient;
}

/** Messages that say the same to the browser of an agent: one, or all that wait. */
interface Message {
  readonly rows: readonly NotificationRow[];
  readonly payload: PushPayload;
}

/** More at once than this are one message, so that a phone is not flooded. */
const MAX_SINGLE = 3;

/** Sends what was claimed for a browser, and writes the results. */
export async function sendPush(deps: PushDeps, { subscription, rows }: PushBatch): Promise<void> {
  const { database, now } = deps;
  const current: { row: NotificationRow; notice: Notice }[] = [];
  const outdated: NotificationRow[] = [];
  for (const row of rows) {
    const notice = await readNotice(database.read, row, now());
    if (notice) current.push({ row, notice });
    else outdated.push(row);
  }
  await database.write((tx) => removeSent(tx, outdated));
  const messages =
    current.length > MAX_SINGLE
      ? [
          await summarize(
            deps,
            current.map(({ row }) => row),
          ),
        ]
      : await Promise.all(current.map(({ row, notice }) => writeMessage(deps, row, notice)));
  for (const message of messages) {
    const outcome = await post(deps, subscription, message);
    await database.write((tx) => noteOutcome(tx, deps, subscription.id, message, outcome));
  }
}

const TITLES: Readonly<Record<NotificationRow["kind"], (person: string) => string>> = {
  new_message: (person) => person,
  assigned: (person) => `Assigned to you: ${person}`,
  mentioned: (person) => `You were mentioned: ${person}`,
};

async function writeMessage(deps: PushDeps, row: NotificationRow, notice: Notice): Promise<Message> {
  const { property_id, about_id, kind } = row;
  const { settings } = await deps.properties.get(property_id);
  const payload = toPayload({
    title: `${TITLES[kind](notice.person)} · ${settings.name}`,
    body: notice.text || "Sent a file",
    path: notice.path,
    tag: `${property_id} ${about_id}`,
    unread: await countUnread(deps, row.agent_id),
  });
  return { rows: [row], payload };
}

/** One message about several conversations. It says only how many they are. */
async function summarize(deps: PushDeps, rows: readonly NotificationRow[]): Promise<Message> {
  const properties = [...new Set(rows.map(({ property_id }) => property_id))];
  const [property = ""] = properties;
  const [{ agent_id = "" } = {}] = rows;
  const names = await Promise.all(
    properties.map(async (id) => (await deps.properties.get(id)).settings.name),
  );
  const payload = toPayload({
    title: `${rows.length} conversations wait for you`,
    body: names.join(", "),
    path: `/dashboard/${property}/inbox/all`,
    tag: `${property} waiting`,
    unread: await countUnread(deps, agent_id),
  });
  return { rows, payload };
}

/** The unread conversations of all properties of an agent. */
async function countUnread({ database: { read } }: PushDeps, agent: string): Promise<number> {
  const properties = await read
    .selectFrom("memberships")
    .select("property_id")
    .where("agent_id", "=", agent)
    .execute();
  const states = await readInboxStates(
    read,
    properties.map(({ property_id }) => property_id),
  );
  return [...states.values()].reduce((sum, { unread }) => sum + unread, 0);
}

async function post(
  { pushKeys: keys, pushClient, config, log }: PushDeps,
  subscription: SubscriptionRow,
  { payload }: Message,
): Promise<PushOutcome> {
  const { publicUrl } = config;
  const contact = publicUrl?.startsWith("https:") ? publicUrl : "mailto:postmaster@foyer.invalid";
  const request = await toPushRequest({ keys, contact }, subscription, payload, PUSH_LIFE / 1_000);
  const outcome = await pushClient(request);
  if (outcome.kind !== "unanswered") {
    const { status, headers } = outcome.answer;
    return { status, retryAfter: headers["retry-after"] ?? null };
  }
  if (outcome.code === "private_address" || outcome.code === "bad_address")
    return { status: 403, retryAfter: null };
  log.warn(
    { code: outcome.code, host: new URL(subscription.endpoint).host },
    "could not reach a push service; it tries again",
  );
  return { status: null, retryAfter: null };
}

/** Writes what has become of a message. Rows that this process holds no more are left to the one that does. */
async function noteOutcome(
  tx: Tx,
  { now, random }: PushDeps,
  subscription: string,
  { rows }: Message,
  outcome: PushOutcome,
): Promise<void> {
  const stored = await tx
    .selectFrom("push_subscriptions")
    .select("refusals")
    .where("id", "=", subscription)
    .executeTakeFirst();
  if (!stored) return;
  const { refusals } = stored;
  const share = randomFraction(random);
  const plans = rows.map((row) => {
    const attempt = { attempts: row.attempts, refusals, createdAt: row.created_at };
    return { row, plan: planPushAttempt(outcome, attempt, share, now()) };
  });
  if (plans.some(({ plan }) => plan.kind === "remove_subscription")) {
    await removeSubscriptions(tx, [subscription]);
    return;
  }
  const isSent = plans.some(({ plan }) => plan.kind === "sent");
  const isDropped = plans.some(({ plan }) => plan.kind === "drop");
  await tx
    .updateTable("push_subscriptions")
    .set(isSent ? { last_sent_at: now(), refusals: 0 } : { refusals: refusals + (isDropped ? 1 : 0) })
    .where("id", "=", subscription)
    .execute();
  for (const { row, plan } of plans) await noteRow(tx, row, plan);
}

async function noteRow(tx: Tx, row: NotificationRow, plan: PushPlan): Promise<void> {
  if (plan.kind !== "retry") await removeSent(tx, [row]);
  else await updateClaimed(tx, row).set({ runner: null, lease_until: 0, due_at: plan.at }).execute();
}

/** Removes rows that are over. What has changed since they were claimed is sent again. */
async function removeSent(tx: Tx, rows: readonly NotificationRow[]): Promise<void> {
  for (const row of rows) {
    const { agent_id, target, property_id, about_id, entry, runner } = row;
    await tx
      .deleteFrom("notifications")
      .where("agent_id", "=", agent_id)
      .where("target", "=", target)
      .where("property_id", "=", property_id)
      .where("about_id", "=", about_id)
      .where("runner", "=", runner)
      .where("entry", "=", entry)
      .execute();
    await updateClaimed(tx, row).set({ runner: null, lease_until: 0, attempts: 0 }).execute();
  }
}

const updateClaimed = (tx: Tx, { agent_id, target, property_id, about_id, runner }: NotificationRow) =>
  tx
    .updateTable("notifications")
    .where("agent_id", "=", agent_id)
    .where("target", "=", target)
    .where("property_id", "=", property_id)
    .where("about_id", "=", about_id)
    .where("runner", "=", runner);
