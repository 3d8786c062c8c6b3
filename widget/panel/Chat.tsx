/** @jsxRuntime classic */
/** @jsx h */
/** @jsxFrag Fragment */

import { wordingIn } from "../../shared/rules/form-fields.ts";
import { type Chat as ChatState, NO_CHAT, unreadIn } from "../chat/chat-model.ts";
import { fill } from "../locales/words.ts";
import { Compose } from "./Composer.tsx";
// biome-ignore lint/correctness/noUnusedImports: it is what JSX becomes
import { Fragment, h } from "./dom.ts";
import { KnownLine } from "./Form.tsx";
import { News } from "./LauncherPreview.tsx";
import { Entries } from "./MessageList.tsx";
import type { LaterView } from "./view.ts";

/** The conversation. */
export function Chat(view: LaterView) {
  const { state, settings, locale, words, later } = view;
  const { talk, scroll } = later;
  const chat = state.chat ?? NO_CHAT;
  const { about, own } = chat;
  const { waitsUntil } = about ?? {};
  return (
    <>
      <News {...view} />
      <div
        class="list"
        role="log"
        aria-live="off"
        aria-labelledby="title"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable from the keyboard
        tabIndex={0}
        onScroll={scroll.moved}
        ref={scroll.drawn}
      >
        <div>
          <h2 id="title" tabIndex={-1}>
            {wordingIn(settings.greeting, locale) ?? words.title.pre_chat}
          </h2>
          {!about && !own.length && state.screen.at === "form" && (
            <KnownLine {...view} screen={state.screen} />
          )}
          <Entries {...view} chat={chat} />
          {chat.typing && <p class="day">{fill(words.typing, { name: chat.typing })}</p>}
          {waitsUntil &&
            (Date.now() < waitsUntil ? (
              <p class="day">{words.soon}</p>
            ) : (
              <p class="notice">
                {words.nobody}{" "}
                <button type="button" class="link" onClick={talk.leave}>
                  {words.title.offline}
                </button>
              </p>
            ))}
          {own.some(({ how }) => how === "waiting") && <p class="notice">{words.waiting}</p>}
          {own.length > 0 && state.storage !== "disk" && <p class="notice">{words.blocked}</p>}
          {about?.status === "closed" && chat.said.some(({ author }) => author === "agent") && (
            <Rate {...view} chat={chat} />
          )}
        </div>
      </div>
      {scroll.isUp() && unreadIn(chat).length > 0 && (
        <button type="button" class="pill" onClick={scroll.toEnd}>
          {words.fresh}
        </button>
      )}
      <Compose {...view} chat={chat} />
      {about && (
        <p class="foot">
          {about.status === "open" && (
            <button type="button" onClick={talk.end}>
              {words.end}
            </button>
          )}
          <button type="button" onClick={() => talk.save(`${settings.name}.txt`, talk.transcript())}>
            {words.save}
          </button>
          <button type="button" onClick={talk.mute}>
            {talk.kept().mute ? words.unmute : words.mute}
          </button>
        </p>
      )}
    </>
  );
}

/** What the visitor thinks of a chat that has ended. */
function Rate({ chat, words, later: { talk } }: LaterView & { readonly chat: ChatState }) {
  const { about, rated, remark } = chat;
  const chosen = rated ?? about?.rating;
  return (
    <form
      class="rate"
      onSubmit={(event) => {
        event.preventDefault();
        if (rated) talk.rate(rated, remark ?? "", null);
      }}
    >
      <p>{remark === null ? words.thanks : words.rate}</p>
      {(["good", "bad"] as const).map((rating) => (
        <button
          type="button"
          class="again"
          aria-pressed={rating === chosen}
          onClick={() => talk.rate(rating, "", remark ?? "")}
        >
          {words[rating]}
        </button>
      ))}
      {rated && remark !== null && (
        <>
          <input
            class="text"
            aria-label={words.comment}
            placeholder={words.comment}
            value={remark}
            maxLength={1_000}
            onInput={(event) => talk.remark(event.currentTarget.value)}
          />
          <button type="submit" class="link">
            {words.send}
          </button>
        </>
      )}
    </form>
  );
}
