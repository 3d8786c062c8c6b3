import type { MappingRule, Provider, SourceMapping } from "../../../shared/webhook-source.ts";

const rule = (path: string, field: MappingRule["field"]): MappingRule => ({ path, field });

const TYPEFORM_ANSWERS = "form_response.answers";
const STRIPE_OBJECT = "data.object";

/**
 * The mappings of the providers whose bodies are known. Paths that a body does not have give nothing, so that one mapping serves
 * all events of a provider; of several paths to a single value, the first that gives one counts.
 */
const PRESETS: Readonly<Record<Provider, SourceMapping>> = {
  typeform: [
    rule(`${TYPEFORM_ANSWERS}[type="email"].email`, "email"),
    rule(`${TYPEFORM_ANSWERS}[type="phone_number"].phone_number`, "phone"),
    rule("form_response.hidden.email", "email"),
    rule("form_response.hidden.phone", "phone"),
    rule("form_response.hidden.name", "name"),
    rule("form_response.hidden.user_id", "user_id"),
  ],
  calendly: [
    rule("payload.email", "email"),
    rule("payload.name", "name"),
    rule("payload.first_name", "first_name"),
    rule("payload.last_name", "last_name"),
    rule("payload.text_reminder_number", "phone"),
  ],
  stripe: [
    rule(`${STRIPE_OBJECT}[object="customer"].email`, "email"),
    rule(`${STRIPE_OBJECT}[object="customer"].name`, "name"),
    rule(`${STRIPE_OBJECT}[object="customer"].phone`, "phone"),
    rule(`${STRIPE_OBJECT}.customer_details.email`, "email"),
    rule(`${STRIPE_OBJECT}.customer_details.name`, "name"),
    rule(`${STRIPE_OBJECT}.customer_details.phone`, "phone"),
    rule(`${STRIPE_OBJECT}.customer_email`, "email"),
    rule(`${STRIPE_OBJECT}.customer_name`, "name"),
    rule(`${STRIPE_OBJECT}.customer_phone`, "phone"),
    rule(`${STRIPE_OBJECT}.billing_details.email`, "email"),
    rule(`${STRIPE_OBJECT}.billing_details.name`, "name"),
    rule(`${STRIPE_OBJECT}.billing_details.phone`, "phone"),
    rule(`${STRIPE_OBJECT}.metadata.user_id`, "user_id"),
  ],
  shopify: [
    rule("customer.email", "email"),
    rule("customer.first_name", "first_name"),
    rule("customer.last_name", "last_name"),
    rule("customer.phone", "phone"),
    rule("customer.tags", "tags"),
    rule("customer.default_address.company", "organization"),
    rule("email", "email"),
    rule("first_name", "first_name"),
    rule("last_name", "last_name"),
    rule("phone", "phone"),
    rule("default_address.company", "organization"),
    // the tags of an order say nothing of its customer
    rule("[verified_email].tags", "tags"),
    rule("billing_address.first_name", "first_name"),
    rule("billing_address.last_name", "last_name"),
  ],
  woocommerce: [
    rule("email", "email"),
    rule("first_name", "first_name"),
    rule("last_name", "last_name"),
    rule("billing.email", "email"),
    rule("billing.first_name", "first_name"),
    rule("billing.last_name", "last_name"),
    rule("billing.phone", "phone"),
    rule("billing.company", "organization"),
  ],
  other: [],
};

/** The mapping with which a new source of a provider begins; empty: the first body suggests one. */
export const presetMapping = (provider: Provider): SourceMapping => PRESETS[provider];
