import type { FileInfo } from "../../../shared/file.ts";

/** Base64 makes it a third more, and many servers refuse mails above 20 MB. */
const MAX_ATTACHED = 12 * 1024 * 1024;

/** Files of an answer: those that go with the mail, and those that are too large and are linked. */
export interface SelectedFiles {
  readonly attached: readonly FileInfo[];
  readonly linked: readonly FileInfo[];
}

/** Selects the files that a mail carries, in their order, as long as they fit. Pure. */
export function selectFiles(files: readonly FileInfo[]): SelectedFiles {
  const attached: FileInfo[] = [];
  const linked: FileInfo[] = [];
  let size = 0;
  for (const file of files) {
    const fits = size + file.size <= MAX_ATTACHED;
    (fits ? attached : linked).push(file);
    if (fits) size += file.size;
  }
  return { attached, linked };
}
