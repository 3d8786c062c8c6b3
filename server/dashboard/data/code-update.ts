/** The page's own reload after an update of the server. */
export interface CodeUpdate {
  /**
   * Reloads the page if the server can be reached: then a file that cannot be loaded belongs to an older version.
   * A second failure soon after the reload has another reason and does not reload again.
   *
   * @returns whether the page reloads
   */
  reloadOnce(): Promise<boolean>;
}

const KEY = "foyer.reloaded";
/** Within so many milliseconds the page does not reload a second time. */
const ONCE_WITHIN = 60_000;

interface CodeUpdateDeps {
  /** Whether the server answers. */
  readonly isReachable: () => Promise<boolean>;
  readonly reload: () => void;
  readonly preferences: Pick<Storage, "getItem" | "setItem">;
  readonly now: () => number;
}

export function createCodeUpdate({ isReachable, reload, preferences, now }: CodeUpdateDeps): CodeUpdate {
  return {
    async reloadOnce() {
      const last = Number(preferences.getItem(KEY) ?? 0);
      if (now() - last < ONCE_WITHIN || !(await isReachable())) return false;
      preferences.setItem(KEY, String(now()));
      reload();
      return true;
    },
  };
}
