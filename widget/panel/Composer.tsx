import { MAX_FILES, MAX_MESSAGE } from "../../shared/rules/limits.ts";
import { lengthOf } from "../../shared/rules/text.ts";
import type { Notice, Upload } from "../chat/chat-model.ts";
import { fill, refusalText, type Words } from "../locales/words.ts";
import { CloseButton } from "./CloseButton.tsx";
import { useChat, useChatController } from "./chat-context.ts";
import { usePanel } from "./panel-context.ts";

/** The number of characters from which the length is shown. */
const NEARLY_FULL = MAX_MESSAGE * 0.9;
/** The most characters that the field takes: a longer text would block the browser for a while. */
const MAX_INPUT = 1e5;

/** Whether the key belongs to an input method. Safari reports by a key code that it ends the composition. */
const isComposing = (event: KeyboardEvent) => event.isComposing || event.keyCode === 229;

function noticeText(notice: Notice, words: Words): string {
  if (notice.kind === "none") return "";
  return notice.kind === "refused"
    ? refusalText(words, notice.code) || words.refused
    : fill(words.notices[notice.kind], { max: MAX_FILES });
}

/** The field for a message and its files. */
export function Composer() {
  const { words } = usePanel();
  const chat = useChatController();
  const draft = useChat((chat) => chat.draft);
  const uploads = useChat((chat) => chat.uploads);
  const notice = useChat((chat) => chat.notice);
  const isClosed = useChat(({ conversation }) => conversation?.status === "closed");
  const length = lengthOf(draft);
  const label = isClosed ? words.reopen : words.write;
  const isFault = length > MAX_MESSAGE || (notice.kind !== "none" && notice.kind !== "file_uploading");
  /** Attaches pasted or dropped files, if there are any. */
  const takeFiles = (event: Event, data: DataTransfer | null) => {
    if (!data?.files.length) return;
    event.preventDefault();
    chat.attach([...data.files]); // copied, because the list is emptied after the event
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        chat.send();
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => takeFiles(event, event.dataTransfer)}
    >
      <div class="uploads">
        {uploads.map((upload) => (
          <UploadRow key={upload.key} upload={upload} onRemove={() => chat.removeUpload(upload)} />
        ))}
      </div>
      <textarea
        class="input"
        dir={draft ? "auto" : undefined} // the placeholder has the direction of the panel
        rows={1}
        maxLength={MAX_INPUT}
        value={draft}
        aria-label={label}
        placeholder={label}
        enterkeyhint="send"
        onInput={(event) => chat.setDraft(event.currentTarget.value)}
        onPaste={(event) => takeFiles(event, event.clipboardData)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
          event.preventDefault();
          chat.send();
        }}
      />
      <label class="tool">
        <input
          type="file"
          class="hidden"
          multiple
          aria-label={words.attach}
          onChange={({ currentTarget }) => {
            chat.attach([...(currentTarget.files ?? [])]);
            currentTarget.value = "";
          }}
        />
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 5v14M5 12h14" />
        </svg>
      </label>
      <button type="submit" class="tool primary" aria-label={words.send}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 19V5M6 11l6-6 6 6" />
        </svg>
      </button>
      <p class={isFault ? "fault" : "help"} role="status">
        {noticeText(notice, words)} {length > NEARLY_FULL && `${length} / ${MAX_MESSAGE}`}
      </p>
    </form>
  );
}

function UploadRow({ upload, onRemove }: { readonly upload: Upload; onRemove(): void }) {
  const { words } = usePanel();
  const { name } = upload.file;
  return (
    <p class="upload">
      <span>
        <bdi>{name}</bdi>
        {upload.kind === "failed" && (
          <span class="fault" role="alert">
            {" "}
            {refusalText(words, upload.code) || words.refused}
          </span>
        )}
      </span>
      {upload.kind === "uploading" && (
        // a value of 0 would be shown as unknown progress
        <progress aria-label={name} value={upload.progress || 0.02} />
      )}
      <CloseButton label={words.discard} onClick={onRemove} />
    </p>
  );
}
