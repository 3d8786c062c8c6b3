import { isFilePasted } from "../../shared/rules/is-file-pasted.ts";
import { MAX_FILES, MAX_MESSAGE } from "../../shared/rules/limits.ts";
import { countCodePoints, type Notice, type Upload } from "../chat/chat-model.ts";
import { refusalText } from "../locales/fault-texts.ts";
import { fill, type Words } from "../locales/words.ts";
import { fitToText, MAX_INPUT } from "./fit-to-text.ts";
import { isComposing } from "./focus.ts";
import { IconButton } from "./IconButton.tsx";
import { type ChatProps, useChat } from "./use-chat.ts";

/** The number of characters from which the length is shown. */
const NEARLY_FULL = MAX_MESSAGE * 0.9;

/** Whether the keyboard is on the screen: its Enter key makes a line, because it has no other key for one. */
const hasTouchKeyboard = () =>
  matchMedia("(pointer: coarse)").matches && !matchMedia("(any-pointer: fine)").matches;

function noticeText(notice: Notice, words: Words): string {
  if (notice.kind === "none") return "";
  return notice.kind === "refused"
    ? refusalText(words, notice.code) || words.refused
    : fill(words.notices[notice.kind], { max: MAX_FILES });
}

/** The field for a message and its files. A click sends, because a frame may not send forms (`sandbox`). */
export function Composer({ panel }: ChatProps) {
  const { words, controller: chat } = panel;
  const draft = useChat(panel, (chat) => chat.draft);
  const uploads = useChat(panel, (chat) => chat.uploads);
  const notice = useChat(panel, (chat) => chat.notice);
  const isClosed = useChat(panel, ({ conversation }) => conversation?.status === "closed");
  const length = countCodePoints(draft);
  const breaksLines = hasTouchKeyboard();
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
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => takeFiles(event, event.dataTransfer)}
    >
      <div class="uploads">
        {uploads.map((upload) => (
          <UploadRow
            key={upload.key}
            words={words}
            upload={upload}
            onRemove={() => chat.removeUpload(upload)}
          />
        ))}
      </div>
      <textarea
        class="input"
        ref={(area) => fitToText(area)}
        maxLength={MAX_INPUT}
        dir={draft ? "auto" : undefined} // the placeholder has the direction of the panel
        rows={1}
        value={draft}
        aria-label={label}
        placeholder={label}
        enterkeyhint={breaksLines ? "enter" : "send"}
        onInput={(event) => chat.setDraft(event.currentTarget.value)}
        onPaste={(event) => isFilePasted(event.clipboardData) && takeFiles(event, event.clipboardData)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
          if (breaksLines && !event.ctrlKey && !event.metaKey) return;
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
      <button type="button" class="tool primary" aria-label={words.send} onClick={chat.send}>
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

interface UploadRowProps {
  readonly words: Words;
  readonly upload: Upload;
  onRemove(): void;
}

function UploadRow({ words, upload, onRemove }: UploadRowProps) {
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
      <IconButton label={words.discard} onClick={onRemove} />
    </p>
  );
}
