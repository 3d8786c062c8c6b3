import type { FileInfo } from "../../../../shared/file.ts";
import { fileAddress } from "../../data/conversations-api.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { fileSize } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import type { UploadState } from "./uploads.ts";

interface ComposerFilesProps {
  readonly property: string;
  readonly files: readonly FileInfo[];
  readonly uploads: readonly UploadState[];
  readonly remove: (id: string) => void;
}

/** The files that go with what is being written: there already, on their way, or refused. */
export function ComposerFiles({ property, files, uploads, remove }: ComposerFilesProps) {
  if (!files.length && !uploads.length) return null;
  return (
    <ul class="composer-files plain-list" aria-label="Files of this message">
      {files.map((file) => (
        <li key={file.id}>
          {file.picture ? (
            <img src={fileAddress(property, file.id)} alt="" width={32} height={32} />
          ) : (
            <Icon name="file" />
          )}
          <span class="file-name" dir="auto">
            {file.name}
          </span>
          <span class="file-size">{fileSize(file.size)}</span>
          <IconButton icon="close" label={`Remove ${file.name}`} onClick={() => remove(file.id)} />
        </li>
      ))}
      {uploads.map((upload) => (
        <li key={upload.key} class={upload.fault === null ? undefined : "failed"}>
          <Icon name={upload.fault === null ? "clip" : "alert"} />
          <span class="file-name" dir="auto">
            {upload.name}
          </span>
          {upload.fault === null ? (
            <progress max={1} value={upload.share} aria-label={`Sending ${upload.name}`} />
          ) : (
            <>
              <span class="file-fault" role="alert">
                {upload.fault}
              </span>
              <Button small onClick={upload.retry}>
                Try again
              </Button>
            </>
          )}
          <IconButton icon="close" label={`Remove ${upload.name}`} onClick={upload.stop} />
        </li>
      ))}
    </ul>
  );
}
