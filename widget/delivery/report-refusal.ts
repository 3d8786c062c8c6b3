import type { EmitEvent } from "../api/foyer.ts";
import type { OutboxEvent } from "./outbox-event.ts";

/** Tells the site that a delivery was refused, and the console if something between it and the server did so (R22). */
export function reportRefusal(
  { entry, problem, answer }: Extract<OutboxEvent, { kind: "refused" }>,
  emit: EmitEvent,
): void {
  const { id, kind } = entry.delivery;
  const { code, status } = problem;
  const detail = { id, delivery: kind, code, status, contentType: "", excerpt: "", ...answer };
  // biome-ignore lint/suspicious/noConsole: it tells the site's developers what the visitor cannot know
  if (answer) console.warn("Foyer: refused on the way", detail);
  emit("refused", detail);
}
