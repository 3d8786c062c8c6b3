import type * as z from "zod/mini";
import { Contact, ContactPage, Named } from "../../../shared/contact.ts";
import {
  type AttributeDefinition,
  Attributes,
  Blocked,
  type BulkChange,
  BulkResult,
  type ContactCreate,
  type ContactFilter,
  ContactView,
  ContactViews,
  DeletionUndone,
  type DetailWrite,
  Duplicates,
  type MergeRequest,
  MergeResult,
  MergeUndone,
  Notes,
  type NoteWrite,
  Organization,
  OrganizationConversations,
  type OrganizationCreate,
  OrganizationPage,
  OrganizationSuggestion,
  type OrganizationUpdate,
  SuggestionPage,
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
export function contactCalls({ call, download }: Client) {
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

    suggestions: (property: string, cursor: string | null) =>
      call(SuggestionPage, "GET", "/properties/:property/suggestions", {
        param: { property },
        query: { cursor },
      }),
    dismissSuggestion: (property: string, id: string) =>
      call(Done, "POST", "/properties/:property/suggestions/:id/dismiss", { param: { property, id } }),
    merge: (property: string, json: z.input<typeof MergeRequest>) =>
      call(MergeResult, "POST", "/properties/:property/contacts/merge", { param: { property }, json }),
    undoMerge: (property: string, id: string) =>
      call(MergeUndone, "POST", "/properties/:property/merges/:id/undo", { param: { property, id } }),

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

/** The requests for tags, attributes, notes and organizations. */
export function contactRecordCalls({ call }: Client) {
  return {
    attributes: (property: string) =>
      call(Attributes, "GET", "/properties/:property/attributes", { param: { property } }),
    defineAttribute: (property: string, key: string, json: z.input<typeof AttributeDefinition>) =>
      call(Attributes, "PUT", "/properties/:property/attributes/:key", { param: { property, key }, json }),
    removeAttribute: (property: string, key: string) =>
      call(Attributes, "DELETE", "/properties/:property/attributes/:key", { param: { property, key } }),

    tags: (property: string) => call(Tags, "GET", "/properties/:property/tags", { param: { property } }),
    createTag: (property: string, name: string) =>
      call(Named, "POST", "/properties/:property/tags", { param: { property }, json: { name } }),
    renameTag: (property: string, id: string, name: string) =>
      call(Named, "PATCH", "/properties/:property/tags/:id", { param: { property, id }, json: { name } }),
    removeTag: (property: string, id: string) =>
      call(Done, "DELETE", "/properties/:property/tags/:id", { param: { property, id } }),
    setTags: (property: string, id: string, tags: readonly string[]) =>
      call(Contact, "PUT", "/properties/:property/contacts/:id/tags", {
        param: { property, id },
        json: { tags: [...tags] },
      }),

    notes: (property: string, id: string) =>
      call(Notes, "GET", "/properties/:property/contacts/:id/notes", { param: { property, id } }),
    addNote: (property: string, id: string, json: z.input<typeof NoteWrite>) =>
      call(Notes, "POST", "/properties/:property/contacts/:id/notes", { param: { property, id }, json }),
    editNote: (property: string, id: string, note: string, json: z.input<typeof NoteWrite>) =>
      call(Notes, "PATCH", "/properties/:property/contacts/:id/notes/:note", {
        param: { property, id, note },
        json,
      }),
    removeNote: (property: string, id: string, note: string) =>
      call(Notes, "DELETE", "/properties/:property/contacts/:id/notes/:note", {
        param: { property, id, note },
      }),

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

/** The address of the contacts that match a filter, as a CSV file that an import takes (R19). */
export const contactsCsvAddress = (property: string, filter: ContactFilter) =>
  apiAddress("/properties/:property/contacts.csv", { property }) + queryString(filter);
