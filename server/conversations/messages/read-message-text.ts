import { MAX_MESSAGE } from "../../../shared/conversation.ts";
import { lengthOf, tidyText } from "../../../shared/rules/text.ts";
import { wellFormed } from "../../../shared/rules/well-formed.ts";
import { ApiError } from "../../platform/http/api-error.ts";

/**
 * Normalizes and validates the text of a message.
 *
 * @param files the number of files in the message; with files the text may be empty
 * @throws ApiError `message_empty`, `message_too_long`
 */
export function readMessageText(typed: string, files: number): string {
  const text = wellFormed(tidyText(typed));
  if (!text && !files) throw new ApiError("message_empty");
  if (lengthOf(text) > MAX_MESSAGE)
    throw new ApiError("message_too_long", { detail: `A message has at most ${MAX_MESSAGE} characters.` });
  return text;
}
