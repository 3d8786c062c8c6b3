import { useMemo } from "preact/hooks";
import type * as z from "zod/mini";
import {
  CreatedWebhookEndpoint,
  WebhookDeliveryDetail,
  WebhookDeliveryPage,
  WebhookEndpoint,
  type WebhookEndpointEdit,
  WebhookEndpoints,
  type WebhookEndpointWrite,
  WebhookSecret,
} from "../../../../shared/webhook.ts";
import { useServices } from "../../app/services.tsx";
import { NoContent } from "../../data/client.ts";

/** The requests for the webhooks of a property. They are loaded with the screen that sends them. */
export function useWebhookApi(property: string) {
  const {
    api: { call },
  } = useServices();
  return useMemo(() => {
    const of = (id: string) => ({ param: { property, id } });
    const ofDelivery = (id: string, event: string) => ({ param: { property, id, event } });
    return {
      list: () => call(WebhookEndpoints, "GET", "/properties/:property/webhooks", { param: { property } }),
      add: (json: z.input<typeof WebhookEndpointWrite>) =>
        call(CreatedWebhookEndpoint, "POST", "/properties/:property/webhooks", {
          param: { property },
          json,
        }),
      change: (id: string, json: z.input<typeof WebhookEndpointEdit>) =>
        call(WebhookEndpoint, "PATCH", "/properties/:property/webhooks/:id", { ...of(id), json }),
      remove: (id: string) => call(NoContent, "DELETE", "/properties/:property/webhooks/:id", of(id)),
      secret: (id: string) => call(WebhookSecret, "GET", "/properties/:property/webhooks/:id/secret", of(id)),
      renewSecret: (id: string) =>
        call(WebhookSecret, "POST", "/properties/:property/webhooks/:id/secret", of(id)),
      deliveries: (id: string, cursor: string | null) =>
        call(WebhookDeliveryPage, "GET", "/properties/:property/webhooks/:id/deliveries", {
          ...of(id),
          query: { cursor: cursor ?? undefined },
        }),
      delivery: (id: string, event: string) =>
        call(
          WebhookDeliveryDetail,
          "GET",
          "/properties/:property/webhooks/:id/deliveries/:event",
          ofDelivery(id, event),
        ),
      sendAgain: (id: string, event: string) =>
        call(
          WebhookDeliveryDetail,
          "POST",
          "/properties/:property/webhooks/:id/deliveries/:event/retry",
          ofDelivery(id, event),
        ),
      test: (id: string) =>
        call(WebhookDeliveryDetail, "POST", "/properties/:property/webhooks/:id/test", of(id)),
    } as const;
  }, [call, property]);
}

export type WebhookApi = ReturnType<typeof useWebhookApi>;
