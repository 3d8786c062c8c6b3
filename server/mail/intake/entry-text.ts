import { tidyText } from "../../../shared/rules/text.ts";
import { wellFormed } from "../../../shared/rules/well-formed.ts";
import { foldMail } from "../inbound/fold-quoted.ts";
import type { InboundMail } from "../inbound/inbound-mail.ts";

/** The texts of a mail's entry. */
export interface EntryText {
  /** The text in the conversation; empty if the mail has none. */
  readonly text: string;
  /** The folded text around it. */
  readonly above: string;
  readonly below: string;
  /** Whether a part is so long that its end is only in the original. */
  readonly isCut: boolean;
}

/** Longer texts would make the page of the conversation slow, characters. */
const MAX_TEXT = 50_000;
const MAX_FOLDED = 100_000;

/** The texts of a mail's entry: what was written now, and the quote and the signature around it (R32). Pure. */
export function entryText(mail: InboundMail): EntryText {
  const { above, visible, below } = foldMail(mail);
  const parts = [
    [wellFormed(tidyText(visible)), MAX_TEXT],
    [wellFormed(above).trim(), MAX_FOLDED],
    [wellFormed(below).trim(), MAX_FOLDED],
  ] as const;
  const [shown = "", over = "", under = ""] = parts.map(([part, limit]) => cut(part, limit));
  return {
    text: shown,
    above: over,
    below: under,
    isCut: parts.some(([part, limit]) => part.length > limit),
  };
}

/** Not in the middle of a character. */
const cut = (text: string, limit: number): string =>
  text.length > limit ? text.slice(0, limit).replace(/[\ud800-\udbff]$/, "") : text;
