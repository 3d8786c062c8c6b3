import type { FileInfo } from "../../../shared/file.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { toFileInfo } from "./attachments.ts";

/**
 * The files that a message names. Only who uploaded a file can send it, and only once.
 *
 * @param waiting uploaded files that no message has named yet
 * @throws Failure `not_found`
 */
export function selectAttachments(
  waiting: ReadonlyMap<string, Schema["files"]>,
  ids: readonly string[],
  by: { readonly visitor: string } | { readonly agent: string },
): FileInfo[] {
  return [...new Set(ids)].map((id) => {
    const row = waiting.get(id);
    const isTheirs = "agent" in by ? row?.agent_id === by.agent : row?.visitor_id === by.visitor;
    if (!row || !isTheirs)
      throw new ApiError("not_found", { detail: "A file of this message is not there." });
    return toFileInfo(row);
  });
}
