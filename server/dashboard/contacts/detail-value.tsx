import type { DetailRecord } from "../../../shared/contact.ts";
import { plainDate } from "../ui/format.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { type FieldInput, SOURCE_LABELS } from "./details.ts";

interface DetailValueProps {
  readonly field: string;
  readonly value: string;
  readonly input?: FieldInput | null;
  /** Where the value leads to, if it is a place of the dashboard. */
  readonly href?: string | null;
}

/** A saved value: an e-mail to write to, a phone to call, a date as the agent reads dates; text is text. */
export function DetailValue({ field, value, input = null, href = null }: DetailValueProps) {
  if (href)
    return (
      <a class="value" href={href} dir="auto">
        {value}
      </a>
    );
  if (field === "email")
    return (
      <a class="value" href={`mailto:${encodeURIComponent(value)}`} dir="auto">
        {value}
      </a>
    );
  if (field === "phone")
    return (
      <a class="value" href={`tel:${encodeURIComponent(value)}`} dir="ltr">
        {value}
      </a>
    );
  return (
    <span class="value" dir="auto">
      {formatValue(input, value)}
    </span>
  );
}

/** An attribute's value as it is read. */
export function formatValue(input: FieldInput | null, value: string): string {
  if (input === "date") return plainDate(value);
  if (input === "yes_no" && (value === "yes" || value === "no")) return value === "yes" ? "Yes" : "No";
  return value;
}

/** Where a value came from and when, and what stood there before (R11). */
export function DetailSource({ detail, brief = false }: { detail: DetailRecord; brief?: boolean }) {
  const before = !brief && detail.previous !== null && detail.previous !== detail.value;
  return (
    <span class="origin">
      <span>
        {detail.proven ? "Proven" : `From ${SOURCE_LABELS[detail.source]}`}, <RelativeTime at={detail.at} />
        {before && (
          <>
            {" · before: "}
            <bdi>{detail.previous}</bdi>
          </>
        )}
      </span>
    </span>
  );
}
