import type { ListedConversation } from "../../../shared/conversation.ts";
import type { ListProps } from "./conversations-state.ts";
import { ProofForm } from "./ProofForm.tsx";

/** A way back, above the list and above a conversation. */
export function BackButton({ label, onClick }: { readonly label: string; onClick(): void }) {
  return (
    <button type="button" class="back" onClick={onClick}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M15 5l-7 7 7 7" />
      </svg>
      {label}
    </button>
  );
}

/** The visitor's conversations, and the way to those of another device. */
export function ConversationList(props: ListProps) {
  const { words, more, list, actions } = props;
  const { items, isCutOff, canProve, proof } = list;
  return (
    <div class="conversations">
      <BackButton label={more.back} onClick={actions.back} />
      <h2 id="title" tabIndex={-1}>
        {words.conversations}
      </h2>
      <div aria-live="polite">
        {isCutOff ? <p class="notice">{more.notReached}</p> : !items && <p class="help">{more.loading}</p>}
        {proof.step === "done" && <p class="notice">{more.confirmed}</p>}
        {items && !items.length && <p class="help">{more.none}</p>}
      </div>
      <ul>
        {items?.map((item) => (
          <Item key={item.id} {...props} item={item} />
        ))}
      </ul>
      {canProve && proof.step !== "done" && <ProofForm {...props} />}
    </div>
  );
}

function Item({
  item,
  more,
  locale,
  actions,
}: ListProps & {
  readonly item: ListedConversation;
}) {
  const { ticket, subject, status, preview, lastMessageAt, unread } = item;
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium" }).format(lastMessageAt);
  return (
    <li>
      <button type="button" class={unread ? "unread" : ""} onClick={() => actions.open(item)}>
        <b dir="auto">{subject}</b>
        {preview !== subject && <span dir="auto">{preview}</span>}
        <small>
          {unread && <b>{more.unread} · </b>}
          {ticket !== null && (
            <>
              <bdi>#{ticket}</bdi> ·{" "}
            </>
          )}
          {more.status[status]} · {day}
        </small>
      </button>
    </li>
  );
}
