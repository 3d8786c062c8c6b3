import type { AlertTarget } from "../../shared/alert.ts";
import type { HttpRequest } from "../platform/http-client/http-client.ts";
import type { AlertMessage } from "./alert-message.ts";
import { discordPayload } from "./payloads/discord.ts";
import { slackPayload } from "./payloads/slack.ts";
import { slackCompatiblePayload } from "./payloads/slack-compatible.ts";
import { teamsPayload } from "./payloads/teams.ts";
import { telegramPayload } from "./payloads/telegram.ts";

/** Writes the request that sends a message to a channel. Pure. */
export function toRequest(target: AlertTarget, message: AlertMessage): HttpRequest {
  switch (target.kind) {
    case "slack":
      return post(target.address, slackPayload(message));
    case "teams":
      return post(target.address, teamsPayload(message));
    case "discord":
      return post(target.address, discordPayload(message));
    case "slack_compatible":
      return post(target.address, slackCompatiblePayload(message));
    case "telegram": {
      const { token, chat } = target;
      return post(`https://api.telegram.org/bot${token}/sendMessage`, telegramPayload(chat, message));
    }
  }
}

const post = (address: string, payload: object): HttpRequest => ({
  address,
  headers: { "content-type": "application/json; charset=utf-8", "user-agent": "Foyer" },
  body: JSON.stringify(payload),
});

/** A text that tells a channel from others without its secret. Pure. */
export function hintOf(target: AlertTarget): string {
  if (target.kind === "telegram") return `${target.chat} · bot ${target.token.split(":")[0]}`;
  return `${new URL(target.address).host} · …${target.address.slice(-4)}`;
}
