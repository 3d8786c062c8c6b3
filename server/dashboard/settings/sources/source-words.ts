import type { BodyOutcome, Provider, ReceivedBody } from "../../../../shared/webhook-source.ts";
import { type Message, message, t } from "../../i18n/translate.ts";

/** The names of the providers. */
export const PROVIDER_LABELS: Readonly<Record<Provider, string | Message>> = {
  typeform: "Typeform",
  calendly: "Calendly",
  stripe: "Stripe",
  shopify: "Shopify",
  woocommerce: "WooCommerce",
  other: message("Something else"),
};

/** Where each provider has the secret that it signs with; null: it does not sign. */
export const SIGNING_HINTS: Readonly<Record<Provider, Message | null>> = {
  typeform: message("You choose it in Typeform: Connect → Webhooks → Edit → Secret."),
  calendly: message("The signing_key with which you made the subscription."),
  stripe: message("In Stripe, at the endpoint: it begins with whsec_."),
  shopify: message("In Shopify: Settings → Notifications → Webhooks, below the list."),
  woocommerce: message("You choose it in WooCommerce, at the webhook: Secret."),
  other: null,
};

const OUTCOME_LABELS: Readonly<Record<BodyOutcome, Message>> = {
  new: message("New contact"),
  updated: message("Updated"),
  unchanged: message("Unchanged"),
  refused: message("Refused"),
  ignored: message("Ignored"),
};

export const outcomeLabel = (outcome: BodyOutcome): string => t(OUTCOME_LABELS[outcome]);

/** The state or the outcome of a body, in a word or two. */
export function stateLabel({ state, outcome, isVerified }: ReceivedBody): string {
  switch (state) {
    case "waiting":
      return isVerified ? t("Waiting") : t("Not verified");
    case "queued":
      return t("In a moment");
    case "failed":
      return t("Failed");
    case "erased":
      return t("Erased");
    case "done":
      return outcome === null ? t("Done") : t(OUTCOME_LABELS[outcome]);
  }
}

/** The tone in which an outcome is shown. */
export function toneOf(outcome: BodyOutcome | null): "good" | "warn" | "plain" {
  if (outcome === "new" || outcome === "updated") return "good";
  return outcome === "refused" ? "warn" : "plain";
}
