import type { Delivery } from "../../shared/delivery.ts";
import type { Problem } from "../../shared/error.ts";
import type { IntermediaryAnswer } from "./intermediary-answer.ts";
import type { OutboxEntry } from "./outbox-store.ts";

/** Events of the deliveries in the outbox. */
export type OutboxEvent<D extends Delivery = Delivery> =
  | { readonly kind: "queued"; readonly delivery: D }
  | { readonly kind: "sending"; readonly ids: readonly string[] }
  | {
      readonly kind: "waiting";
      readonly ids: readonly string[];
      readonly failures: number;
      /** In how long they are sent again, ms: each tab has a clock of its own. */
      readonly wait: number;
    }
  | { readonly kind: "accepted"; readonly entry: OutboxEntry<D>; readonly ticket: number | null }
  | {
      readonly kind: "refused";
      readonly entry: OutboxEntry<D>;
      readonly problem: Problem;
      /** Absent: the server itself refused it. */
      readonly answer?: IntermediaryAnswer | undefined;
    };
