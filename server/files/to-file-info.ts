import type { FileInfo } from "../../shared/file.ts";
import type { Schema } from "../platform/database/schema.ts";

/** A file as both sides of a conversation see it. */
export function toFileInfo(
  row: Pick<Schema["files"], "id" | "name" | "type" | "size" | "width" | "height">,
): FileInfo {
  const { id, name, type, size, width, height } = row;
  return { id, name, type, size, picture: width !== null && height !== null ? { width, height } : null };
}
