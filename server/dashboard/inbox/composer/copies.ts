import { emailKey } from "../../../../shared/rules/email.ts";

/** Addresses that an agent has typed. */
export interface TypedAddresses {
  readonly addresses: readonly string[];
  /** The first text that is no address; null: all are. */
  readonly invalid: string | null;
}

/** Reads addresses with commas, semicolons, spaces or line breaks between them, each once. */
export function readAddresses(typed: string): TypedAddresses {
  const parts = typed.split(/[\s,;]+/).filter(Boolean);
  const byKey = new Map(parts.map((part) => [emailKey(part) ?? part, part]));
  return { addresses: [...byKey.values()], invalid: parts.find((part) => emailKey(part) === null) ?? null };
}
