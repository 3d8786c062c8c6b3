import type { ServerSecret } from "../platform/secrets.ts";
import { issueSignedToken, readSignedToken } from "../platform/signed-token.ts";

const CONTEXT = "foyer-form-receipt-1";
/** How long the page with the number of a ticket can be opened again, ms. */
const LIFE = 24 * 3_600_000;

/** The content of the page after a form. */
export interface FormReceipt {
  readonly property: string;
  readonly form: string;
  /** Null: no ticket was opened. */
  readonly ticket: number | null;
}

/** Issues the token of the page after a form, so that nobody can make a page with a number of their own. */
export function issueReceiptToken(
  secrets: readonly ServerSecret[],
  { property, form, ticket }: FormReceipt,
  now: number,
): string {
  return issueSignedToken({ secrets, context: CONTEXT }, [property, form, ticket ?? "", now + LIFE]);
}

/** Reads it. @returns null if it is forged, expired, or of another form */
export function readReceiptToken(
  secrets: readonly ServerSecret[],
  token: string,
  { property, form }: Pick<FormReceipt, "property" | "form">,
  now: number,
): FormReceipt | null {
  const [itsProperty, itsForm, ticket = "", expiry, ...more] =
    readSignedToken({ secrets, context: CONTEXT }, token) ?? [];
  if (itsProperty !== property || itsForm !== form || more.length || !(Number(expiry) > now)) return null;
  return { property, form, ticket: ticket ? Number(ticket) : null };
}
