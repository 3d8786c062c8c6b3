import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ImportInfo } from "../../../shared/import.ts";
import { useServices } from "../app/services.tsx";
import { type ApiError, errorText } from "../data/api-error.ts";
import type { LeaveTexts } from "../data/unsaved-guard.ts";
import { useAction } from "../data/use-action.ts";
import { Button } from "../ui/button.tsx";
import { fileSize } from "../ui/format.ts";
import { Icon } from "../ui/icon.tsx";
import { FileRequirements } from "./file-requirements.tsx";
import { ProgressBar } from "./progress-bar.tsx";
import { type Dropped, useFileDrop } from "./use-file-drop.ts";

const ACCEPTED_TYPES =
  ".csv,.tsv,.tab,.txt,text/csv,text/tab-separated-values,text/plain,application/vnd.ms-excel";

const LEAVE_WARNING: LeaveTexts = {
  title: "Stop sending the file?",
  text: "The file is still on its way to the server.",
  leave: "Stop and leave",
  stay: "Keep sending",
};

interface UploadStepProps {
  readonly property: string;
  readonly onUploaded: (info: ImportInfo) => void;
}

/** Brings a file to the server, by dropping it anywhere on the page or by choosing it. */
export function UploadStep({ property, onUploaded }: UploadStepProps) {
  const { api, guard } = useServices();
  const zone = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const ending = useRef<AbortController | null>(null);
  const [sending, setSending] = useState<{ file: File; share: number } | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const name = useRef("");
  const upload = useAction(async (file: File) => {
    const controller = new AbortController();
    ending.current = controller;
    name.current = file.name;
    setSending({ file, share: 0 });
    try {
      const onProgress = (share: number) => setSending({ file, share });
      onUploaded(await api.uploadImport(property, file, onProgress, controller.signal));
    } catch (error) {
      // stopped by the admin: there is nothing to tell them
      if (!controller.signal.aborted) throw error;
    } finally {
      setSending(null);
    }
  });
  useEffect(() => () => ending.current?.abort(), []);
  useFocusInside(zone, sending !== null);
  useEffect(() => (upload.busy ? guard.hold(() => false, LEAVE_WARNING) : undefined), [upload.busy, guard]);

  const take = (dropped: Dropped) => {
    if (upload.busy) return;
    setFault(dropped.fault);
    if (dropped.fault === null) void upload.run(dropped.file);
    else upload.clear();
  };
  const isOver = useFileDrop(take);

  return (
    <section class="upload" aria-label="File">
      <div ref={zone} class={isOver ? "drop over" : "drop"}>
        {sending ? (
          <UploadProgress {...sending} stop={() => ending.current?.abort()} />
        ) : (
          <>
            <span class="empty-mark">
              <Icon name="table" size={26} />
            </span>
            <p class="drop-text">
              {isOver ? (
                "Let go to begin"
              ) : (
                <>
                  <span class="wide-only">Drop a CSV file anywhere on this page, or choose one</span>
                  <span class="narrow-only">A spreadsheet, saved as CSV</span>
                </>
              )}
            </p>
            <Button kind="primary" icon="upload" onClick={() => input.current?.click()}>
              Choose a file
            </Button>
            <input
              ref={input}
              type="file"
              hidden
              aria-label="CSV file"
              accept={ACCEPTED_TYPES}
              onChange={(event) => {
                const [file] = event.currentTarget.files ?? [];
                if (file) take({ fault: null, file });
                event.currentTarget.value = ""; // so that the same file, mended, can be chosen again
              }}
            />
            <p class="hint">Nothing is imported before you have seen what would happen.</p>
          </>
        )}
      </div>
      <UploadError name={name.current} failure={upload.failure} fault={fault} />
      <FileRequirements />
    </section>
  );
}

/** Sending takes the button away that was pressed, and brings it back: the focus goes to what stands there instead. */
function useFocusInside(zone: RefObject<HTMLElement | null>, isSending: boolean): void {
  const was = useRef(isSending);
  useEffect(() => {
    if (was.current !== isSending) zone.current?.querySelector("button")?.focus();
    was.current = isSending;
  }, [isSending, zone]);
}

interface UploadErrorProps {
  readonly name: string;
  /** What the server said of the file. */
  readonly failure: ApiError | null;
  /** Why nothing was sent at all. */
  readonly fault: string | null;
}

/** Why a file was not taken, in words and with the line. */
function UploadError({ name, failure, fault }: UploadErrorProps) {
  return (
    <div role="alert">
      {(failure || fault) && (
        <div class="note bad">
          <Icon name="alert" />
          <div>
            {failure && (
              <p>
                <strong>
                  <bdi>{name}</bdi>
                </strong>{" "}
                was not taken.
              </p>
            )}
            <p>{failure ? errorText(failure) : fault}</p>
          </div>
        </div>
      )}
    </div>
  );
}

interface UploadProgressProps {
  readonly file: File;
  readonly share: number;
  readonly stop: () => void;
}

function UploadProgress({ file, share, stop }: UploadProgressProps) {
  // the last byte has left; what remains is the server's first look at it
  const words = share < 1 ? "Sending the file" : "Looking at the file";
  return (
    <div class="sending">
      <p class="drop-text">
        <bdi>{file.name}</bdi> <span class="tally">{fileSize(file.size)}</span>
      </p>
      <ProgressBar label={words} share={share} />
      <Button onClick={stop}>Stop</Button>
    </div>
  );
}
