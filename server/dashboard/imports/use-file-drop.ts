import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n/translate.ts";

/** The result of a drop: one file, or the reason why nothing can be uploaded. */
export type Dropped =
  | { readonly fault: null; readonly file: File }
  | { readonly fault: string; readonly file?: never };

function readDrop(data: DataTransfer): Dropped {
  const [file, ...more] = data.files;
  if (!file) return { fault: t("No file was dropped.") };
  if (more.length) return { fault: t("Drop one file at a time.") };
  if (data.items[0]?.webkitGetAsEntry?.()?.isDirectory)
    return { fault: t("This is a folder. Drop the CSV file itself.") };
  return { fault: null, file };
}

/**
 * Accepts a file that is dropped anywhere on the page. Without this the browser leaves the page and shows the file.
 *
 * @returns whether a file is being dragged over the page
 */
export function useFileDrop(take: (dropped: Dropped) => void): boolean {
  const [isOver, setOver] = useState(false);
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const onOver = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      latest.current(readDrop(event.dataTransfer));
    };
    document.addEventListener("dragover", onOver);
    document.addEventListener("dragleave", onLeave);
    document.addEventListener("drop", onDrop);
    return () => {
      document.removeEventListener("dragover", onOver);
      document.removeEventListener("dragleave", onLeave);
      document.removeEventListener("drop", onDrop);
    };
  }, []);
  return isOver;
}
