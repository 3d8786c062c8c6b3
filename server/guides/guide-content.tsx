import type { Token, Tokens } from "marked";
import type { Guide } from "./read-guide.ts";

interface ContentProps {
  readonly guide: Guide;
  /** The path of the server's public address, for links between guides. */
  readonly base: string;
  readonly tokens: readonly Token[];
}

/** Draws Markdown as elements, never as HTML: HTML in it is shown as text. */
export function GuideContent({ tokens, ...shared }: ContentProps) {
  // the pieces of a text have no identity but their order
  return tokens.map((token, index) => <Piece key={index} token={token} {...shared} />);
}

function Piece({ token, guide, base }: Omit<ContentProps, "tokens"> & { token: Token }) {
  const inner = <GuideContent guide={guide} base={base} tokens={childrenOf(token)} />;
  switch (token.type) {
    case "heading": {
      const id = guide.fragments.get(token);
      const title = id ? <a href={`#${id}`}>{inner}</a> : inner;
      return token.depth === 2 ? <h2 id={id}>{title}</h2> : <h3 id={id}>{title}</h3>;
    }
    case "paragraph":
      return <p>{inner}</p>;
    case "list":
      return token.ordered ? <ol start={Number(token.start)}>{inner}</ol> : <ul>{inner}</ul>;
    case "list_item":
      return <li>{inner}</li>;
    case "code":
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long line scrolls, also with the keyboard
        <pre tabIndex={0}>
          <code>{token.text}</code>
        </pre>
      );
    case "table":
      return <GuideTable table={token as Tokens.Table} guide={guide} base={base} />;
    case "link":
      return <a href={addressOf(token.href, base)}>{inner}</a>;
    case "strong":
      return <strong>{inner}</strong>;
    case "em":
      return <em>{inner}</em>;
    case "codespan":
      return <code>{token.text}</code>;
    case "blockquote":
      return <blockquote>{inner}</blockquote>;
    case "space":
      return null;
    default:
      return childrenOf(token).length ? inner : "text" in token ? token.text : token.raw;
  }
}

function GuideTable({ table, ...shared }: Omit<ContentProps, "tokens"> & { table: Tokens.Table }) {
  const cells = (row: readonly Tokens.TableCell[], Cell: "th" | "td") =>
    row.map(({ tokens }, index) => (
      <Cell key={index}>
        <GuideContent tokens={tokens} {...shared} />
      </Cell>
    ));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, also with the keyboard
    <div class="table" tabIndex={0}>
      <table>
        <thead>
          <tr>{table.header.map((cell) => cells([cell], cell.text ? "th" : "td"))}</tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={index}>{cells(row, "td")}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function childrenOf(token: Token): readonly Token[] {
  if (token.type === "list") return (token as Tokens.List).items;
  return "tokens" in token ? (token.tokens ?? []) : [];
}

/** The address of a link: guides link to each other by their files, `webhooks.md#events`. */
function addressOf(href: string, base: string): string {
  const guide = /^([a-z-]+)\.md(#.*)?$/.exec(href);
  return guide ? `${base}/docs/${guide[1]}${guide[2] ?? ""}` : href;
}
