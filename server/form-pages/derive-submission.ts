import { createHmac } from "node:crypto";
import type { Answers } from "../../shared/rules/form.ts";
import { drawVisitorId } from "../../shared/rules/visitor-id.ts";

/** The content by which two posts of a form are the same. */
export interface PostedSubmission {
  readonly property: string;
  readonly form: string;
  readonly answers: Answers;
  /** The client's network address, which is not stored. */
  readonly address: string;
  readonly userAgent: string;
}

/** The identities that a posted form is stored under. */
export interface DerivedSubmission {
  readonly visitor: string;
  /** The secret with which a browser could use the ID; no browser has it. */
  readonly proof: string;
  /** The IDs of the delivery: of the first one, and of each repetition after the window of the one before. */
  readonly ids: readonly string[];
}

/** After so many equal forms of one browser, later ones count as repetitions of the last. */
const MAX_REPETITIONS = 20;

/**
 * Derives the visitor and the delivery of a form that a browser without JavaScript has posted. The browser stores nothing, so
 * a double click, or the post of a page that is reloaded, is recognized by its content: it gives the same IDs, and so the
 * first receipt (R21). With the server's secret the digits are as good as random (R1), and nobody can compute the
 * visitor ID of somebody else.
 *
 * @param attempt another one gives another visitor, for an ID that is taken (R2)
 */
export function deriveSubmission(
  secret: string,
  { property, form, answers, address, userAgent }: PostedSubmission,
  attempt: number,
): DerivedSubmission {
  const sorted = Object.entries(answers).sort(([a], [b]) => (a < b ? -1 : 1));
  const content = JSON.stringify([property, form, address, userAgent, sorted]);
  const bytes = (purpose: string) =>
    createHmac("sha256", secret).update(`${purpose} ${attempt} ${content}`).digest();
  let block = 0;
  let rest = Buffer.alloc(0);
  const visitor = drawVisitorId((array) => {
    if (!rest.length) rest = bytes(`visitor ${block++}`);
    array[0] = rest[0] ?? 0;
    rest = rest.subarray(1);
    return array;
  });
  const ids = Array.from({ length: MAX_REPETITIONS }, (_, repetition) => {
    const hex = bytes(`delivery ${repetition}`).toString("hex");
    // the shape of a UUIDv7, whose time nobody reads
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  });
  return { visitor, proof: bytes("proof").toString("hex").slice(0, 32), ids };
}
