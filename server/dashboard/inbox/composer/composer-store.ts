import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type AgentMessage, MAX_MESSAGE } from "../../../../shared/conversation.ts";
import { lengthOf } from "../../../../shared/rules/text.ts";
import type { Services } from "../../app/services.tsx";
import { t } from "../../i18n/translate.ts";
import { readAddresses } from "./copies.ts";
import { type Draft, EMPTY_DRAFT, onDraftChange, readDraft, saveDraft } from "./drafts.ts";
import { parseAnswerQuery } from "./saved-answers.ts";
import { createUploads, type Uploads } from "./uploads.ts";

/** The composer of one conversation: its draft, its uploads, and what can be done with them. */
export interface ComposerStore {
  readonly draft: ReadonlySignal<Draft>;
  readonly uploads: Uploads["list"];
  /** Whether the draft can be sent: it is neither empty nor too long, and no upload is left. */
  readonly isReady: ReadonlySignal<boolean>;
  /** The addresses in Cc and Bcc as they are typed: of a draft without any, those of the earlier answers. */
  readonly copies: ReadonlySignal<Copies>;
  setCopies(change: Partial<Copies>): void;
  /** Sets who got a copy of the earlier answers. */
  setCopied(addresses: readonly string[]): void;
  setKind(kind: Draft["kind"]): void;
  setText(text: string): void;
  /** Adds files up to the limit, and shows a notice if there are more. */
  addFiles(files: Iterable<File>): void;
  removeFile(id: string): void;
  /** The status that the next reply gives a ticket. */
  readonly status: Signal<TicketStatus>;
  /**
   * Puts the draft into the outbox, if it is ready.
   *
   * @param seen the revision of the conversation that the agent sees
   * @param status absent: the chosen one
   */
  send(seen: number, status?: TicketStatus): void;
  /** Follows changes from other tabs. @returns stops it, and the typing indicator of others */
  start(): () => void;
}

type ComposerDeps = Pick<
  Services,
  "api" | "localStore" | "outbox" | "typingSender" | "notices" | "newId" | "now"
>;

interface ComposerScope {
  readonly property: string;
  readonly agent: string;
  readonly conversation: string;
}

/** The texts of two fields. */
interface Copies {
  readonly cc: string;
  readonly bcc: string;
}

/** The status that a reply can give a ticket. */
type TicketStatus = NonNullable<AgentMessage["status"]>;
const DEFAULT_STATUS: TicketStatus = "waiting";

/** The number of files that a message may have. */
const MAX_FILES = 10;

/** Creates the composer of a conversation from its stored draft (R23). */
export function createComposer(deps: ComposerDeps, scope: ComposerScope): ComposerStore {
  const { api, localStore, outbox, typingSender, notices, newId, now } = deps;
  const { property, agent, conversation } = scope;
  const draft = signal(readDraft(localStore, agent, conversation));
  const change = (more: Partial<Draft>) => {
    draft.value = { ...draft.value, ...more };
    saveDraft(localStore, agent, conversation, draft.value);
  };
  const status = signal<TicketStatus>(DEFAULT_STATUS);
  const copied = signal<readonly string[]>([]);
  const copies = computed(() => ({
    cc: draft.value.cc ?? copied.value.join(", "),
    bcc: draft.value.bcc ?? "",
  }));
  const addressees = computed(() => {
    const [cc, bcc] = [readAddresses(copies.value.cc), readAddresses(copies.value.bcc)];
    return { cc: cc.addresses, bcc: bcc.addresses, isValid: cc.invalid === null && bcc.invalid === null };
  });
  const uploads = createUploads({
    send: (file, onProgress, abort) => api.uploadFile(property, file, onProgress, abort),
    newId,
    onUploaded: (file) => change({ files: [...draft.value.files, file] }),
  });
  const isReady = computed(() => {
    const { text, files } = draft.value;
    const hasContent = text.trim() !== "" || files.length > 0;
    const hasValidCopies = draft.value.kind === "note" || addressees.value.isValid;
    return hasContent && hasValidCopies && lengthOf(text) <= MAX_MESSAGE && uploads.list.value.length === 0;
  });

  return {
    draft,
    uploads: uploads.list,
    isReady,
    copies,
    setCopies: (typed) => change({ ...copies.value, ...typed }),
    setCopied(addresses) {
      copied.value = addresses;
    },
    setKind(kind) {
      typingSender.stop();
      change({ kind });
    },
    setText(text) {
      change({ text });
      if (text.trim() && parseAnswerQuery(text) === null)
        typingSender.wrote({ property, conversation, note: draft.value.kind === "note" });
      else typingSender.stop();
    },
    addFiles(files) {
      const chosen = [...files];
      const free = Math.max(0, MAX_FILES - draft.value.files.length - uploads.list.value.length);
      if (chosen.length > free)
        notices.say(t("A message can have at most {max} files.", { max: MAX_FILES }), { tone: "bad" });
      uploads.add(chosen.slice(0, free));
    },
    removeFile: (id) => change({ files: draft.value.files.filter((file) => file.id !== id) }),
    status,
    send(seen, sentStatus = status.value) {
      if (!isReady.value) return;
      typingSender.stop();
      const { text, kind, files } = draft.value;
      const message = { id: newId(), property, conversation, kind, text: text.trim(), files, at: now() };
      const { cc, bcc } = addressees.value;
      outbox.add({
        ...message,
        ...(kind === "message" && {
          status: sentStatus,
          seen,
          ...(cc.length && { cc: [...cc] }),
          ...(bcc.length && { bcc: [...bcc] }),
        }),
      });
      status.value = DEFAULT_STATUS;
      change({ ...EMPTY_DRAFT, kind });
    },
    start() {
      const stop = onDraftChange(localStore, agent, conversation, (changed) => {
        draft.value = changed;
      });
      return () => {
        stop();
        typingSender.stop();
      };
    },
  };
}
