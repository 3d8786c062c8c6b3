import type { FileInfo } from "../../../shared/file.ts";
import { MAX_FILES, MAX_MESSAGE } from "../../../shared/rules/limits.ts";
import { lengthOf } from "../../../shared/rules/text.ts";
import type { CancelTimer } from "../../delivery/cancel-timer.ts";
import type { FormSubmitter } from "../../form/form-controller.ts";
import type { ControllerContext } from "../../state/controller-context.ts";
import { type Chat, hasChat, NO_NOTICE, type ShownMessage, type Upload } from "../chat-model.ts";
import { REFUSED_ON_THE_WAY, uploadFile } from "../files.ts";
import type { ChatDeliveries } from "./deliveries.ts";
import type { ChatStore } from "./store.ts";
import type { ChatSync } from "./sync.ts";

/** How often the agents are told that the visitor is still typing, ms. */
const TYPING_INTERVAL = 3_000;

/** The text that the visitor is writing, and the files for the next message. */
export interface Composer {
  setDraft(draft: string): void;
  /** Sends the draft and the files. While a file is uploading, it waits for it. */
  send(): void;
  /** Uploads files one after another, as many as a message can have. */
  attach(files: readonly File[]): Promise<void>;
  removeUpload(upload: Upload): void;
  /** Takes a refused message back into the composer. */
  editRefused(message: ShownMessage): Promise<void>;
}

export function createComposer(
  context: ControllerContext,
  store: ChatStore,
  deliveries: Pick<ChatDeliveries, "send">,
  sync: Pick<ChatSync, "sendTyping">,
  form: Pick<FormSubmitter, "submitMessage">,
): Composer {
  const { persisted, monotonicNow, after } = context;
  const uploads = createUploads(context, store, { edit, onFailed, onUploaded });
  let typedAt = -TYPING_INTERVAL;
  let cancelTyping: CancelTimer = () => undefined;
  /** The visitor has pressed send while a file was uploading. */
  let sendsAfterUpload = false;

  /** Changes the content. A send that waits for an upload is called off: the visitor decides anew. */
  function edit(part: Partial<Chat>): void {
    sendsAfterUpload = false;
    const before = store.chat().draft;
    store.update({ notice: NO_NOTICE, ...part });
    const { draft } = store.chat();
    // a draft that was emptied here must not delete one that another tab has stored since
    if (draft || persisted.read().message === before) persisted.write({ message: draft });
  }

  function setTyping(on: boolean): void {
    typedAt = on ? monotonicNow() : -TYPING_INTERVAL;
    cancelTyping();
    sync.sendTyping(on);
  }

  function send(): void {
    const chat = store.chat();
    const files = chat.uploads.flatMap((upload) => (upload.kind === "ready" ? upload.info.id : []));
    const text = chat.draft.trim();
    if (lengthOf(text) > MAX_MESSAGE) return;
    sendsAfterUpload = chat.uploads.some(({ kind }) => kind === "uploading");
    if (sendsAfterUpload) store.update({ notice: { kind: "file_uploading" } });
    if (sendsAfterUpload || (!text && !files.length)) return;
    // before the first answer, the persisted state says whether there is a conversation
    const exists = hasChat(chat) || (!chat.sequence && persisted.read().conversation);
    const rest = exists ? text : form.submitMessage(text);
    if (rest === null) return;
    setTyping(false);
    if (rest || files.length) deliveries.send("message", { text: rest, files });
    edit({ draft: "", uploads: [] });
  }

  function onFailed(): void {
    if (sendsAfterUpload) edit({}); // the visitor decides whether to send without the file
  }

  function onUploaded(): void {
    if (sendsAfterUpload) send();
  }

  return {
    send,
    attach: uploads.attach,
    removeUpload: uploads.remove,
    setDraft(draft) {
      edit({ draft });
      if (monotonicNow() - typedAt > TYPING_INTERVAL) setTyping(true);
      cancelTyping();
      cancelTyping = after(TYPING_INTERVAL + 1_000, () => setTyping(false));
    },
    async editRefused({ id, text }) {
      await context.outbox.discard(id);
      const chat = store.chat();
      edit({
        own: chat.own.filter((one) => one.id !== id),
        draft: [text, chat.draft].filter(Boolean).join("\n"),
      });
    },
  };
}

interface UploadListener {
  edit(part: Partial<Chat>): void;
  /** A file that is still attached was not uploaded. */
  onFailed(): void;
  /** All files were uploaded, or have failed. */
  onUploaded(): void;
}

/** Uploads the files for the next message. */
function createUploads(
  { client, visitor, propertyUrl, newId }: ControllerContext,
  store: ChatStore,
  { edit, onFailed, onUploaded }: UploadListener,
) {
  async function upload({ key, file }: Upload): Promise<void> {
    const isAttached = () => store.chat().uploads.some((one) => one.key === key);
    const replace = (upload: Upload) =>
      store.update({ uploads: store.chat().uploads.map((one) => (one.key === key ? upload : one)) });
    if (!isAttached()) return; // it was removed while it waited
    const { token } = (await client.authorize(visitor())).body;
    const answer = token
      ? await uploadFile(`${propertyUrl}/files`, token, file, (progress) =>
          replace({ key, file, kind: "uploading", progress }),
        )
      : {};
    // where there is a network, an upload without an answer was refused by something that the page may not read (R22)
    const isRefused =
      token && !answer.id && !answer.code && (await client.isAnswered(visitor(), "/files", {}));
    replace(
      answer.id
        ? { key, file, kind: "ready", info: answer as FileInfo }
        : { key, file, kind: "failed", code: isRefused ? REFUSED_ON_THE_WAY : answer.code },
    );
    if (answer.code === "token_expired") client.dropToken(visitor());
    if (!answer.id && isAttached()) onFailed();
  }

  return {
    async attach(files: readonly File[]): Promise<void> {
      const { uploads } = store.chat();
      const free = MAX_FILES - uploads.filter(({ kind }) => kind !== "failed").length;
      const added = files
        .slice(0, free)
        .map((file): Upload => ({ key: newId(), file, kind: "uploading", progress: 0 }));
      edit({
        uploads: [...uploads, ...added],
        notice: files.length > free ? { kind: "too_many_files" } : NO_NOTICE,
      });
      for (const one of added) await upload(one);
      onUploaded();
    },
    remove: ({ key }: Upload) => edit({ uploads: store.chat().uploads.filter((one) => one.key !== key) }),
  };
}
