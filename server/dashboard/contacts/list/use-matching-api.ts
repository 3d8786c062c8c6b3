import { useMemo } from "preact/hooks";
import type * as z from "zod/mini";
import { BulkJob, type BulkJobCreate, BulkJobs, ContactCount } from "../../../../shared/bulk-job.ts";
import type { ContactFilter } from "../../../../shared/crm.ts";
import { useServices } from "../../app/services.tsx";
import type { Api } from "../../data/api.ts";

/** The requests about all contacts that match a filter. They are loaded with the list, not with every screen. */
export function useMatchingApi() {
  const { api } = useServices();
  return useMemo(() => matchingCalls(api), [api]);
}

function matchingCalls({ call }: Pick<Api, "call">) {
  return {
    contactCount: (property: string, filter: ContactFilter) =>
      call(ContactCount, "GET", "/properties/:property/contact-count", {
        param: { property },
        query: { ...filter },
      }),
    bulkJobs: (property: string) =>
      call(BulkJobs, "GET", "/properties/:property/bulk-jobs", { param: { property } }),
    startBulkJob: (property: string, json: z.input<typeof BulkJobCreate>) =>
      call(BulkJob, "POST", "/properties/:property/bulk-jobs", { param: { property }, json }),
    cancelBulkJob: (property: string, id: string) =>
      call(BulkJob, "POST", "/properties/:property/bulk-jobs/:id/cancel", { param: { property, id } }),
    undoBulkJob: (property: string, id: string) =>
      call(BulkJob, "POST", "/properties/:property/bulk-jobs/:id/undo", { param: { property, id } }),
  } as const;
}
