import type { Deps } from "../../deps.ts";
import { isOneOf } from "../../platform/database/chunks.ts";
import { newId } from "../../platform/ids.ts";
import { inBackground } from "../../platform/jobs/background-loop.ts";
import { findDuplicates } from "./find-duplicates.ts";
import { saveSuggestions, toSuggestionRow } from "./save-suggestions.ts";

/** How many contacts are compared in one go: some milliseconds that nobody waits for. */
const AT_ONCE = 100;
/** How soon after a change; how long a busy server may put it off, ms; and how long it rests between. */
const PACE = { pause: 1_000, patience: 10_000, rest: 1 } as const;

type CheckDeps = Pick<Deps, "database" | "now" | "random">;

/**
 * Compares contacts that are new or changed with all others, and suggests who may be one person. It follows the search
 * index, which notes whom to compare; on a database that was there before, that is everybody.
 */
export class DuplicateScan {
  readonly #deps: CheckDeps;

  constructor(deps: CheckDeps) {
    this.#deps = deps;
  }

  /** Resolves when everybody who was noted before the call is compared. */
  async catchUp(): Promise<void> {
    while (await this.#checkSome());
  }

  /**
   * Keeps close behind from now on, taking its time.
   *
   * @param onError what to do with a failed run; the notes stay, and the next run tries again
   * @returns what stops it
   */
  start(onError: (error: unknown) => void): () => void {
    return inBackground(() => this.#checkSome(), { ...PACE, onError });
  }

  /** @returns whether there was anybody to compare */
  async #checkSome(): Promise<boolean> {
    const { database, now } = this.#deps;
    const noted = await database.read
      .selectFrom("contacts_to_compare")
      .select(["property_id", "visitor_id"])
      .limit(AT_ONCE)
      .execute();
    const [first] = noted;
    if (!first) return false;
    const property = first.property_id;
    const ids = noted.filter((one) => one.property_id === property).map((one) => one.visitor_id);
    await database.write(async (tx) => {
      const doubles = await findDuplicates(tx, property, ids);
      const rows = doubles.map((double) =>
        toSuggestionRow({ property, id: newId(this.#deps), ...double, at: now() }),
      );
      await saveSuggestions(tx, rows);
      await tx
        .deleteFrom("contacts_to_compare")
        .where("property_id", "=", property)
        .where(isOneOf(tx, "visitor_id", ids))
        .execute();
    });
    return true;
  }
}
