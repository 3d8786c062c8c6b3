import { handOverOnLinks, redeem, takeCode } from "./hand-over.ts";
import type { EmbedHost } from "./panel-host.ts";
import { shareByCookie } from "./share-by-cookie.ts";

/**
 * Makes one visitor of those of a site's hosts (R40), as far as the owner has chosen: by a cookie of a common domain, and by
 * one-time codes on links to the other allowed origins. Loaded only then, and not before consent (R25).
 */
export default async function joinHosts(host: EmbedHost): Promise<void> {
  const { settings, propertyUrl, signal } = host;
  const { property, domain, handOver } = settings;
  if (signal.aborted) return;
  if (domain) host.visitors = shareByCookie(host.visitors, property, domain);
  if (!handOver) return;
  const context = { propertyUrl, origins: handOver, signal };
  const code = takeCode();
  if (code) await redeem(host.visitors, code, context);
  if (!signal.aborted) handOverOnLinks(host.visitors, context);
}
