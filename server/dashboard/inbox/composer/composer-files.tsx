import type { FileInfo } from "../../../../shared/file.ts";
import { fileAddress } from "../../data/conversations-api.ts";
import { t } from "../../i18n/translate.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { fileSize } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import type { Upload } from "./uploads.ts";

interface ComposerFilesProps {
  readonly property: string;
  readonly files: readonly FileInfo[];
  readonly uploads: readonly Upload[];
  readonly remove: (id: string) => void;
}

/** The files of a draft: uploaded, uploading, or failed. */
export function ComposerFiles({ property, files, uploads, remove }: ComposerFilesProps) {
  if (!files.length && !uploads.length) return null;
  return (
    <ul class="composer-files plain-list" aria-label={t("Attached files")}>
      {files.map((file) => (
        <li key={file.id}>
          {file.picture ? (
            <img src={fileAddress(property, file.id)} alt="" width={32} height={32} />
          ) : (
            <Icon name="file" />
          )}
          <FileName name={file.name} />
          <span class="file-size" dir="auto">
            {fileSize(file.size)}
          </span>
          <IconButton
            icon="close"
            label={t("Remove {name}", { name: file.name })}
            onClick={() => remove(file.id)}
          />
        </li>
      ))}
      {uploads.map((upload) => (
        <UploadRow key={upload.id} upload={upload} />
      ))}
    </ul>
  );
}

function UploadRow({ upload: { name, status, retry, cancel } }: { upload: Upload }) {
  const failed = status.kind === "failed";
  return (
    <li class={failed ? "failed" : undefined}>
      <Icon name={failed ? "alert" : "clip"} />
      <FileName name={name} />
      {failed ? (
        <>
          <span class="file-fault" role="alert">
            {status.fault}
          </span>
          <Button small onClick={retry}>
            {t("Try again")}
          </Button>
        </>
      ) : (
        <progress max={1} value={status.progress} aria-label={t("Uploading {name}", { name })} />
      )}
      <IconButton icon="close" label={t("Remove {name}", { name })} onClick={cancel} />
    </li>
  );
}

function FileName({ name }: { name: string }) {
  return (
    <span class="file-name" dir="auto" translate={false}>
      {name}
    </span>
  );
}
