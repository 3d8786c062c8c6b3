import { Code } from "../ui/verbatim.tsx";

/** A text whose pieces between backticks are code. Nothing else in it is markup. */
export function Inline({ text }: { text: string }) {
  return (
    <>
      {text.split("`").map((piece, index) =>
        // the pieces of a text have no identity but their order
        index % 2 ? <Code key={index}>{piece}</Code> : piece,
      )}
    </>
  );
}

/** A description of the document: paragraphs, headings (`## `), lists (`- `) and code. It becomes elements, never HTML. */
export function Prose({ text }: { text: string }) {
  return (
    <>
      {text.split(/\n\n+/).map((block, index) => (
        <Block key={index} text={block} />
      ))}
    </>
  );
}

function Block({ text }: { text: string }) {
  if (text.startsWith("## "))
    return (
      <h2>
        <Inline text={text.slice(3)} />
      </h2>
    );
  const lines = text.split("\n");
  const items = lines.filter((line) => line.startsWith("- "));
  const words = lines.filter((line) => !line.startsWith("- ")).join(" ");
  return (
    <>
      {words && (
        <p>
          <Inline text={words} />
        </p>
      )}
      {items.length > 0 && (
        <ul>
          {items.map((item) => (
            <li key={item}>
              <Inline text={item.slice(2)} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
