import type { Contact, DetailRecord } from "../../../../shared/contact.ts";
import { escapeCell } from "../../../../shared/rules/cells.ts";
import { joinOrganizations, joinTags } from "../../../../shared/rules/list-cells.ts";
import { firstValue } from "../details.ts";

/** By the mark at the beginning spreadsheets know UTF-8. */
const MARK = "\ufeff";

function cell(text: string): string {
  const safe = escapeCell(text);
  return /[",\r\n;]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const all = (details: readonly DetailRecord[], field: string) =>
  details.filter((detail) => detail.field === field && detail.status === "current").map(({ value }) => value);

/** Contacts as a CSV that an import takes (R19). */
export function contactsCsv(contacts: readonly Contact[]): string {
  const rows = contacts.map(({ id, details, tags }) => [
    id,
    firstValue(details, "user_id") ?? "",
    firstValue(details, "name") ?? "",
    all(details, "email").join("; "),
    all(details, "phone").join("; "),
    joinOrganizations(all(details, "organization")),
    joinTags(tags.map(({ name }) => name)),
  ]);
  const head = ["Visitor ID", "User ID", "Name", "E-mails", "Phones", "Organization", "Tags"];
  return MARK + [head, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}
