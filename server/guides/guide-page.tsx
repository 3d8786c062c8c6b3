import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import type { PageFiles } from "../platform/http/assets.ts";
import { GuideContent } from "./guide-content.tsx";
import { GUIDE_GROUPS } from "./guides.ts";
import type { Guide } from "./read-guide.ts";
import type { FoundSection } from "./search-guides.ts";

/** The data that all pages of the documentation are drawn from. */
export interface GuideFrame {
  /** The path of the server's public address. */
  readonly base: string;
  readonly files: PageFiles;
  /** All guides by their names. */
  readonly guides: ReadonlyMap<string, Guide>;
}

/** Renders the page of a guide. */
export function guidePage(frame: GuideFrame, guide: Guide): string {
  const parts = guide.sections.filter(({ id }) => id);
  return page(frame, {
    title: guide.title,
    current: guide.name,
    children: (
      <>
        <article class="guide">
          <h1>{guide.title}</h1>
          <GuideContent guide={guide} base={frame.base} tokens={guide.tokens} />
        </article>
        {parts.length > 1 && (
          <nav class="guide-parts" aria-labelledby="on-this-page">
            <h2 id="on-this-page">On this page</h2>
            <ul>
              {parts.map(({ id, title, level }) => (
                <li key={id} class={level === 3 ? "sub" : undefined}>
                  <a href={`#${id}`}>{title}</a>
                </li>
              ))}
            </ul>
          </nav>
        )}
      </>
    ),
  });
}

/** Renders what a search has found. */
export function searchPage(frame: GuideFrame, query: string, found: readonly FoundSection[]): string {
  return page(frame, {
    title: query ? `Results for “${query}”` : "Search",
    query,
    children: (
      <article class="guide">
        <h1>{query ? `Results for “${query}”` : "Search"}</h1>
        {found.length === 0 && <p>{query ? "Nothing found. Try fewer or other words." : "Enter a word."}</p>}
        <ol class="guide-results">
          {found.map(({ guide, section, excerpt }) => (
            <li key={`${guide.name}#${section.id}`}>
              <a href={`${frame.base}/docs/${guide.name}${section.id && `#${section.id}`}`}>
                {section.id ? `${guide.title}: ${section.title}` : guide.title}
              </a>
              <p>
                {excerpt.map((piece, index) =>
                  // the pieces of a text have no identity but their order
                  index % 2 ? <mark key={index}>{piece}</mark> : piece,
                )}
              </p>
            </li>
          ))}
        </ol>
      </article>
    ),
  });
}

interface Page {
  readonly title: string;
  /** The name of the guide that is shown. */
  readonly current?: string;
  readonly query?: string;
  readonly children: ComponentChildren;
}

function page({ base, files, guides }: GuideFrame, { title, current, query, children }: Page): string {
  const assets = `${base}/docs/guides`;
  const html = renderToString(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#0f5b4c" />
        <title>{`${title} · Foyer`}</title>
        <link rel="icon" href={`${base}/dashboard/app/icon.svg`} />
        {files.styles.map((file) => (
          <link key={file} rel="stylesheet" href={`${assets}/${file}`} />
        ))}
        <script type="module" src={`${assets}/${files.script}`} />
      </head>
      <body class="guides">
        <a class="skip-link" href="#content">
          Skip to the content
        </a>
        <header>
          <a class="brand" href={`${base}/docs`}>
            Foyer <span>Documentation</span>
          </a>
          {/* for narrow windows */}
          <a class="guide-menu-link" href="#menu">
            Menu
          </a>
          <search>
            <form action={`${base}/docs/search`}>
              <input
                class="input"
                type="search"
                name="q"
                maxLength={100}
                value={query}
                aria-label="Search the documentation"
                placeholder="Search"
              />
            </form>
          </search>
        </header>
        <main id="content" tabIndex={-1}>
          {children}
        </main>
        {/* after the content, because on a phone it is below it */}
        <nav id="menu" class="guide-menu" aria-label="Documentation">
          {GUIDE_GROUPS.map((group) => (
            <section key={group.title}>
              <h2>{group.title}</h2>
              <ul>
                {group.guides.map((name) => (
                  <li key={name}>
                    <a href={`${base}/docs/${name}`} aria-current={name === current ? "page" : undefined}>
                      {guides.get(name)?.title}
                    </a>
                  </li>
                ))}
              </ul>
            </section>
          ))}
          <a href={`${base}/docs/api`}>API reference</a>
        </nav>
      </body>
    </html>,
  );
  return `<!doctype html>${html}`;
}
