import type { EmbedSettings } from "../../shared/property.ts";
import { handOverOnLinks, redeem, takeCode } from "./hand-over.ts";
import { shareByCookie } from "./share-by-cookie.ts";
import type { VisitorStore } from "./visitor.ts";

/**
 * Makes one visitor of those of a site's hosts, as far as the owner has chosen: by a cookie of a common domain, and by
 * one-time codes on links to the other allowed origins. Loaded only then, and not before consent (R25).
 *
 * @param signal ends it: at shutdown, and when consent is denied
 * @returns the store of the one visitor
 */
export default async function joinHosts(
  own: VisitorStore,
  { property, domain, handOver }: Pick<EmbedSettings, "property" | "domain" | "handOver">,
  propertyUrl: string,
  signal: AbortSignal,
): Promise<VisitorStore> {
  const visitors = domain ? shareByCookie(own, property, domain) : own;
  if (!handOver) return visitors;
  const context = { propertyUrl, origins: handOver, signal };
  const code = takeCode();
  if (code) await redeem(visitors, code, context);
  if (!signal.aborted) handOverOnLinks(visitors, context);
  return visitors;
}
