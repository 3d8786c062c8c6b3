import { fireEvent, screen } from "@testing-library/preact";
import type { DetailRecord } from "../../shared/contact.ts";
import type { MergeResult } from "../../shared/crm.ts";
import { ADA, NOON } from "./fixtures.ts";
import { PROPERTY } from "./open-dashboard.tsx";

export const CONTACTS = `/dashboard/${PROPERTY}/contacts`;
export const GRACE_ID = "V0000000000000002";
export const HEDY_ID = "V0000000000000003";

/** A saved value. Its ID consists of the field and the value. */
export const detail = (field: string, value: string, more: Partial<DetailRecord> = {}): DetailRecord => ({
  id: `${field} ${value}`,
  field,
  value,
  status: "current",
  source: "form",
  proven: false,
  device: null,
  at: NOON,
  previous: null,
  ...more,
});

/** One of the contacts to merge. */
export const side = (id: string, details: readonly DetailRecord[]): MergeResult["sides"][number] => ({
  id,
  contactSince: NOON,
  details: [...details],
  conversations: 1,
  notes: 0,
  devices: 0,
  tags: 0,
});

/** The preview of a merge of Ada and Grace. */
export const mergeResult = (more: Partial<MergeResult> = {}): MergeResult => {
  const ada = [detail("name", "Ada Lovelace"), detail("email", "ada@example.com")];
  const grace = [detail("name", "Grace Hopper"), detail("email", "grace@example.com")];
  return {
    merge: null,
    survivor: ADA.id,
    userIdsDiffer: false,
    sides: [side(ADA.id, ada), side(GRACE_ID, grace)],
    details: [
      ...ada,
      detail("email", "grace@example.com"),
      detail("name", "Grace Hopper", { status: "alternative" }),
    ],
    ...more,
  };
};

export const press = async (name: string | RegExp) =>
  fireEvent.click(await screen.findByRole("button", { name }));
export const write = (field: HTMLElement, text: string) => {
  field.focus();
  fireEvent.input(field, { target: { value: text } });
};
