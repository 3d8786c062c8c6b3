import { useRef, useState } from "preact/hooks";
import type { FileInfo } from "../../../../shared/file.ts";
import { useServices } from "../../app/services.tsx";
import { errorText, toApiError } from "../../data/api-error.ts";

/** A file on its way to the server, before the message that it belongs to. */
export interface UploadState {
  readonly key: string;
  readonly name: string;
  /** 0 up to 1. */
  readonly share: number;
  readonly fault: string | null;
  readonly retry: () => void;
  readonly stop: () => void;
}

/** So many files fit one message. */
const MOST = 10;

/**
 * Brings files to the server as soon as they are chosen.
 *
 * @param held how many files the message has already
 * @param onDone called with each file that has arrived
 */
export function useUploads(property: string, held: number, onDone: (file: FileInfo) => void) {
  const { api, newId, notices } = useServices();
  const [list, setList] = useState<readonly UploadState[]>([]);
  const done = useRef(onDone);
  done.current = onDone;

  const change = (key: string, more: Partial<UploadState>) =>
    setList((old) => old.map((one) => (one.key === key ? { ...one, ...more } : one)));
  const remove = (key: string) => setList((old) => old.filter((one) => one.key !== key));

  const begin = async (key: string, file: File, ending: AbortController) => {
    change(key, { fault: null, share: 0 });
    try {
      const info = await api.uploadFile(property, file, (share) => change(key, { share }), ending.signal);
      remove(key);
      done.current(info);
    } catch (error) {
      if (!ending.signal.aborted) change(key, { fault: errorText(toApiError(error)) });
    }
  };

  return {
    list,
    busy: list.some(({ fault }) => fault === null),
    add(files: Iterable<File>) {
      const room = MOST - held - list.length;
      const chosen = [...files];
      if (chosen.length > room) notices.say(`At most ${MOST} files fit one message.`, { tone: "bad" });
      for (const file of chosen.slice(0, Math.max(0, room))) {
        const key = newId();
        const ending = new AbortController();
        const stop = () => {
          ending.abort();
          remove(key);
        };
        const retry = () => void begin(key, file, ending);
        setList((old) => [...old, { key, name: file.name, share: 0, fault: null, retry, stop }]);
        retry();
      }
    },
  };
}
