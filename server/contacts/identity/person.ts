import type { Source } from "../../../shared/contact.ts";

/** A saved value that is current, or an alternative that an agent may take. */
export interface KnownValue {
  readonly id: string;
  readonly field: string;
  readonly value: string;
  /** The normalized form by which two values are compared. */
  readonly key: string;
  readonly status: "current" | "alternative";
  readonly source: Source;
  readonly proven: boolean;
  /** The browser that submitted it; null: an agent or a program. */
  readonly device: string | null;
  /** When it was written, ms since 1970. */
  readonly at: number;
  /** 1: an agent put it first among several current values. */
  readonly preferred: number;
}

/** A visitor or contact with everything that decisions about identity depend on. */
export interface Person {
  readonly id: string;
  /** Null: not a contact. */
  readonly contactSince: number | null;
  readonly firstSeenAt: number;
  /** The contact whose device this browser is; null: the browser founded its own record. */
  readonly attachedTo: string | null;
  readonly attachedProven: boolean;
  readonly values: readonly KnownValue[];
}

/** A person without any value who has just arrived. */
export function newPerson(id: string, now: number): Person {
  return {
    id,
    contactSince: null,
    firstSeenAt: now,
    attachedTo: null,
    attachedProven: false,
    values: [],
  };
}
