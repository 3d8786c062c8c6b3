import { join } from "node:path";
import { type Database, openDatabase } from "../../server/platform/database/open.ts";
import { insertProperty } from "../../server/properties/store.ts";
import { defaultSettings, type PropertySettings } from "../../shared/property.ts";

/** The property that a prepared server has. */
export const PROPERTY = "shop000001";

/** Opens the database of a server that is not running, or beside one that is. */
export async function withData<T>(data: string, use: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(join(data, "foyer.db"));
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}

/** For `startServer`: a property without anybody signing in. */
export const withProperty =
  (settings: Partial<PropertySettings> = {}, id = PROPERTY) =>
  (data: string): Promise<void> =>
    withData(data, async ({ write }) => {
      const whole = { ...defaultSettings("Shop", "UTC"), ...settings };
      await write((tx) => insertProperty(tx, { id, settings: whole, now: Date.now() }));
    });
