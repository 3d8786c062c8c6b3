import { useEffect, useState } from "preact/hooks";

/**
 * Calls a function when the page is about to be printed, and when it no longer is. Not every way to print sends the events of
 * printing (developer tools, some phones), so the media type is followed too; a state can be told twice.
 *
 * @returns a function that stops it
 */
export function followPrinting(tell: (isPrinting: boolean) => void): () => void {
  const media = matchMedia("print");
  const begin = () => tell(true);
  const end = () => tell(false);
  const follow = () => tell(media.matches);
  addEventListener("beforeprint", begin);
  addEventListener("afterprint", end);
  media.addEventListener("change", follow);
  return () => {
    removeEventListener("beforeprint", begin);
    removeEventListener("afterprint", end);
    media.removeEventListener("change", follow);
  };
}

/** Whether the page is being printed, so that a component draws what the screen leaves out. */
export function usePrinting(): boolean {
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => followPrinting(setPrinting), []);
  return isPrinting;
}
