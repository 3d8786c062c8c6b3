/** The chat services that have an incoming webhook address. Telegram has a bot token and a chat instead. */
export type AddressedService = "slack" | "slack_compatible" | "teams" | "discord";

interface AddressRule {
  /** The hosts of the service, and whether those below them are meant; null: any. */
  readonly hosts: RegExp | null;
  readonly path: RegExp;
  readonly example: string;
}

const RULES: Readonly<Record<AddressedService, AddressRule>> = {
  slack: {
    hosts: /^hooks\.slack(-gov)?\.com$/,
    path: /^\/(services|workflows|triggers)\/\S+$/,
    example: "https://hooks.slack.com/services/…",
  },
  // the connectors of Microsoft 365 (webhook.office.com) were retired, but some tenants have them still
  teams: {
    hosts: /\.(logic\.azure\.com|powerplatform\.com|webhook\.office\.com)$/,
    path: /^\/\S+$/,
    example: "https://….api.powerplatform.com/…",
  },
  discord: {
    hosts: /^((canary|ptb)\.)?discord(app)?\.com$/,
    path: /^\/api\/(v\d+\/)?webhooks\/\d+\/[\w-]+$/,
    example: "https://discord.com/api/webhooks/…",
  },
  slack_compatible: { hosts: null, path: /^\/\S*$/, example: "https://chat.example.com/hooks/…" },
};

/**
 * Says why an address is not an incoming webhook of a service. Each service but `slack_compatible` has hosts of its own, with TLS and
 * the usual port. Pure.
 *
 * @returns words that follow "The address"; null: it is one
 */
export function alertAddressFault(service: AddressedService, address: string): string | null {
  const { hosts, path, example } = RULES[service];
  const fault = `must be like ${example}`;
  if (!URL.canParse(address)) return fault;
  const url = new URL(address);
  if (url.username || url.password) return "must not contain a password before the host";
  if (!path.test(url.pathname)) return fault;
  if (!hosts) return url.protocol === "https:" || url.protocol === "http:" ? null : fault;
  return url.protocol === "https:" && url.port === "" && hosts.test(url.hostname) ? null : fault;
}
