/** @jsxRuntime classic */
/** @jsx h */
/** @jsxFrag Fragment */

import { type Shown, unreadIn } from "../chat/chat-model.ts";
import { Cross } from "./App.tsx";
// biome-ignore lint/correctness/noUnusedImports: it is what JSX becomes
import { Fragment, h } from "./dom.ts";
import { Face } from "./MessageContent.tsx";
import type { LaterView } from "./view.ts";

/** A message in a line. */
const gist = ({ text, files }: Shown) => text || files.map(({ name }) => name).join();

/** Tells screen readers what agents have just written, once, and nothing of what was before. */
export function News({ state: { chat } }: Pick<LaterView, "state">) {
  return (
    <div class="trap" aria-live="polite">
      {chat?.news.map((one) => (
        <p key={one.id}>
          {one.agent}: {gist(one)}
        </p>
      ))}
    </div>
  );
}

/** What stands beside the closed launcher: how many messages are unread, and the last of them. */
export function Beside(view: LaterView) {
  const { state, side, dir, settings, words, actions, later } = view;
  const unread = state.chat ? unreadIn(state.chat) : [];
  const last = unread.at(-1);
  return (
    <>
      <News {...view} />
      {last && (
        <span class={`badge ${side}`} aria-hidden="true">
          {unread.length}
        </span>
      )}
      {last && last.sequence > later.talk.kept().hid && (
        <aside class={`panel bubble ${side}`} aria-label={settings.name} dir={dir}>
          <button type="button" class="peek" onClick={actions.open}>
            <b>
              <Face name={last.agent ?? ""} picture={last.picture} talk={later.talk} />
              {last.agent}
            </b>
            <span dir="auto">{gist(last)}</span>
          </button>
          <Cross label={words.close} act={later.talk.hide} />
        </aside>
      )}
    </>
  );
}
