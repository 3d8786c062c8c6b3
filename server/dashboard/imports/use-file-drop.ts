import { useEffect, useRef, useState } from "preact/hooks";

/** What was dropped: one file, or in words why it can't be taken. */
export type Dropped =
  | { readonly fault: null; readonly file: File }
  | { readonly fault: string; readonly file?: never };

function readDrop(data: DataTransfer): Dropped {
  const [file, ...more] = data.files;
  if (!file) return { fault: "There was no file in what you dropped." };
  if (more.length) return { fault: "Please drop one file at a time." };
  if (data.items[0]?.webkitGetAsEntry?.()?.isDirectory)
    return { fault: "This is a folder. Please drop the CSV file that is in it." };
  return { fault: null, file };
}

/**
 * Takes a file that is dropped anywhere on the page; without that the browser would leave the page to show it.
 *
 * @returns whether a file is being held over the page
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
