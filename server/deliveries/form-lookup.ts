import * as z from "zod/mini";
import { FormDefinition, type FormKind } from "../../shared/form.ts";
import type * as rules from "../../shared/rules/form.ts";
import type { Db } from "../platform/database/open.ts";
import type { KnownProperty } from "../properties/store.ts";

/** Finds the definition that was answered: the one in force, or one that was in force when the visitor saw it. */
export type FindForm = (kind: FormKind, version: string) => Promise<rules.FormDefinition | null>;

/** A visitor may answer days later, from an outbox; what was asked then is what counts. */
export function createFormLookup(db: Db, property: KnownProperty): FindForm {
  return async (kind, version) => {
    const current = property.forms[kind];
    if (current.version === version) return current;
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
