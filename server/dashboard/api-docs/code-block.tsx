import { CopyButton } from "../ui/copy-button.tsx";
import { Code } from "../ui/verbatim.tsx";

/** A piece of code below its title, with a button that copies it. */
export function CodeBlock({ title, text, what }: { title: string; text: string; what: string }) {
  return (
    <figure class="code-block">
      <figcaption>
        <span>{title}</span>
        <CopyButton text={text} what={what} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable from the keyboard */}
      <pre tabIndex={0} dir="ltr" translate={false}>
        <Code>{text}</Code>
      </pre>
    </figure>
  );
}
