import type { BodyOutcome, Provider, ReceivedBody } from "../../../../shared/webhook-source.ts";

/** The names of the providers. */
export const PROVIDER_LABELS: Readonly<Record<Provider, string>> = {
  typeform: "Typeform",
  calendly: "Calendly",
  stripe: "Stripe",
  shopify: "Shopify",
  woocommerce: "WooCommerce",
  other: "Something else",
};

/** Where each provider has the secret that it signs with; null: it does not sign. */
export const SIGNING_HINTS: Readonly<Record<Provider, string | null>> = {
  typeform: "You choose it in Typeform: Connect → Webhooks → Edit → Secret.",
  calendly: "The signing_key with which you made the subscription.",
  stripe: "In Stripe, at the endpoint: it begins with whsec_.",
  shopify: "In Shopify: Settings → Notifications → Webhooks, below the list.",
  woocommerce: "You choose it in WooCommerce, at the webhook: Secret.",
  other: null,
};

const OUTCOME_LABELS: Readonly<Record<BodyOutcome, string>> = {
  new: "New contact",
  updated: "Updated",
  unchanged: "Unchanged",
  refused: "Refused",
  ignored: "Ignored",
};

export const outcomeLabel = (outcome: BodyOutcome): string => OUTCOME_LABELS[outcome];

/** The state or the outcome of a body, in a word or two. */
export function stateLabel({ state, outcome, isVerified }: ReceivedBody): string {
  switch (state) {
    case "waiting":
      return isVerified ? "Waiting" : "Not verified";
    case "queued":
      return "In a moment";
    case "failed":
      return "Failed";
    case "erased":
      return "Erased";
    case "done":
      return outcome === null ? "Done" : OUTCOME_LABELS[outcome];
  }
}

/** The tone in which an outcome is shown. */
export function toneOf(outcome: BodyOutcome | null): "good" | "warn" | "plain" {
  if (outcome === "new" || outcome === "updated") return "good";
  return outcome === "refused" ? "warn" : "plain";
}
