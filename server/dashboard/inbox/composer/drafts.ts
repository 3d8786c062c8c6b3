import * as z from "zod/mini";
import { FileInfo } from "../../../../shared/file.ts";
import type { LocalStore } from "../../data/storage.ts";

/** What stands in a composer and was not sent yet. */
const Draft = z.object({
  text: z.string(),
  kind: z.enum(["message", "note"]),
  /** Files that are on the server already. */
  files: z.array(FileInfo),
});
export type Draft = z.infer<typeof Draft>;

export const EMPTY_DRAFT: Draft = { text: "", kind: "message", files: [] };

const keyOf = (agent: string, conversation: string) => `foyer.draft ${agent} ${conversation}`;

/** R23 for agents: what was being written in a conversation, also after a reload. */
export function readDraft(keep: LocalStore, agent: string, conversation: string): Draft {
  const text = keep.get(keyOf(agent, conversation));
  if (text === null) return EMPTY_DRAFT;
  try {
    const parsed = z.safeParse(Draft, JSON.parse(text));
    return parsed.success ? parsed.data : EMPTY_DRAFT;
  } catch {
    return EMPTY_DRAFT; // written by hand, or by a page that kept another shape
  }
}

/** Keeps a draft; an empty one is forgotten. */
export function saveDraft(keep: LocalStore, agent: string, conversation: string, draft: Draft): void {
  const key = keyOf(agent, conversation);
  if (draft.text || draft.files.length) keep.put(key, JSON.stringify(draft));
  else keep.remove(key);
}

/**
 * Tells when a draft was changed in another tab of this browser: what was sent there is not to be sent here again.
 *
 * @returns ends that
 */
export function onDraftChange(
  keep: LocalStore,
  agent: string,
  conversation: string,
  act: (draft: Draft) => void,
) {
  return keep.onChange((key) => {
    if (key === keyOf(agent, conversation)) act(readDraft(keep, agent, conversation));
  });
}
