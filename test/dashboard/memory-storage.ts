import type { LocalStore } from "../../server/dashboard/data/storage.ts";

/** A browser storage in memory. */
export function memoryLocalStore(disk: Map<string, string>): LocalStore {
  return {
    get: (key) => disk.get(key) ?? null,
    all: (prefix) => [...disk].filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1)),
    put: (key, value) => void disk.set(key, value),
    remove: (key) => void disk.delete(key),
    onChange: () => () => undefined,
  };
}
