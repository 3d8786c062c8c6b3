import * as z from "zod/mini";
import { FormKind } from "../../shared/form.ts";
import { PropertyId, PropertySettings } from "../../shared/property.ts";
import type { FormDefinition } from "../../shared/rules/form.ts";
import type { Deps } from "../deps.ts";
import type { Db, Tx } from "../platform/database/open.ts";
import { ApiError } from "../platform/http/api-error.ts";
import { formDefinition } from "./form-version.ts";

/** A property with its settings read and its forms versioned. The same object as long as its version is the same. */
export interface KnownProperty {
  readonly id: string;
  readonly settings: PropertySettings;
  readonly version: number;
  readonly createdAt: number;
  readonly forms: Readonly<Record<FormKind, FormDefinition>>;
}

export interface PropertyStore {
  /** The property, from memory if it was read within the last five seconds; null if there is none with this ID. */
  find(id: string): Promise<KnownProperty | null>;
  /** As `find`. @throws Failure `property_unknown` */
  get(id: string): Promise<KnownProperty>;
  /** Reads anew next time; called after a save. */
  forget(id: string): void;
}

/** What the rooms that know properties are given: one store for all, so that a save is seen by everybody. */
export interface PropertyDeps extends Deps {
  readonly properties: PropertyStore;
}

/** How long another process's save may stay unseen, in ms. */
const FRESH = 5_000;
/** One server serves few properties; the bound only keeps memory bounded. */
const MAX_KEPT = 10_000;

/**
 * The properties, in memory: every visit and delivery asks for one, so a look-up costs no query.
 *
 * @throws Failure (from `find` and `get`) `storage_unavailable` when the database cannot be read
 */
export function createPropertyStore({ database, now }: Pick<Deps, "database" | "now">): PropertyStore {
  const kept = new Map<string, { property: KnownProperty; readAt: number }>();
  let saves = 0;

  async function find(id: string): Promise<KnownProperty | null> {
    const known = kept.get(id);
    const readAt = now();
    if (known && readAt - known.readAt < FRESH) return known.property;
    // a database would take some texts for one of its IDs that are none: with U+0000 in them, above all
    if (!known && !z.safeParse(PropertyId, id).success) return null;
    const savesBefore = saves;
    const property = await findProperty(database.read, id, known?.property);
    // read while somebody saved: it may be the state before
    if (savesBefore !== saves) return property;
    kept.delete(id);
    if (property) kept.set(id, { property, readAt });
    const [oldest] = kept.keys();
    if (oldest !== undefined && kept.size > MAX_KEPT) kept.delete(oldest);
    return property;
  }

  return {
    find,
    async get(id) {
      return (await find(id)) ?? unknown();
    },
    forget(id) {
      saves++;
      kept.delete(id);
    },
  };
}

function unknown(): never {
  throw new ApiError("property_unknown");
}

/**
 * Reads a property from the database.
 *
 * @param known what was read before; returned itself when nothing has changed
 */
async function findProperty(db: Db, id: string, known?: KnownProperty): Promise<KnownProperty | null> {
  const row = await db
    .selectFrom("properties")
    .select(["settings", "version", "created_at"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) return null;
  if (known?.version === row.version) return known;
  const settings = z.parse(PropertySettings, JSON.parse(row.settings));
  return { id, settings, version: row.version, createdAt: row.created_at, forms: formsOf(settings) };
}

function formsOf(settings: PropertySettings): KnownProperty["forms"] {
  return { pre_chat: formDefinition(settings.preChatForm), offline: formDefinition(settings.offlineForm) };
}

/** Writes a new property with its first form versions. */
export async function insertProperty(
  tx: Tx,
  { id, settings, now }: { id: string; settings: PropertySettings; now: number },
): Promise<void> {
  await tx
    .insertInto("properties")
    .values({
      id,
      name: settings.name,
      settings: JSON.stringify(settings),
      version: 1,
      created_at: now,
      widget_seen_at: null,
      widget_seen_origin: null,
      last_ticket: 0,
    })
    .execute();
  await tx.insertInto("sequences").values({ property_id: id, last_sequence: 0 }).execute();
  await keepForms(tx, { id, settings, now });
}

/**
 * Saves settings over the version that was edited.
 *
 * @throws Failure `settings_changed` if somebody saved meanwhile
 */
export async function updateProperty(
  tx: Tx,
  { id, settings, version, now }: { id: string; settings: PropertySettings; version: number; now: number },
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable("properties")
    .set({ name: settings.name, settings: JSON.stringify(settings), version: version + 1 })
    .where("id", "=", id)
    .where("version", "=", version)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new ApiError("settings_changed");
  await keepForms(tx, { id, settings, now });
}

/** Keeps both forms' definitions for ever, so that answers to them can always be read. */
async function keepForms(
  tx: Tx,
  { id, settings, now }: { id: string; settings: PropertySettings; now: number },
): Promise<void> {
  const forms = formsOf(settings);
  const rows = FormKind.options.map((kind) => ({
    property_id: id,
    kind,
    version: forms[kind].version,
    definition: JSON.stringify(forms[kind]),
    created_at: now,
  }));
  await tx
    .insertInto("form_versions")
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
