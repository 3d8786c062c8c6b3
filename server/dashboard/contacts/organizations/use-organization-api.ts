import { useMemo } from "preact/hooks";
import type * as z from "zod/mini";
import {
  Organization,
  OrganizationConversations,
  type OrganizationCreate,
  OrganizationPage,
  OrganizationSuggestion,
  type OrganizationUpdate,
} from "../../../../shared/crm.ts";
import { useServices } from "../../app/services.tsx";
import type { Api } from "../../data/api.ts";
import { Done } from "../../data/conversations-api.ts";

/** The requests for organizations. They are loaded with the screens that send them. */
export function useOrganizationApi() {
  const { api } = useServices();
  return useMemo(() => organizationCalls(api), [api]);
}

function organizationCalls({ call }: Pick<Api, "call">) {
  return {
    organizations: (property: string, q: string, cursor: string | null) =>
      call(OrganizationPage, "GET", "/properties/:property/organizations", {
        param: { property },
        query: { q, cursor },
      }),
    organization: (property: string, id: string) =>
      call(Organization, "GET", "/properties/:property/organizations/:id", { param: { property, id } }),
    createOrganization: (property: string, json: z.input<typeof OrganizationCreate>) =>
      call(Organization, "POST", "/properties/:property/organizations", { param: { property }, json }),
    updateOrganization: (property: string, id: string, json: z.input<typeof OrganizationUpdate>) =>
      call(Organization, "PATCH", "/properties/:property/organizations/:id", {
        param: { property, id },
        json,
      }),
    removeOrganization: (property: string, id: string) =>
      call(Done, "DELETE", "/properties/:property/organizations/:id", { param: { property, id } }),
    organizationConversations: (property: string, id: string, cursor: string | null) =>
      call(OrganizationConversations, "GET", "/properties/:property/organizations/:id/conversations", {
        param: { property, id },
        query: { cursor },
      }),
    suggestOrganization: (property: string, id: string) =>
      call(OrganizationSuggestion, "GET", "/properties/:property/contacts/:id/organization", {
        param: { property, id },
      }),
  } as const;
}
