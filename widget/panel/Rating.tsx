import { useChat, useChatController, usePanel } from "./chat-context.ts";
import { submitter } from "./submitter.ts";

/** The visitor's rating of a closed chat, with a comment. */
export function Rating() {
  const { words } = usePanel();
  const chat = useChatController();
  const conversation = useChat((chat) => chat.conversation);
  const rating = useChat((chat) => chat.rating);
  const chosen = rating.kind === "none" ? conversation?.rating : rating.rating;
  const submit = submitter(chat.sendComment);
  return (
    <form class="rating" onSubmit={submit}>
      <p>{rating.kind === "sent" ? words.thanks : words.rate}</p>
      {(["good", "bad"] as const).map((one) => (
        <button
          key={one}
          type="button"
          class="button"
          aria-pressed={one === chosen}
          onClick={() => chat.rate(one)}
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
            onInput={(event) => chat.setComment(event.currentTarget.value)}
          />
          <button type="submit" class="link" onClick={submit}>
            {words.send}
          </button>
        </>
      )}
    </form>
  );
}
