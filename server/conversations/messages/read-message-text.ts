import { MAX_MESSAGE } from "../../../shared/conversation.ts";
import { lengthOf, tidyText } from "../../../shared/rules/text.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { replaceLoneSurrogates } from "../../platform/replace-lone-surrogates.ts";

/**
 * A message's text as it is kept.
 *
 * @param files how many files come with it: then it may be empty
 * @throws Failure `message_empty`, `message_too_long`
 */
export function readMessageText(typed: string, files: number): string {
  const tidy = replaceLoneSurrogates(tidyText(typed));
  // marks of direction and joiners alone show nothing
  const text = /[^\s\p{Cf}]/u.test(tidy) ? tidy : "";
  if (!text && !files) throw new ApiError("message_empty");
  if (lengthOf(text) > MAX_MESSAGE)
    throw new ApiError("message_too_long", { detail: `A message has at most ${MAX_MESSAGE} characters.` });
  return text;
}
