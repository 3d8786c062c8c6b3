import * as z from "zod/mini";
import { FileInfo } from "../../../../shared/file.ts";
import type { LocalStore } from "../../data/storage.ts";

/** The unsent content of a composer. */
const Draft = z.object({
  text: z.string(),
  kind: z.enum(["message", "note"]),
  /** The uploaded files. */
  files: z.array(FileInfo),
  /** The addresses as they were typed. Absent: those of the earlier answers. */
  cc: z.optional(z.string()),
  bcc: z.optional(z.string()),
});
export type Draft = z.infer<typeof Draft>;

export const EMPTY_DRAFT: Draft = { text: "", kind: "message", files: [] };

const keyOf = (agent: string, conversation: string) => `foyer.draft ${agent} ${conversation}`;

/** R23 for agents: the stored draft of a conversation, or an empty one. */
export function readDraft(store: LocalStore, agent: string, conversation: string): Draft {
  const stored = store.get(keyOf(agent, conversation));
  if (stored === null) return EMPTY_DRAFT;
  try {
    const parsed = z.safeParse(Draft, JSON.parse(stored));
    return parsed.success ? parsed.data : EMPTY_DRAFT;
  } catch {
    return EMPTY_DRAFT; // not JSON: edited by hand
  }
}

/** Stores a draft, or removes it if it is empty. */
export function saveDraft(store: LocalStore, agent: string, conversation: string, draft: Draft): void {
  const key = keyOf(agent, conversation);
  if (draft.text || draft.files.length || draft.cc || draft.bcc) store.put(key, JSON.stringify(draft));
  else store.remove(key);
}

/**
 * Calls back when another tab of this browser changes the draft, so that a message sent there is not sent here again.
 *
 * @returns stops it
 */
export function onDraftChange(
  store: LocalStore,
  agent: string,
  conversation: string,
  listener: (draft: Draft) => void,
): () => void {
  return store.onChange((key) => {
    if (key === keyOf(agent, conversation)) listener(readDraft(store, agent, conversation));
  });
}
