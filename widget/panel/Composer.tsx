/** @jsxRuntime classic */
/** @jsx h */

import { MAX_FILES, MAX_MESSAGE } from "../../shared/rules/limits.ts";
import { lengthOf } from "../../shared/rules/text.ts";
import { type Chat, ON_ITS_WAY } from "../chat/chat-model.ts";
import { fill } from "../locales/words.ts";
import { Cross } from "./App.tsx";
// biome-ignore lint/correctness/noUnusedImports: it is what JSX becomes
import { h } from "./dom.ts";
import type { LaterView } from "./view.ts";

/** Whether the key is for an input method; Safari says so by a code when it ends the composition. */
const isComposing = (event: KeyboardEvent) => event.isComposing || event.keyCode === 229;

/** Where the visitor writes, and puts files. */
export function Compose({ chat, words, later: { talk } }: LaterView & { readonly chat: Chat }) {
  const { draft, uploads, about, told } = chat;
  const length = lengthOf(draft);
  const label = about?.status === "closed" ? words.restart : words.write;
  /** Takes files out of what was pasted or dropped, if there are any. */
  const take = (event: Event, data: DataTransfer | null) => {
    if (!data?.files.length) return;
    event.preventDefault();
    talk.attach([...data.files]); // a copy: what was dropped is gone after the event
  };
  return (
    <form
      class="compose"
      onSubmit={(event) => {
        event.preventDefault();
        talk.send();
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => take(event, event.dataTransfer)}
    >
      <div class="files">
        {uploads.map((upload) => (
          <p class="upload" key={upload.key}>
            <span>
              <bdi>{upload.file.name}</bdi>
              {upload.problem && (
                <span class="fault" role="alert">
                  {" "}
                  {words.reasons[upload.problem.code ?? ""] ?? words.refused}
                </span>
              )}
            </span>
            {!upload.info && !upload.problem && (
              // at nothing at all it would look as if nobody knew how far it is
              <progress aria-label={upload.file.name} value={upload.part || 0.02} />
            )}
            <Cross label={words.discard} act={() => talk.detach(upload)} />
          </p>
        ))}
      </div>
      <textarea
        class="text"
        dir={draft ? "auto" : undefined} // empty, it shows words of ours
        rows={1}
        // what is pasted beyond that would only stop the browser for a while
        maxLength={1e5}
        value={draft}
        aria-label={label}
        placeholder={label}
        enterkeyhint="send"
        onInput={(event) => talk.type(event.currentTarget.value)}
        onPaste={(event) => take(event, event.clipboardData)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
          event.preventDefault();
          talk.send();
        }}
      />
      <label class="tool">
        <input
          type="file"
          class="trap"
          multiple
          aria-label={words.attach}
          onChange={({ currentTarget }) => {
            talk.attach([...(currentTarget.files ?? [])]);
            currentTarget.value = "";
          }}
        />
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 5v14M5 12h14" />
        </svg>
      </label>
      <button type="submit" class="tool go" aria-label={words.send}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 19V5M6 11l6-6 6 6" />
        </svg>
      </button>
      <p class={length > MAX_MESSAGE || (told && told !== ON_ITS_WAY) ? "fault" : "help"} role="status">
        {told && fill(words.reasons[told] ?? words.refused, { max: MAX_FILES })}{" "}
        {length > MAX_MESSAGE * 0.9 && `${length} / ${MAX_MESSAGE}`}
      </p>
    </form>
  );
}
