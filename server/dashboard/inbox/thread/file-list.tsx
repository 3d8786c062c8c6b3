import type { FileInfo } from "../../../../shared/file.ts";
import { fileAddress } from "../../data/conversations-api.ts";
import { t } from "../../i18n/translate.ts";
import { fileSize } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";

/** The largest size of a picture in the thread, in pixels. */
const MAX_WIDTH = 280;
const MAX_HEIGHT = 200;

function shownSize({ width, height }: { width: number; height: number }) {
  const scale = Math.min(1, MAX_WIDTH / width, MAX_HEIGHT / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The files of a message: pictures as previews, other files by name. */
export function FileList({ property, files }: { property: string; files: readonly FileInfo[] }) {
  return (
    <ul class="files plain-list" aria-label={t("Files")}>
      {files.map((file) => (
        <li key={file.id}>
          {file.picture ? (
            <a
              class="file-picture"
              href={fileAddress(property, file.id)}
              target="_blank"
              rel="noopener"
              title={file.name}
            >
              <img src={fileAddress(property, file.id)} alt={file.name} {...shownSize(file.picture)} />
            </a>
          ) : (
            <a class="file" href={fileAddress(property, file.id)} download={file.name}>
              <Icon name="file" />
              <span class="file-name" dir="auto" translate={false}>
                {file.name}
              </span>
              <span class="file-size" dir="auto">
                {fileSize(file.size)}
              </span>
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}
