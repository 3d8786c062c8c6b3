import { splitLinks } from "../../../../shared/rules/links.ts";

/** A text with its line breaks and links. Other markup in it is shown as text. */
export function RichText({ text }: { text: string }) {
  return (
    <p class="message-text" dir="auto">
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
