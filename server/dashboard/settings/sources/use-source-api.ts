import { useMemo } from "preact/hooks";
import {
  DryRun,
  type MappingRule,
  type NewWebhookSource,
  ReceivedBodies,
  RecordedBody,
  type RunAgain,
  RunResult,
  SourceWithAddress,
  WebhookSource,
  type WebhookSourceSave,
  WebhookSources,
} from "../../../../shared/webhook-source.ts";
import { useServices } from "../../app/services.tsx";
import type { Api } from "../../data/api.ts";
import { Done } from "../../data/conversations-api.ts";

const BASE = "/properties/:property/webhook-sources";

/** The requests for the incoming webhooks of a property. */
export function useSourceApi(property: string) {
  const { api } = useServices();
  return useMemo(() => sourceCalls(api, property), [api, property]);
}

function sourceCalls({ call }: Pick<Api, "call">, property: string) {
  const of = (id: string) => ({ param: { property, id } });
  const ofBody = (id: string, body: string) => ({ param: { property, id, body } });
  return {
    list: async () => (await call(WebhookSources, "GET", BASE, { param: { property } })).items,
    create: (json: NewWebhookSource) => call(SourceWithAddress, "POST", BASE, { param: { property }, json }),
    save: (id: string, json: WebhookSourceSave) =>
      call(WebhookSource, "PUT", `${BASE}/:id`, { ...of(id), json }),
    remove: (id: string) => call(Done, "DELETE", `${BASE}/:id`, of(id)),
    renewAddress: (id: string) => call(SourceWithAddress, "POST", `${BASE}/:id/address`, of(id)),
    bodies: (id: string, cursor: string | null) =>
      call(ReceivedBodies, "GET", `${BASE}/:id/bodies`, {
        ...of(id),
        query: { ...(cursor !== null && { cursor }) },
      }),
    body: (id: string, body: string) =>
      call(RecordedBody, "GET", `${BASE}/:id/bodies/:body`, ofBody(id, body)),
    dryRun: (id: string, mapping: readonly MappingRule[], country: string | null) =>
      call(DryRun, "POST", `${BASE}/:id/dry-run`, { ...of(id), json: { mapping: [...mapping], country } }),
    runAgain: (id: string, which: RunAgain["which"]) =>
      call(RunResult, "POST", `${BASE}/:id/run`, { ...of(id), json: { which } }),
    runBody: (id: string, body: string) =>
      call(RunResult, "POST", `${BASE}/:id/bodies/:body/run`, ofBody(id, body)),
  } as const;
}
