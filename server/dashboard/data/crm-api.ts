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
  type Selection,
  SuggestionPage,
  Tags,
  TimelinePage,
} from "../../../shared/crm.ts";
import { Nothing } from "./chat-api.ts";
import { type AskForFile, type Call, propertyPath } from "./request.ts";

/** What was chosen, as the query of an address; empty if nothing was. */
export function queryOf(values: Readonly<Record<string, string | null | undefined>>): string {
  const given = Object.entries(values).filter((entry): entry is [string, string] => !!entry[1]);
  return given.length ? `?${new URLSearchParams(given)}` : "";
}

/** Where all that is kept of one person is, as a file (R26). */
export const contactExportAddress = (property: string, contact: string) =>
  `/api${propertyPath(property, "contacts", contact, "export")}`;

/** The calls around contacts and their organizations. */
export function crmCalls(call: Call, askForFile: AskForFile) {
  const at = (property: string, contact: string, ...path: readonly string[]) =>
    propertyPath(property, "contacts", contact, ...path);
  return {
    contacts: (property: string, filter: ContactFilter, cursor: string | null) =>
      call(ContactPage, "GET", `${propertyPath(property, "contacts")}${queryOf({ ...filter, cursor })}`),
    contact: (property: string, contact: string) => call(Contact, "GET", at(property, contact)),
    createContact: (property: string, wanted: z.input<typeof ContactCreate>) =>
      call(Contact, "POST", propertyPath(property, "contacts"), wanted),
    duplicates: (property: string, typed: { email?: string; phone?: string }) =>
      call(Duplicates, "GET", `${propertyPath(property, "contacts", "duplicates")}${queryOf(typed)}`),
    timeline: (property: string, contact: string, cursor: string | null) =>
      call(TimelinePage, "GET", `${at(property, contact, "timeline")}${queryOf({ cursor })}`),
    erase: (property: string, contact: string) => call(Nothing, "DELETE", at(property, contact)),
    block: (property: string, visitor: string) =>
      call(Blocked, "PUT", propertyPath(property, "visitors", visitor, "block")),
    unblock: (property: string, visitor: string) =>
      call(Blocked, "DELETE", propertyPath(property, "visitors", visitor, "block")),

    writeDetail: (property: string, contact: string, written: z.input<typeof DetailWrite>) =>
      call(Contact, "POST", at(property, contact, "details"), written),
    takeDetail: (property: string, contact: string, detail: string) =>
      call(Contact, "POST", at(property, contact, "details", detail, "take")),
    putFirst: (property: string, contact: string, detail: string) =>
      call(Contact, "POST", at(property, contact, "details", detail, "first")),
    removeDetail: (property: string, contact: string, detail: string) =>
      call(Contact, "DELETE", at(property, contact, "details", detail)),

    attributes: (property: string) => call(Attributes, "GET", propertyPath(property, "attributes")),
    defineAttribute: (property: string, key: string, definition: z.input<typeof AttributeDefinition>) =>
      call(Attributes, "PUT", propertyPath(property, "attributes", key), definition),
    removeAttribute: (property: string, key: string) =>
      call(Attributes, "DELETE", propertyPath(property, "attributes", key)),

    tags: (property: string) => call(Tags, "GET", propertyPath(property, "tags")),
    createTag: (property: string, name: string) =>
      call(Named, "POST", propertyPath(property, "tags"), { name }),
    renameTag: (property: string, tag: string, name: string) =>
      call(Named, "PATCH", propertyPath(property, "tags", tag), { name }),
    removeTag: (property: string, tag: string) =>
      call(Nothing, "DELETE", propertyPath(property, "tags", tag)),
    setTags: (property: string, contact: string, tags: readonly string[]) =>
      call(Contact, "PUT", at(property, contact, "tags"), { tags }),

    notes: (property: string, contact: string) => call(Notes, "GET", at(property, contact, "notes")),
    addNote: (property: string, contact: string, note: z.input<typeof NoteWrite>) =>
      call(Notes, "POST", at(property, contact, "notes"), note),
    editNote: (property: string, contact: string, id: string, note: z.input<typeof NoteWrite>) =>
      call(Notes, "PATCH", at(property, contact, "notes", id), note),
    removeNote: (property: string, contact: string, id: string) =>
      call(Notes, "DELETE", at(property, contact, "notes", id)),

    organizations: (property: string, q: string, cursor: string | null) =>
      call(OrganizationPage, "GET", `${propertyPath(property, "organizations")}${queryOf({ q, cursor })}`),
    organization: (property: string, id: string) =>
      call(Organization, "GET", propertyPath(property, "organizations", id)),
    createOrganization: (property: string, wanted: z.input<typeof OrganizationCreate>) =>
      call(Organization, "POST", propertyPath(property, "organizations"), wanted),
    updateOrganization: (property: string, id: string, update: z.input<typeof OrganizationUpdate>) =>
      call(Organization, "PATCH", propertyPath(property, "organizations", id), update),
    removeOrganization: (property: string, id: string) =>
      call(Nothing, "DELETE", propertyPath(property, "organizations", id)),
    organizationConversations: (property: string, id: string, cursor: string | null) =>
      call(
        OrganizationConversations,
        "GET",
        `${propertyPath(property, "organizations", id, "conversations")}${queryOf({ cursor })}`,
      ),
    suggestOrganization: (property: string, contact: string) =>
      call(OrganizationSuggestion, "GET", at(property, contact, "organization")),

    suggestions: (property: string, cursor: string | null) =>
      call(SuggestionPage, "GET", `${propertyPath(property, "suggestions")}${queryOf({ cursor })}`),
    dismissSuggestion: (property: string, id: string) =>
      call(Nothing, "POST", propertyPath(property, "suggestions", id, "dismiss")),
    merge: (property: string, wish: z.input<typeof MergeRequest>) =>
      call(MergeResult, "POST", propertyPath(property, "contacts", "merge"), wish),
    undoMerge: (property: string, merge: string) =>
      call(MergeUndone, "POST", propertyPath(property, "merges", merge, "undo")),

    contactViews: (property: string) => call(ContactViews, "GET", propertyPath(property, "contact-views")),
    saveContactView: (property: string, { id, ...view }: ContactView) =>
      call(ContactView, "PUT", propertyPath(property, "contact-views", id), view),
    removeContactView: (property: string, id: string) =>
      call(Nothing, "DELETE", propertyPath(property, "contact-views", id)),
    changeMany: (property: string, change: z.input<typeof BulkChange>) =>
      call(BulkResult, "POST", propertyPath(property, "contacts", "bulk"), change),
    exportSelected: (property: string, contacts: string[]) =>
      askForFile(propertyPath(property, "contacts", "export"), { contacts } satisfies z.input<
        typeof Selection
      >),
    undoDeletion: (property: string, deletion: string) =>
      call(DeletionUndone, "POST", propertyPath(property, "deletions", deletion, "undo")),
  } as const;
}
