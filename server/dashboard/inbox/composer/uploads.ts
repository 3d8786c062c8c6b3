import { type ReadonlySignal, signal } from "@preact/signals";
import type { FileInfo } from "../../../../shared/file.ts";
import { errorText, toApiError } from "../../data/api-error.ts";

type UploadStatus =
  /** `progress`: 0 to 1. */
  | { readonly kind: "uploading"; readonly progress: number }
  | { readonly kind: "failed"; readonly fault: string };

/** A file of an unsent message that is not on the server yet. */
export interface Upload {
  readonly id: string;
  readonly name: string;
  readonly status: UploadStatus;
  readonly retry: () => void;
  readonly cancel: () => void;
}

export interface Uploads {
  readonly list: ReadonlySignal<readonly Upload[]>;
  add(files: readonly File[]): void;
}

interface UploadsDeps {
  readonly send: (
    file: File,
    onProgress: (progress: number) => void,
    signal: AbortSignal,
  ) => Promise<FileInfo>;
  readonly newId: () => string;
  /** Called with each file that the server has stored. */
  readonly onUploaded: (file: FileInfo) => void;
}

/** Uploads files as soon as they are chosen. A failed upload stays in the list until it is retried or cancelled. */
export function createUploads({ send, newId, onUploaded }: UploadsDeps): Uploads {
  const list = signal<readonly Upload[]>([]);
  const setStatus = (id: string, status: UploadStatus) => {
    list.value = list.value.map((upload) => (upload.id === id ? { ...upload, status } : upload));
  };
  const remove = (id: string) => {
    list.value = list.value.filter((upload) => upload.id !== id);
  };
  const setProgress = (id: string, progress: number) => setStatus(id, { kind: "uploading", progress });

  const upload = async (id: string, file: File, abort: AbortController) => {
    setProgress(id, 0);
    try {
      const info = await send(file, (progress) => setProgress(id, progress), abort.signal);
      remove(id);
      onUploaded(info);
    } catch (error) {
      if (!abort.signal.aborted) setStatus(id, { kind: "failed", fault: errorText(toApiError(error)) });
    }
  };

  return {
    list,
    add(files) {
      for (const file of files) {
        const id = newId();
        const abort = new AbortController();
        const retry = () => void upload(id, file, abort);
        const cancel = () => {
          abort.abort();
          remove(id);
        };
        const status = { kind: "uploading", progress: 0 } as const;
        list.value = [...list.value, { id, name: file.name, status, retry, cancel }];
        retry();
      }
    },
  };
}
