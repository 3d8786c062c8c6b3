import { splitLinks } from "../../../../shared/rules/links.ts";

/** A text with line breaks and links. Nothing in it becomes markup. */
export function RichText({ text }: { text: string }) {
  return (
    <p class="words" dir="auto">
      {splitLinks(text).map((part, index) =>
        index % 2 ? (
          <a key={index} href={part} target="_blank" rel="noopener noreferrer nofollow">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </p>
  );
}
