import type { ImportPreview, PreviewRow } from "../../../shared/import.ts";
import type { Loadable } from "../data/loadable.ts";
import { t } from "../i18n/translate.ts";
import { count } from "../ui/format.ts";
import { LoadError, Skeleton } from "../ui/states.tsx";
import { Verbatim } from "../ui/verbatim.tsx";

interface RowPreviewProps {
  readonly preview: Loadable<ImportPreview>;
  readonly retry: () => void;
}

/** The first rows as they would be imported by the chosen mapping and repairs (R17). */
export function RowPreview({ preview, retry }: RowPreviewProps) {
  return (
    <section class="import-preview" aria-label={t("The first rows as they would be imported")}>
      <h3>{t("The first rows as they would be imported")}</h3>
      {preview.kind === "failed" && <LoadError failure={preview.failure} retry={retry} />}
      {preview.kind === "loading" && <Skeleton lines={4} label={t("Reading the first rows")} />}
      {preview.kind === "ready" && <PreviewTable rows={preview.value.rows} />}
    </section>
  );
}

function PreviewTable({ rows }: { rows: readonly PreviewRow[] }) {
  return (
    <table class="issue-table named" aria-label={t("First rows")}>
      <thead>
        <tr>
          <th scope="col">{t("Line")}</th>
          <th scope="col">{t("Name")}</th>
          <th scope="col">{t("Details")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.line}>
            <td class="issue-line">
              <span class="issue-line-word">{t("Line")} </span>
              {count(row.line)}
            </td>
            <td class="issue-name">
              <Verbatim>{row.name}</Verbatim>
            </td>
            <td class="issue-reason">
              <PreviewDetails row={row} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function PreviewDetails({ row }: { row: PreviewRow }) {
  if (row.refused !== null) return <p class="fault">{t("Refused: {refused}", { refused: row.refused })}</p>;
  const { emails, phones, organizations, tags, notes, custom } = row;
  const details = [...emails, ...phones, ...organizations, ...tags, ...Object.values(custom), ...notes];
  return (
    <>
      <ul class="samples plain-list">
        {details.map((text, index) => (
          // values may repeat
          <li key={index}>
            <Verbatim>{text}</Verbatim>
          </li>
        ))}
      </ul>
      {row.leftOut.map((reason) => (
        <p key={reason} class="fault">
          {t("Left out: {reason}", { reason })}
        </p>
      ))}
    </>
  );
}
