import { MAX_FILES, MAX_MESSAGE } from "../../../shared/rules/limits.ts";
import type { CancelTimer } from "../../delivery/cancel-timer.ts";
import type { Form } from "../../form/form-controller.ts";
import type { Lazy } from "../../panel/part.ts";
import type { ControllerContext } from "../../state/controller-context.ts";
import {
  type Chat,
  countCodePoints,
  hasChat,
  NO_NOTICE,
  type ShownMessage,
  type Upload,
} from "../chat-model.ts";
import type { ChatFiles } from "../files-part.ts";
import type { ChatDeliveries } from "./deliveries.ts";
import type { ChatStore } from "./store.ts";
import type { ChatSync } from "./sync.ts";

/** How often the agents are told that the visitor is still typing, ms. */
const TYPING_INTERVAL = 3_000;

/** The text that the visitor is writing, and the files for the next message. */
export interface Composer {
  setDraft(draft: string): void;
  /** Changes the text in place of the visitor, so that nobody is told that they are typing. */
  write(draft: string): void;
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
  files: Lazy<Pick<ChatFiles, "upload">>,
  openForm: Lazy<Pick<Form, "submitMessage">>,
): Composer {
  const { persisted, monotonicNow, after } = context;
  let typedAt = -TYPING_INTERVAL;
  let cancelTyping: CancelTimer = () => undefined;
  let form: Pick<Form, "submitMessage"> | undefined;
  /** The visitor has pressed send while a file was uploading, or before the form's part was loaded. */
  let sendsLater = false;

  /** Changes the content. A send that waits is called off: the visitor decides anew. */
  function edit(part: Partial<Chat>): void {
    sendsLater = false;
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

  /** Sends if it was pressed before this was possible. */
  function sendLater(): void {
    if (sendsLater) send();
  }

  function send(): void {
    const chat = store.chat();
    const files = chat.uploads.flatMap((upload) => (upload.kind === "ready" ? upload.info.id : []));
    const text = chat.draft.trim();
    if (countCodePoints(text) > MAX_MESSAGE) return;
    sendsLater = chat.uploads.some(({ kind }) => kind === "uploading");
    if (sendsLater) store.update({ notice: { kind: "file_uploading" } });
    if (sendsLater || (!text && !files.length)) return;
    let rest: string | null = text;
    // before the first answer, the persisted state says whether there is a conversation
    if (!hasChat(chat) && (chat.sequence || !persisted.read().conversation)) {
      sendsLater = !form;
      if (!form) {
        openForm().then((loaded) => {
          form = loaded;
          sendLater();
        });
        return;
      }
      rest = form.submitMessage(text);
    }
    if (rest === null) return;
    setTyping(false);
    if (rest || files.length) deliveries.send("message", { text: rest, files });
    edit({ draft: "", uploads: [] });
  }

  return {
    send,
    write: (draft) => edit({ draft }),
    removeUpload: ({ key }) => edit({ uploads: store.chat().uploads.filter((one) => one.key !== key) }),
    async attach(attached) {
      const { uploads } = store.chat();
      const free = MAX_FILES - uploads.filter(({ kind }) => kind !== "failed").length;
      const added = attached
        .slice(0, free)
        .map((file): Upload => ({ key: context.newId(), file, kind: "uploading", progress: 0 }));
      edit({
        uploads: [...uploads, ...added],
        notice: attached.length > free ? { kind: "too_many_files" } : NO_NOTICE,
      });
      const { upload } = await files();
      for (const one of added) {
        const isAttached = () => store.chat().uploads.some(({ key }) => key === one.key);
        // it may be removed while it waits, or while it is uploaded; without it, the visitor decides whether to send
        if (isAttached() && !(await upload(one)) && sendsLater && isAttached()) edit({});
      }
      sendLater();
    },
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
