/** The browser's storage for preferences. If it is forbidden, they last as long as the page. */
export function browserPreferences(): Pick<Storage, "getItem" | "setItem"> {
  const page = new Map<string, string>();
  return {
    getItem(key) {
      try {
        return page.get(key) ?? localStorage.getItem(key);
      } catch {
        return null; // storage is forbidden, so nothing is stored
      }
    },
    setItem(key, value) {
      page.set(key, value);
      try {
        localStorage.setItem(key, value);
      } catch {
        // storage is forbidden or full: the choice lasts as long as the page
      }
    },
  };
}

/** The browser's storage for what the server does not have yet (drafts, outbox), shared by all tabs. */
export interface LocalStore {
  get(key: string): string | null;
  /** Keys and values that begin with a prefix, by key. */
  all(prefix: string): readonly (readonly [key: string, value: string])[];
  put(key: string, value: string): void;
  remove(key: string): void;
  /** Registers a listener for changes by other tabs; the returned function removes it. */
  onChange(act: (key: string) => void): () => void;
}

/** Stores each entry under its own key of `localStorage`, so that two tabs never overwrite each other. */
export function browserLocalStore(page: Window): LocalStore {
  const disk = diskOf(page);
  // entries that cannot be stored last as long as the page
  const spare = new Map<string, string>();
  return {
    get: (key) => spare.get(key) ?? disk?.getItem(key) ?? null,
    all(prefix) {
      const found = new Map<string, string>();
      for (let index = 0; disk && index < disk.length; index++) {
        const key = disk.key(index);
        if (key?.startsWith(prefix)) found.set(key, disk.getItem(key) ?? "");
      }
      for (const [key, value] of spare) if (key.startsWith(prefix)) found.set(key, value);
      return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
    },
    put(key, value) {
      spare.delete(key);
      try {
        if (!disk) throw new DOMException("no disk", "SecurityError");
        disk.setItem(key, value);
      } catch {
        spare.set(key, value); // the storage is full or forbidden
      }
    },
    remove(key) {
      spare.delete(key);
      disk?.removeItem(key);
    },
    onChange(act) {
      const onStorage = (event: StorageEvent) => {
        if (event.key !== null) act(event.key);
      };
      page.addEventListener("storage", onStorage);
      return () => page.removeEventListener("storage", onStorage);
    },
  };
}

function diskOf(page: Window): Storage | null {
  try {
    return page.localStorage;
  } catch {
    return null; // the browser forbids it
  }
}
