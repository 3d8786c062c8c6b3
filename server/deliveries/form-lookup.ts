import * as z from "zod/mini";
import { FormDefinition } from "../../shared/form.ts";
import type { FormKey } from "../../shared/form-key.ts";
import type * as rules from "../../shared/rules/form.ts";
import type { Db } from "../platform/database/open.ts";
import { versionsOf } from "../properties/form-version.ts";
import type { KnownProperty } from "../properties/store.ts";

/** Finds the version of a form that a visitor saw: the current one, or an earlier one; null: there is none. */
export type FindForm = (kind: FormKey, version: string) => Promise<rules.FormDefinition | null>;

/** An outbox may deliver days later. The answers are validated by the version that the visitor saw. */
export function createFormLookup(db: Db, property: KnownProperty): FindForm {
  return async (kind, version) => {
    const form = property.forms.get(kind);
    const current = form && versionsOf(form).find((one) => one.version === version);
    if (current) return current;
    const row = await db
      .selectFrom("form_versions")
      .select("definition")
      .where("property_id", "=", property.id)
      .where("kind", "=", kind)
      .where("version", "=", version)
      .executeTakeFirst();
    return row ? z.parse(FormDefinition, JSON.parse(row.definition)) : null;
  };
}
