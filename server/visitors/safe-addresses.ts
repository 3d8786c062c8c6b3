import { withoutSecrets } from "../../shared/rules/page-address.ts";
import type { Visit } from "../../shared/visitor.ts";

/** A visit whose addresses hold no secrets and name nobody (R24). What the browser sent is used nowhere else. */
export function withSafeAddresses(visit: Visit, allowedParameters: readonly string[]): Visit {
  return {
    ...visit,
    page: withoutSecrets(visit.page, allowedParameters),
    referrer: withoutSecrets(visit.referrer, allowedParameters),
  };
}
