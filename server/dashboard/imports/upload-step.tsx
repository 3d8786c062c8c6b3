import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ImportInfo } from "../../../shared/import.ts";
import { useServices } from "../app/services.tsx";
import { errorText, toApiError } from "../data/api-error.ts";
import type { LeaveTexts } from "../data/unsaved-guard.ts";
import { message, t, withElements } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { fileSize } from "../ui/format.ts";
import { Icon } from "../ui/icon.tsx";
import { ProgressBar } from "../ui/progress-bar.tsx";
import { Verbatim } from "../ui/verbatim.tsx";
import { FileRequirements } from "./file-requirements.tsx";
import { type Dropped, useFileDrop } from "./use-file-drop.ts";
import { useImportsApi } from "./use-imports-api.ts";

const ACCEPTED_TYPES =
  ".csv,.tsv,.tab,.txt,text/csv,text/tab-separated-values,text/plain,application/vnd.ms-excel";

const LEAVE_WARNING: LeaveTexts = {
  title: message("Cancel the upload?"),
  text: message("The file is still being uploaded."),
  leave: message("Cancel upload and leave"),
  stay: message("Continue upload"),
};

interface UploadStepProps {
  readonly property: string;
  readonly onUploaded: (info: ImportInfo) => void;
}

type UploadStatus =
  | { readonly kind: "ready" }
  | { readonly kind: "uploading"; readonly file: File; readonly share: number }
  /** Nothing was uploaded, because of what was dropped. */
  | { readonly kind: "rejected"; readonly reason: string }
  /** The server refused the file, or did not answer. */
  | { readonly kind: "failed"; readonly fileName: string; readonly reason: string };

const READY = { kind: "ready" } as const;

/** Uploads one file at a time. An upload is cancelled when the screen is left. */
function useFileUpload({ property, onUploaded }: UploadStepProps) {
  const { guard } = useServices();
  const imports = useImportsApi();
  const [status, setStatus] = useState<UploadStatus>(READY);
  const controller = useRef<AbortController | null>(null);
  const isUploading = status.kind === "uploading";
  useEffect(() => () => controller.current?.abort(), []);
  useEffect(() => (isUploading ? guard.hold(() => false, LEAVE_WARNING) : undefined), [isUploading, guard]);

  const upload = async (file: File) => {
    controller.current = new AbortController();
    const { signal } = controller.current;
    const onProgress = (share: number) => setStatus({ kind: "uploading", file, share });
    onProgress(0);
    try {
      onUploaded(await imports.uploadImport(property, file, onProgress, signal));
      setStatus(READY);
    } catch (error) {
      // after a cancellation there is no error to show
      const failed = { kind: "failed", fileName: file.name, reason: errorText(toApiError(error)) } as const;
      setStatus(signal.aborted ? READY : failed);
    } finally {
      controller.current = null;
    }
  };
  return {
    status,
    accept(dropped: Dropped) {
      if (controller.current) return; // one upload at a time
      if (dropped.fault === null) void upload(dropped.file);
      else setStatus({ kind: "rejected", reason: dropped.fault });
    },
    cancel: () => controller.current?.abort(),
  };
}

/** The first step: a file is dropped on the page or chosen, and uploaded. */
export function UploadStep(props: UploadStepProps) {
  const zone = useRef<HTMLDivElement>(null);
  const { status, accept, cancel } = useFileUpload(props);
  const isDraggedOver = useFileDrop(accept);
  useFocusInside(zone, status.kind === "uploading");
  return (
    <section class="upload" aria-label={t("File")}>
      <div ref={zone} class={isDraggedOver ? "drop over" : "drop"}>
        {status.kind === "uploading" ? (
          <UploadProgress file={status.file} share={status.share} cancel={cancel} />
        ) : (
          <FileChooser isDraggedOver={isDraggedOver} choose={(file) => accept({ fault: null, file })} />
        )}
      </div>
      <UploadError status={status} />
      <FileRequirements />
    </section>
  );
}

interface FileChooserProps {
  readonly isDraggedOver: boolean;
  readonly choose: (file: File) => void;
}

function FileChooser({ isDraggedOver, choose }: FileChooserProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <span class="empty-icon">
        <Icon name="table" size={26} />
      </span>
      <p class="drop-text">
        {isDraggedOver ? (
          t("Drop to upload")
        ) : (
          <>
            <span class="wide-only">{t("Drop a CSV file anywhere on this page, or choose one")}</span>
            <span class="narrow-only">{t("Choose a spreadsheet saved as CSV")}</span>
          </>
        )}
      </p>
      <Button kind="primary" icon="upload" onClick={() => input.current?.click()}>
        {t("Choose a file")}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t("CSV file")}
        accept={ACCEPTED_TYPES}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file) choose(file);
          event.currentTarget.value = ""; // so that the same file can be chosen again after a correction
        }}
      />
      <p class="hint">{t("You can review the result before anything is imported.")}</p>
    </>
  );
}

/** The pressed button disappears when an upload starts or ends. This moves the focus to the button in its place. */
function useFocusInside(zone: RefObject<HTMLElement | null>, isUploading: boolean): void {
  const wasUploading = useRef(isUploading);
  useEffect(() => {
    if (wasUploading.current !== isUploading) zone.current?.querySelector("button")?.focus();
    wasUploading.current = isUploading;
  }, [isUploading, zone]);
}

/** The reason why a file was not uploaded. */
function UploadError({ status }: { status: UploadStatus }) {
  return (
    <div role="alert">
      {(status.kind === "failed" || status.kind === "rejected") && (
        <div class="note bad">
          <Icon name="alert" />
          <div>
            {status.kind === "failed" && (
              <p>
                {withElements("{value} could not be uploaded.", {
                  value: (
                    <strong>
                      <Verbatim>{status.fileName}</Verbatim>
                    </strong>
                  ),
                })}
              </p>
            )}
            <p>{status.reason}</p>
          </div>
        </div>
      )}
    </div>
  );
}

interface UploadProgressProps {
  readonly file: File;
  readonly share: number;
  readonly cancel: () => void;
}

function UploadProgress({ file, share, cancel }: UploadProgressProps) {
  // after the last byte, the server still reads the beginning of the file
  const label = share < 1 ? t("Uploading the file") : t("Reading the file");
  return (
    <div class="sending">
      <p class="drop-text">
        <Verbatim>{file.name}</Verbatim> <span class="tally">{fileSize(file.size)}</span>
      </p>
      <ProgressBar label={label} share={share} />
      <Button onClick={cancel}>{t("Cancel")}</Button>
    </div>
  );
}
