import type { FileInfo } from "../../../shared/file.ts";
import type { Schema } from "../../platform/database/schema.ts";
import { ApiError } from "../../platform/http/api-error.ts";
import { toFileInfo } from "./attachments.ts";

/**
 * Selects the uploaded files that a message names. A file can be sent only by its uploader, and only once.
 *
 * @param unsent uploaded files that no message contains yet
 * @throws ApiError `not_found`
 */
export function selectAttachments(
  unsent: ReadonlyMap<string, Schema["files"]>,
  ids: readonly string[],
  by: { readonly visitor: string } | { readonly agent: string },
): FileInfo[] {
  return [...new Set(ids)].map((id) => {
    const row = unsent.get(id);
    const isUploader = "agent" in by ? row?.agent_id === by.agent : row?.visitor_id === by.visitor;
    if (!row || !isUploader)
      throw new ApiError("not_found", { detail: "A file of this message does not exist." });
    return toFileInfo(row);
  });
}
