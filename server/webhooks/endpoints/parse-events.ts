import * as z from "zod/mini";
import { WebhookEvent } from "../../../shared/webhook.ts";

const Events = z.array(WebhookEvent);

/** Reads the events that an endpoint has chosen, as they are stored. */
export const parseEvents = (stored: string): WebhookEvent[] => z.parse(Events, JSON.parse(stored));
