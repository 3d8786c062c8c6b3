import { t } from "../i18n/translate.ts";
import { readableAddress, safeAddress } from "./format.ts";

/** An address as a visitor's browser reported it: a link only if it is http(s), and then one that tells nothing. */
export function PageLink({ address }: { address: string }) {
  const safe = safeAddress(address);
  if (!safe)
    return (
      <span class="address" dir="auto">
        {address || t("unknown")}
      </span>
    );
  return (
    <a class="address" href={safe} target="_blank" rel="noopener noreferrer nofollow" title={safe} dir="ltr">
      {readableAddress(safe)}
    </a>
  );
}
