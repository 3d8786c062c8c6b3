/** @jsxRuntime classic */
/** @jsx h */
/** @jsxFrag Fragment */

import type { Chat } from "../chat/chat-model.ts";
// biome-ignore lint/correctness/noUnusedImports: JSX compiles to calls of it
import { Fragment, h } from "./dom.ts";
import type { ChatView } from "./view.ts";

/** The visitor's rating of a closed chat, with a comment. */
export function Rating({
  chat: { conversation, rating },
  words,
  parts: { chat },
}: ChatView & { readonly chat: Chat }) {
  const chosen = rating.kind === "none" ? conversation?.rating : rating.rating;
  return (
    <form
      class="rating"
      onSubmit={(event) => {
        event.preventDefault();
        chat.sendComment();
      }}
    >
      <p>{rating.kind === "sent" ? words.thanks : words.rate}</p>
      {(["good", "bad"] as const).map((one) => (
        <button type="button" class="button" aria-pressed={one === chosen} onClick={() => chat.rate(one)}>
          {words[one]}
        </button>
      ))}
      {rating.kind === "chosen" && (
        <>
          <input
            class="input"
            aria-label={words.comment}
            placeholder={words.comment}
            value={rating.comment}
            maxLength={1_000}
            onInput={(event) => chat.setComment(event.currentTarget.value)}
          />
          <button type="submit" class="link">
            {words.send}
          </button>
        </>
      )}
    </form>
  );
}
