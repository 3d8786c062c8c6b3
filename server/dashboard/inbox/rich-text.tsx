import { safeAddress } from "../ui/format.ts";

const ADDRESS = /https?:\/\/[^\s<>"'`]+/giu;
/** What ends a sentence and not an address. */
const TAIL = /[.,;:!?)\]}»”’]+$/u;

/** A text in pieces: words, and addresses that a browser may follow. */
export function linkPieces(
  text: string,
): readonly { readonly text: string; readonly address: string | null }[] {
  const pieces: { text: string; address: string | null }[] = [];
  let at = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const typed = found[0].replace(TAIL, "");
    const address = safeAddress(typed);
    if (!address) continue;
    if (found.index > at) pieces.push({ text: text.slice(at, found.index), address: null });
    pieces.push({ text: typed, address });
    at = found.index + typed.length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), address: null });
  return pieces;
}

/** What somebody wrote: text is text, and http(s) addresses in it can be followed. */
export function RichText({ text }: { text: string }) {
  return (
    <p class="words" dir="auto">
      {linkPieces(text).map((piece, index) =>
        piece.address ? (
          <a key={index} href={piece.address} target="_blank" rel="noopener noreferrer nofollow">
            {piece.text}
          </a>
        ) : (
          piece.text
        ),
      )}
    </p>
  );
}
