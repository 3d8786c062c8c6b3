import {
  MAX_COUNTED_MESSAGES,
  type StorageKind,
  type StorageLevel,
  StorageUse,
  storageLevel,
} from "../../../shared/storage.ts";
import { useServices } from "../app/services.tsx";
import { useLoad } from "../data/use-load.ts";
import { type Message, message, plural, t, withElements } from "../i18n/translate.ts";
import { count, percent } from "../ui/format.ts";
import { LoadError, Note, Skeleton } from "../ui/states.tsx";

const KIND_WORDS: Readonly<Record<StorageKind, Message>> = {
  pictures: message("Pictures"),
  recordings: message("Audio and video"),
  documents: message("Documents"),
  texts: message("Texts and data"),
  mails: message("Original mails"),
  other: message("Archives and others"),
};

const MEGABYTE = 1_048_576;
/** A size in the unit of `FOYER_FILES_QUOTA`. */
const megabytes = (bytes: number): string =>
  bytes > 0 && bytes < MEGABYTE ? "< 1 MB" : `${count(Math.round(bytes / MEGABYTE))} MB`;

/** How much of a property's quota its files use, and what happens when it is used up (R37). */
export function StorageSection({ property }: { property: string }) {
  const { api } = useServices();
  const { loaded, retry } = useLoad(property, () =>
    api.call(StorageUse, "GET", "/properties/:property/storage", { param: { property } }),
  );
  if (loaded.kind === "failed") return <LoadError failure={loaded.failure} retry={() => void retry()} />;
  if (loaded.kind === "loading") return <Skeleton lines={5} label={t("Loading the storage")} />;
  return <Storage use={loaded.value} />;
}

function Storage({ use }: { use: StorageUse }) {
  const { quota, bytes, files, kinds, messages, perVisitor } = use;
  const isCounted = messages < MAX_COUNTED_MESSAGES;
  return (
    <div class="form">
      <LevelNote level={storageLevel(use)} />
      <div class="field">
        <label class="label" for="storage-used">
          {t("Files")}
        </label>
        <meter id="storage-used" class="storage-meter" min={0} max={quota} value={Math.min(bytes, quota)}>
          {percent(bytes / quota)}
        </meter>
        <p class="hint">
          {t("{files}, {bytes} of {quota} ({share})", {
            files: plural(files, "{count} file", "{count} files"),
            bytes: megabytes(bytes),
            quota: megabytes(quota),
            share: percent(bytes / quota),
          })}
        </p>
      </div>
      {kinds.length > 0 && (
        <table class="storage-kinds">
          <caption class="unseen">{t("Files by kind")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("Kind")}</th>
              <th scope="col">{t("Files")}</th>
              <th scope="col">{t("Size")}</th>
            </tr>
          </thead>
          <tbody>
            {kinds.map((one) => (
              <tr key={one.kind}>
                <th scope="row">{t(KIND_WORDS[one.kind])}</th>
                <td>{count(one.files)}</td>
                <td>{megabytes(one.bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p>
        {isCounted
          ? t("Messages, notes and events: {messages}. They have no limit.", { messages: count(messages) })
          : t("Messages, notes and events: {messages} or more. They have no limit.", {
              messages: count(messages),
            })}
      </p>
      <p class="hint">
        {t(
          "One visitor can store {writer} of files, and {stranger} before writing the first message. Whoever reaches a limit reads that there is no room for more files, and can go on writing. Erasing contacts makes room.",
          { writer: megabytes(perVisitor.writer), stranger: megabytes(perVisitor.stranger) },
        )}
      </p>
    </div>
  );
}

function LevelNote({ level }: { level: StorageLevel }) {
  if (level === "enough") return null;
  return (
    <Note tone="warn" icon="alert">
      <p>
        {level === "full"
          ? t(
              "The storage is full: nobody can send files, and files of mails are in the original mail only. Messages still arrive.",
            )
          : t(
              "More than 80 % of the storage is used. When it is full, nobody can send files; messages still arrive.",
            )}{" "}
        {withElements("Whoever runs the server can raise {code}.", { code: <code>FOYER_FILES_QUOTA</code> })}
      </p>
    </Note>
  );
}
