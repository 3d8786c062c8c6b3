import type { ExpressionBuilder } from "kysely";
import type { AlertTarget, AlertTestResult } from "../../shared/alert.ts";
import { ALERT_FAILURES } from "../../shared/alert-failure.ts";
import { HOUSEKEEPING, recordAudit } from "../accounts/audit-log.ts";
import { type AdminMailDeps, queueAdminMail } from "../mail/admin-mail.ts";
import { alertsPausedMail } from "../mail/outbound/templates/account-mails.tsx";
import type { Tx } from "../platform/database/open.ts";
import type { Schema } from "../platform/database/schema.ts";
import type { HttpClient } from "../platform/http-client/http-client.ts";
import { randomFraction } from "../platform/random-fraction.ts";
import type { PropertyDeps } from "../properties/store.ts";
import { type ChannelRow, pauseChannel, settingsOf, targetOf } from "./alert-channels.ts";
import { type AlertContent, type AlertMessage, wordMessage } from "./alert-message.ts";
import type { AlertBatch } from "./claim-alerts.ts";
import { type AlertAnswer, classifyAnswer } from "./classify-answer.ts";
import { planAttempt } from "./plan-attempt.ts";
import { type AlertRow, readAlert } from "./read-alert.ts";
import { toRequest } from "./to-request.ts";

export interface SendAlertsDeps
  extends Pick<PropertyDeps, "database" | "properties" | "config" | "log" | "now" | "random">,
    AdminMailDeps {
  readonly httpClient: HttpClient;
}

/**
 * A channel gets one message in this time, ms: what comes meanwhile is sent together. Slack takes one a second, Discord 30 and Telegram
 * 20 a minute.
 */
export const ALERT_GAP = 3_000;

/** Sends what was claimed for a channel, and writes the result. */
export async function sendAlerts(deps: SendAlertsDeps, { channel, rows }: AlertBatch): Promise<void> {
  const { database, config, now, properties } = deps;
  const { publicUrl } = config;
  const { includeMessage } = settingsOf(channel);
  const current: { row: AlertRow; content: AlertContent }[] = [];
  for (const row of rows) {
    const content = await readAlert(database.read, row, { includeMessage, publicUrl, now: now() });
    if (content) current.push({ row, content });
  }
  const outdated = rows.filter((row) => !current.some((one) => one.row === row));
  const contents = current.map(({ content }) => content);
  if (!contents.length) {
    await database.write((tx) => noteOutdated(tx, channel, outdated));
    return;
  }
  const { settings } = await properties.get(channel.property_id);
  const inbox = publicUrl && `${publicUrl}/dashboard/${channel.property_id}/inbox/all`;
  const answer = await post(deps, targetOf(channel), wordMessage(settings.name, contents, inbox));
  if (answer.kind === "failed")
    deps.log.warn({ channel: channel.id, code: answer.code }, "a chat service did not take an alert");
  await database.write(async (tx) => {
    const sent = current.map(({ row }) => row);
    if (await noteAnswer(tx, deps, channel, answer, sent)) await removeAlerts(tx, outdated);
  });
}

/** Sends a message that says only that the channel works. */
export async function sendTestAlert(deps: SendAlertsDeps, channel: ChannelRow): Promise<AlertTestResult> {
  const { settings } = await deps.properties.get(channel.property_id);
  const { publicUrl } = deps.config;
  const url = publicUrl && `${publicUrl}/dashboard/${channel.property_id}/settings/alerts`;
  const headline = "This is a test: alerts of Foyer arrive here.";
  const link = url === null ? null : { label: "Open the settings", url };
  const message = { property: settings.name, items: [{ headline, quote: null, link }] };
  const answer = await post(deps, targetOf(channel), message);
  return answer.kind === "sent"
    ? { kind: "accepted" }
    : { kind: "failed", code: answer.code, message: ALERT_FAILURES[answer.code] };
}

async function post(
  { httpClient }: SendAlertsDeps,
  target: AlertTarget,
  message: AlertMessage,
): Promise<AlertAnswer> {
  return classifyAnswer(target.kind, await httpClient(toRequest(target, message)));
}

/** The columns of a channel that no process sends to. */
const RELEASED = { runner: null, lease_until: 0 };

async function noteOutdated(tx: Tx, channel: ChannelRow, rows: readonly AlertRow[]): Promise<void> {
  if (await updateHeld(tx, channel, RELEASED)) await removeAlerts(tx, rows);
}

/** Writes what has become of a message. @returns false: another process holds the channel by now, and it writes nothing */
async function noteAnswer(
  tx: Tx,
  deps: SendAlertsDeps,
  channel: ChannelRow,
  answer: AlertAnswer,
  rows: readonly AlertRow[],
): Promise<boolean> {
  const now = deps.now();
  const { failures, refusals, failing_since: failingSince } = channel;
  if (answer.kind === "sent") {
    const healthy = { failures: 0, refusals: 0, failing_since: null, failure: null, failed_at: null };
    const sent = { ...RELEASED, ...healthy, last_sent_at: now, next_at: now + ALERT_GAP };
    if (!(await updateHeld(tx, channel, sent))) return false;
    for (const row of rows) await tx.updateTable("alerts").set({ sent_at: now }).where(isRow(row)).execute();
    return true;
  }
  const share = randomFraction(deps.random);
  const plan = planAttempt(answer, { failures, refusals, failingSince }, share, now);
  const isHeld = await updateHeld(tx, channel, {
    ...RELEASED,
    failures: failures + 1,
    refusals: refusals + (answer.extent === "temporary" ? 0 : 1),
    failing_since: failingSince ?? now,
    failure: answer.code,
    failed_at: now,
    next_at: plan.kind === "retry" ? plan.at : now + ALERT_GAP,
  });
  if (!isHeld) return false;
  if (plan.kind === "drop") await removeAlerts(tx, rows);
  if (plan.kind === "pause") {
    await pauseChannel(tx, channel.id, plan.reason, now);
    await tellAdmins(tx, deps, channel, ALERT_FAILURES[answer.code]);
  }
  return true;
}

/** Tells a property's admins that its channel was paused: in the audit log, and by mail. */
async function tellAdmins(tx: Tx, deps: SendAlertsDeps, channel: ChannelRow, reason: string): Promise<void> {
  const { property_id: property, name } = channel;
  await recordAudit(tx, deps, HOUSEKEEPING, {
    property,
    action: "alert_channel_paused",
    details: { names: [name] },
  });
  const { publicUrl } = deps.config;
  const url = publicUrl && `${publicUrl}/dashboard/${property}/settings/alerts`;
  await queueAdminMail(tx, deps, property, (brand) =>
    alertsPausedMail({ brand, channel: name, reason, url }),
  );
}

/** Changes a channel if this process still holds it. A lease that has run out may be another's, which sends the same. */
async function updateHeld(
  tx: Tx,
  { id, runner }: ChannelRow,
  values: Partial<Omit<ChannelRow, "id">>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("alert_channels")
    .set(values)
    .where("id", "=", id)
    .where("runner", "=", runner)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

async function removeAlerts(tx: Tx, rows: readonly AlertRow[]): Promise<void> {
  for (const row of rows) await tx.deleteFrom("alerts").where(isRow(row)).execute();
}

const isRow =
  ({ channel_id, kind, about_id, entry }: AlertRow) =>
  (eb: ExpressionBuilder<Schema, "alerts">) =>
    eb.and({ channel_id, kind, about_id, entry });
