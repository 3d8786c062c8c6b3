import type { FileInfo } from "../../../shared/file.ts";
import { MAX_FILES, MAX_MESSAGE } from "../../../shared/rules/limits.ts";
import { lengthOf } from "../../../shared/rules/text.ts";
import { type Chat, isChat, ON_ITS_WAY, type Shown, type Upload } from "../chat-model.ts";
import { sendFile } from "../files.ts";
import type { Sending } from "./deliveries.ts";
import type { Room } from "./store.ts";
import type { Line } from "./sync.ts";

/** How often the agent is told that the visitor is still writing, ms. */
const TYPING = 3_000;

const isOnItsWay = ({ info, problem }: Upload) => !info && !problem;

/** Keeps what the visitor is writing, and the files that are to go with it. */
export function openComposer(room: Room, put: Sending["put"], typing: Line["typing"]) {
  const { access, update, visitor, kept, keep, now, after } = room;
  let typedAt = 0;
  let stopTyping: () => void = () => undefined;
  /** The visitor has pressed send, and a file is still on its way. */
  let held = false;

  /** Changes what stands in the composer: when it is to be sent is for the visitor to say anew. */
  function touch(part: Partial<Chat>): void {
    held = false;
    const { draft } = room.chat;
    update({ told: "", ...part });
    // what was emptied here may not be what another tab has kept since
    if (room.chat.draft || kept().words === draft) keep({ words: room.chat.draft });
  }

  function types(on: boolean): void {
    typedAt = on ? now() : 0;
    stopTyping();
    typing(on);
  }

  function send(): void {
    const { chat } = room;
    const { uploads } = chat;
    const files = uploads.flatMap(({ info }) => info?.id ?? []);
    const text = chat.draft.trim();
    if (lengthOf(text) > MAX_MESSAGE) return;
    held = uploads.some(isOnItsWay);
    if (held) update({ told: ON_ITS_WAY });
    if (held || (!text && !files.length)) return;
    // before the first answer, what is kept says whether there is a conversation
    const rest = isChat(chat) || (!chat.sequence && kept().conversation) ? text : room.begin(text);
    if (rest === null) return;
    types(false);
    if (rest || files.length) put("message", { text: rest, files });
    touch({ draft: "", uploads: [] });
  }

  return {
    send,
    type(draft: string): void {
      touch({ draft });
      if (now() - typedAt > TYPING) types(true);
      stopTyping();
      stopTyping = after(TYPING + 1_000, () => types(false));
    },
    /** Sends files, one after the other, to go with the next message: as many as it can have. */
    async attach(files: readonly File[]): Promise<void> {
      const { uploads } = room.chat;
      const free = MAX_FILES - uploads.filter(({ problem }) => !problem).length;
      const fresh = files
        .slice(0, free)
        .map((file) => ({ key: room.newId(), file, part: 0, info: null, problem: null }));
      touch({
        uploads: [...uploads, ...fresh],
        told: files.length > free ? "too_many_files" : "",
      });
      for (const { key, file } of fresh) {
        const isIt = (one: Upload) => one.key === key;
        const change = (part: Partial<Upload>) =>
          update({ uploads: room.chat.uploads.map((one) => (isIt(one) ? { ...one, ...part } : one)) });
        if (!room.chat.uploads.some(isIt)) continue; // it was taken away while it waited
        const { token } = (await access.authorize(visitor())).body;
        const answer = token
          ? await sendFile(`${room.at}/files`, token, file, (part) => change({ part }))
          : {};
        change(answer.id ? { info: answer as FileInfo } : { problem: answer });
        if (answer.code === "token_expired") access.lost(visitor());
        if (held && !answer.id && room.chat.uploads.some(isIt)) touch({}); // whether to send without it is theirs to say
      }
      if (held) send();
    },
    detach: ({ key }: Upload) => touch({ uploads: room.chat.uploads.filter((one) => one.key !== key) }),
    /** A refused message goes back into the composer. */
    async edit({ id, text }: Shown): Promise<void> {
      await room.outbox.discard(id);
      const { chat } = room;
      touch({
        own: chat.own.filter((one) => one.id !== id),
        draft: [text, chat.draft].filter(Boolean).join("\n"),
      });
    },
  };
}
