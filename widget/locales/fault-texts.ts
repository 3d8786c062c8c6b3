import type { FieldFault } from "../state/panel-state.ts";
import { type ChatWords, fill } from "./words.ts";

/** The text of a fault of a field, in the visitor's language. The server may know codes that this widget does not. */
export function faultText(
  { code, character = "", max = 0 }: FieldFault,
  { faults }: Pick<ChatWords, "faults">,
): string {
  const texts: { readonly [code: string]: string } = faults;
  return fill(texts[code] ?? faults.wrong_type, { character, max });
}

/**
 * The reason for a refusal, in the visitor's language; empty if the code is not one that a visitor can do something
 * about.
 *
 * @param code from the server, which may be newer than this widget
 */
export function refusalText(
  { check, refusals }: Pick<ChatWords, "check" | "refusals">,
  code: string | undefined,
): string {
  const texts: { readonly [code: string]: string } = { ...refusals, answers_invalid: check };
  return texts[code ?? ""] ?? "";
}
