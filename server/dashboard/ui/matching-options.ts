export interface ComboboxOption {
  readonly id: string;
  readonly label: string;
  /** Shown after the label, e.g. a count. */
  readonly hint?: string;
}

const MAX_OPTIONS = 8;

/** Whether the label, or any word of it, begins with the typed text, ignoring case. */
export function matchesTyped(label: string, typed: string): boolean {
  const prefix = typed.trimStart().toLowerCase();
  const text = label.toLowerCase();
  return text.startsWith(prefix) || text.split(/[\s/_-]+/).some((word) => word.startsWith(prefix));
}

/** The first options that match the typed text. */
export function matchingOptions<T extends ComboboxOption>(
  options: readonly T[],
  typed: string,
): readonly T[] {
  return options.filter(({ label }) => matchesTyped(label, typed)).slice(0, MAX_OPTIONS);
}
