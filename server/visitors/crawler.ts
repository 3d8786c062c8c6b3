/**
 * Programs that load pages on their own: search engines, page previews, measurements, archives, language models. A
 * browser that a person or a test drives by a program is none, so `HeadlessChrome` is not listed. Cubot makes phones.
 */
const CRAWLER = new RegExp(
  [
    "(?<!\\bcu)bot(?![a-z])",
    "crawl|spider|slurp|archiver|externalhit|externalagent|catalog/",
    "google-|googleother|-google|feedfetcher|bingpreview|duckduckgo-favicons",
    "\\bwhatsapp/|skypeuripreview|embedly|slack-imgproxy|chatgpt-user|perplexity-user",
    "lighthouse|pagespeed|\\bptst/|gtmetrix|pingdom|statuscake|site24x7|datadogsynthetics|screaming frog",
    "phantomjs|prerender|rendertron",
  ].join("|"),
  "i",
);

/** Longer than any browser's header; the rest is not searched. */
const MAX_LENGTH = 500;

/** Whether a User-Agent header (RFC 9110, section 10.1.5) is that of a program that loads pages on its own. */
export const isCrawler = (userAgent: string): boolean => CRAWLER.test(userAgent.slice(0, MAX_LENGTH));

/** How many visitors of crawlers are remembered. */
const REMEMBERED = 1_000;

/**
 * Decides which visits are registered. A crawler draws a new visitor ID for each page, so its visitor is registered at
 * its second visit only: a person who is taken for one is registered when the widget repeats the visit for what they send.
 *
 * @returns whether a visit is to be registered
 */
export function createCrawlerFilter(): (userAgent: string, visitor: string) => boolean {
  const visitors = new Set<string>();
  return (userAgent, visitor) => {
    if (!isCrawler(userAgent) || visitors.has(visitor)) return true;
    if (visitors.size >= REMEMBERED) visitors.clear();
    visitors.add(visitor);
    return false;
  };
}
