import { CopyButton } from "../ui/copy-button.tsx";
import { Code } from "../ui/verbatim.tsx";

/** Code to copy. @param what names it for the button: "script tag" */
export function CodeSnippet({ code, what }: { code: string; what: string }) {
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable from the keyboard */}
      <pre class="snippet" tabIndex={0} dir="ltr" translate={false}>
        <Code>{code}</Code>
      </pre>
      <CopyButton text={code} what={what} />
    </>
  );
}
