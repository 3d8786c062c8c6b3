import type { AlertService } from "../../shared/alert.ts";
import type { AlertFailureCode } from "../../shared/alert-failure.ts";
import type { HttpOutcome } from "../platform/http-client/http-client.ts";

/** The meaning of a chat service's answer. */
export type AlertAnswer =
  | { readonly kind: "sent" }
  | {
      readonly kind: "failed";
      readonly code: AlertFailureCode;
      /**
       * `gone`: the channel was removed. `refused`: the service will not take messages at this address. `message`: it will not take this
       * one. `temporary`: it may take it later.
       */
      readonly extent: "gone" | "refused" | "message" | "temporary";
      /** The value of Retry-After; null: the answer had none. */
      readonly retryAfter: string | null;
    };

/** Reads the outcome of a request to a chat service. Pure. */
export function classifyAnswer(service: AlertService, outcome: HttpOutcome): AlertAnswer {
  if (outcome.kind === "success") return { kind: "sent" };
  const { code } = outcome;
  const answer = outcome.kind === "refused" ? outcome.answer : null;
  const retryAfter = answer?.headers["retry-after"] ?? null;
  const failed = (
    code: AlertFailureCode,
    extent: Extract<AlertAnswer, { kind: "failed" }>["extent"],
  ): AlertAnswer => ({ kind: "failed", code, extent, retryAfter });
  if (code === "private_address" || code === "bad_address") return failed("private_address", "refused");
  if (code === "redirect") return failed("redirected", "refused");
  if (!answer) return failed("not_reached", "temporary");
  const { status, body } = answer;
  if (status === 410) return failed("not_found", "gone");
  if (status === 404) return failed("not_found", "refused");
  if (status === 401 || status === 403) return failed("unauthorized", "refused");
  if (status === 429) return failed("rate_limited", "temporary");
  if (status === 408 || status >= 500) return failed("service_error", "temporary");
  if (service === "telegram" && /chat not found/i.test(body)) return failed("chat_not_found", "refused");
  return failed("refused", "message");
}
