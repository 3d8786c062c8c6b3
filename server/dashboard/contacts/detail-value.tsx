import type { DetailRecord } from "../../../shared/contact.ts";
import { t } from "../i18n/translate.ts";
import { plainDate } from "../ui/format.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Verbatim } from "../ui/verbatim.tsx";
import { type FieldInput, SOURCE_LABELS } from "./details.ts";

interface DetailValueProps {
  readonly field: string;
  readonly value: string;
  readonly input?: FieldInput | null;
  /** The dashboard page that the value links to; null: none. */
  readonly href?: string | null;
}

/** A saved value. E-mails and phones are links; dates are formatted for the agent's locale. */
export function DetailValue({ field, value, input = null, href = null }: DetailValueProps) {
  if (href)
    return (
      <a class="value" href={href} dir="auto" translate={false}>
        {value}
      </a>
    );
  if (field === "email")
    return (
      <a class="value" href={`mailto:${encodeURIComponent(value)}`} dir="auto" translate={false}>
        {value}
      </a>
    );
  if (field === "phone")
    return (
      <a class="value" href={`tel:${encodeURIComponent(value)}`} dir="ltr" translate={false}>
        {value}
      </a>
    );
  return (
    <span class="value" dir="auto" translate={input === "date" || input === "yes_no"}>
      {formatValue(input, value)}
    </span>
  );
}

/** A value as text for the agent: dates and yes/no values are formatted. */
export function formatValue(input: FieldInput | null, value: string): string {
  if (input === "date") return plainDate(value);
  if (input === "yes_no" && (value === "yes" || value === "no")) return value === "yes" ? t("Yes") : t("No");
  return value;
}

/** The source and the time of a value, and the value before it (R11). */
export function DetailSource({ detail, brief = false }: { detail: DetailRecord; brief?: boolean }) {
  const showsPrevious = !brief && detail.previous !== null && detail.previous !== detail.value;
  return (
    <span class="origin">
      <span>
        {detail.proven ? t("Proven") : t(SOURCE_LABELS[detail.source])} · <RelativeTime at={detail.at} />
        {showsPrevious && (
          <>
            {t(" · previously ")}
            <Verbatim>{detail.previous}</Verbatim>
          </>
        )}
      </span>
    </span>
  );
}
