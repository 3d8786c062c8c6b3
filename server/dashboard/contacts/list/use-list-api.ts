import { useMemo } from "preact/hooks";
import type * as z from "zod/mini";
import {
  type BulkChange,
  BulkResult,
  ContactView,
  ContactViews,
  DeletionUndone,
} from "../../../../shared/crm.ts";
import { useServices } from "../../app/services.tsx";
import type { Api } from "../../data/api.ts";
import { Done } from "../../data/conversations-api.ts";

/** The requests for saved views and for the selected contacts of a list. They are loaded with the list. */
export function useListApi() {
  const { api } = useServices();
  return useMemo(() => listCalls(api), [api]);
}

function listCalls({ call, download }: Pick<Api, "call" | "download">) {
  return {
    contactViews: (property: string) =>
      call(ContactViews, "GET", "/properties/:property/contact-views", { param: { property } }),
    saveContactView: (property: string, { id, ...json }: ContactView) =>
      call(ContactView, "PUT", "/properties/:property/contact-views/:id", { param: { property, id }, json }),
    removeContactView: (property: string, id: string) =>
      call(Done, "DELETE", "/properties/:property/contact-views/:id", { param: { property, id } }),
    changeMany: (property: string, json: z.input<typeof BulkChange>) =>
      call(BulkResult, "POST", "/properties/:property/contacts/bulk", { param: { property }, json }),
    exportSelected: (property: string, contacts: string[]) =>
      download("/properties/:property/contacts/export", { param: { property }, json: { contacts } }),
    undoDeletion: (property: string, id: string) =>
      call(DeletionUndone, "POST", "/properties/:property/deletions/:id/undo", { param: { property, id } }),
  } as const;
}
