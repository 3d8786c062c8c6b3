import type * as z from "zod/mini";
import { Contact, ContactPage, Named } from "../../../shared/contact.ts";
import {
  Attributes,
  Blocked,
  type ContactCreate,
  type ContactFilter,
  type DetailWrite,
  Duplicates,
  Tags,
  TimelinePage,
} from "../../../shared/crm.ts";
import { apiAddress } from "./api-routes.ts";
import type { Client } from "./client.ts";
import { Done } from "./conversations-api.ts";
import { queryString } from "./query-string.ts";

/** The address of the JSON export of all data of a contact (R26). */
export const contactExportAddress = (property: string, id: string) =>
  apiAddress("/properties/:property/contacts/:id/export", { property, id });

/** The requests for contacts: lists, details, merging. */
export function contactCalls({ call }: Client) {
  return {
    contacts: (property: string, filter: ContactFilter, cursor: string | null) =>
      call(ContactPage, "GET", "/properties/:property/contacts", {
        param: { property },
        query: { ...filter, cursor },
      }),
    contact: (property: string, id: string) =>
      call(Contact, "GET", "/properties/:property/contacts/:id", { param: { property, id } }),
    createContact: (property: string, json: z.input<typeof ContactCreate>) =>
      call(Contact, "POST", "/properties/:property/contacts", { param: { property }, json }),
    duplicates: (property: string, query: { email?: string; phone?: string }) =>
      call(Duplicates, "GET", "/properties/:property/contacts/duplicates", { param: { property }, query }),
    timeline: (property: string, id: string, cursor: string | null) =>
      call(TimelinePage, "GET", "/properties/:property/contacts/:id/timeline", {
        param: { property, id },
        query: { cursor },
      }),
    erase: (property: string, id: string) =>
      call(Done, "DELETE", "/properties/:property/contacts/:id", { param: { property, id } }),
    block: (property: string, visitor: string) =>
      call(Blocked, "PUT", "/properties/:property/visitors/:visitor/block", { param: { property, visitor } }),
    unblock: (property: string, visitor: string) =>
      call(Blocked, "DELETE", "/properties/:property/visitors/:visitor/block", {
        param: { property, visitor },
      }),

    writeDetail: (property: string, id: string, json: z.input<typeof DetailWrite>) =>
      call(Contact, "POST", "/properties/:property/contacts/:id/details", { param: { property, id }, json }),
    takeDetail: (property: string, id: string, detail: string) =>
      call(Contact, "POST", "/properties/:property/contacts/:id/details/:detail/take", {
        param: { property, id, detail },
      }),
    putFirst: (property: string, id: string, detail: string) =>
      call(Contact, "POST", "/properties/:property/contacts/:id/details/:detail/first", {
        param: { property, id, detail },
      }),
    removeDetail: (property: string, id: string, detail: string) =>
      call(Contact, "DELETE", "/properties/:property/contacts/:id/details/:detail", {
        param: { property, id, detail },
      }),
  } as const;
}

/** The requests for tags and attributes. */
export function contactRecordCalls({ call }: Client) {
  return {
    attributes: (property: string) =>
      call(Attributes, "GET", "/properties/:property/attributes", { param: { property } }),

    tags: (property: string) => call(Tags, "GET", "/properties/:property/tags", { param: { property } }),
    createTag: (property: string, name: string) =>
      call(Named, "POST", "/properties/:property/tags", { param: { property }, json: { name } }),
    setTags: (property: string, id: string, tags: readonly string[]) =>
      call(Contact, "PUT", "/properties/:property/contacts/:id/tags", {
        param: { property, id },
        json: { tags: [...tags] },
      }),
  } as const;
}

/** The address of the contacts that match a filter, as a CSV file that an import takes (R19). */
export const contactsCsvAddress = (property: string, filter: ContactFilter) =>
  apiAddress("/properties/:property/contacts.csv", { property }) + queryString(filter);
