import { isMany, trustOf } from "../identity/field-rules.ts";
import { byAge, type DetailValue } from "../merging/detail-value.ts";

type Outcome = Pick<DetailValue, "status" | "previous">;

/** The times (ms) at which imports have repeated values that a record had already, by the values' IDs. */
export type Repetitions = ReadonlyMap<string, readonly number[]>;

/**
 * Computes the state in which the values of one field are if they are given one after the other (R11), as `planWrites`
 * decides it. A value that changes nothing, because the record has it already, is past. Pure.
 *
 * @param values of one field
 * @param record the ID of their record: what other browsers gave of it without a proof are alternatives (R12)
 * @returns the status and the value before, by the values' IDs
 */
export function foldValues<V extends DetailValue>(
  values: readonly V[],
  repetitions: Repetitions,
  record: string,
): ReadonlyMap<string, Outcome> {
  const field = new FieldHistory(values, repetitions, record);
  const statements = values
    .flatMap((value): Statement<V>[] => [
      { value, at: value.at, isRepetition: false },
      ...(repetitions.get(value.id) ?? []).map((at) => ({ value, at, isRepetition: true })),
    ])
    .sort((a, b) => a.at - b.at || byAge(a.value, b.value));
  for (const statement of statements) field.give(statement);
  return field.outcomes;
}

/** A source gave a value, which was written, or repeated one that the record had. */
interface Statement<V> {
  readonly value: V;
  readonly at: number;
  readonly isRepetition: boolean;
}

/** The values of one field of a record while they are given one after the other. */
class FieldHistory<V extends DetailValue> {
  readonly outcomes: Map<string, Outcome>;
  /** The times at which imports have given what a value says, although it was there already, by the value's ID. */
  readonly #givenAgain = new Map<string, Set<number>>();
  readonly #values: readonly V[];
  readonly #repetitions: Repetitions;
  readonly #record: string;

  constructor(values: readonly V[], repetitions: Repetitions, record: string) {
    this.#values = values;
    this.#repetitions = repetitions;
    this.#record = record;
    this.outcomes = new Map(values.map(({ id }) => [id, { status: "past", previous: null }]));
  }

  give({ value, at, isRepetition }: Statement<V>): void {
    const live = this.#values.filter((one) => this.#statusOf(one) !== "past");
    const source = isRepetition ? "csv" : value.source;
    const same = live.find(({ compare_key }) => compare_key === value.compare_key);
    const rivals = isMany(value.field) ? live.filter((one) => one === same) : live;
    const current = rivals.find((one) => this.#statusOf(one) === "current");
    if (!isRepetition && !this.#isTrusted(value)) {
      if (!same) this.#write(value, "alternative", []);
    } else if (!current) {
      this.#write(value, "current", [same]);
    } else if (current === same) {
      const raisesTrust = source !== "csv" && trustOf(source) > trustOf(current.source);
      if (raisesTrust) this.#write(value, "current", [current]);
      else if (source === "csv") this.#giveAgain(current, at);
    } else {
      // of one file, the first row about a person counts
      const isSameImport = source === "csv" && this.#isGivenBy(current, at);
      const replaces = trustOf(source) >= trustOf(current.source) && !isSameImport;
      if (replaces) this.#write(value, "current", [current, same]);
      else if (!same) this.#write(value, "alternative", []);
    }
  }

  #giveAgain({ id }: V, at: number): void {
    this.#givenAgain.set(id, (this.#givenAgain.get(id) ?? new Set()).add(at));
  }

  /** Whether the import of a time has given what a value says. */
  #isGivenBy({ id, source, at: writtenAt }: V, at: number): boolean {
    if (source === "csv" && writtenAt === at) return true;
    return (this.#repetitions.get(id)?.includes(at) || this.#givenAgain.get(id)?.has(at)) ?? false;
  }

  #statusOf({ id }: V): Outcome["status"] | undefined {
    return this.outcomes.get(id)?.status;
  }

  #write(value: V, status: Outcome["status"], replaced: readonly (V | undefined)[]): void {
    const retired = replaced.filter((one) => one !== undefined);
    for (const { id } of retired)
      this.outcomes.set(id, { status: "past", previous: this.outcomes.get(id)?.previous ?? null });
    this.outcomes.set(value.id, { status, previous: retired[0]?.value ?? null });
  }

  /** Whether the value may be current (R12). */
  #isTrusted({ device_id, proven }: V): boolean {
    return device_id === null || device_id === this.#record || proven === 1;
  }
}
