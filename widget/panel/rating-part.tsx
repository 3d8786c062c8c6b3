import type { Rating as Choice } from "../../shared/conversation.ts";
import type { RatingState } from "../chat/chat-model.ts";
import type { ChatDeliveries } from "../chat/controller/deliveries.ts";
import type { ChatStore } from "../chat/controller/store.ts";
import type { Words } from "../locales/words.ts";

export { default as css } from "./rating.css?inline";

interface RatingProps {
  readonly words: Words;
  readonly rating: RatingState;
  /** The rating that the server has. */
  readonly given: Choice | null | undefined;
}

/** Creates the component for the visitor's rating of a closed chat, with a comment. */
export function createRating(store: ChatStore, { send }: Pick<ChatDeliveries, "send">) {
  function rate(rating: Choice): void {
    const before = store.chat().rating;
    const comment = before.kind === "sent" ? "" : before.comment;
    send("rating", { rating, text: "" });
    store.update({ rating: { kind: "chosen", rating, comment }, notice: { kind: "none" } });
  }

  function setComment(comment: string): void {
    const { rating } = store.chat();
    if (rating.kind === "chosen") store.update({ rating: { ...rating, comment } });
  }

  function sendComment(): void {
    const { rating } = store.chat();
    if (rating.kind !== "chosen") return;
    send("rating", { rating: rating.rating, text: rating.comment });
    store.update({ rating: { kind: "sent", rating: rating.rating }, notice: { kind: "none" } });
  }

  /** For the form and its button, as in Form.tsx. */
  function submit(event: Event): void {
    event.preventDefault();
    sendComment();
  }

  return function Rating({ words, rating, given }: RatingProps) {
    const chosen = rating.kind === "none" ? given : rating.rating;
    return (
      <form class="rating" onSubmit={submit}>
        <p>{rating.kind === "sent" ? words.thanks : words.rate}</p>
        {(["good", "bad"] as const).map((one) => (
          <button
            key={one}
            type="button"
            class="button"
            aria-pressed={one === chosen}
            onClick={() => rate(one)}
          >
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
              onInput={(event) => setComment(event.currentTarget.value)}
            />
            <button type="submit" class="link" onClick={submit}>
              {words.send}
            </button>
          </>
        )}
      </form>
    );
  };
}
