import type { ComponentChildren } from "preact";
import type { Report, ReportTable } from "../../../shared/reports.ts";
import { apiAddress } from "../data/api-routes.ts";
import { queryString } from "../data/query-string.ts";
import { t } from "../i18n/translate.ts";
import { Icon } from "../ui/icon.tsx";
import { TABLE_WORDS } from "./report-texts.ts";

interface ReportPartProps {
  readonly property: string;
  readonly report: Pick<Report, "from" | "to">;
  readonly table: ReportTable;
  readonly hint?: string;
  readonly children: ComponentChildren;
}

/** A part of the report: its title, the download of its table, and its plot or table. */
export function ReportPart({ property, report: { from, to }, table, hint, children }: ReportPartProps) {
  const address = apiAddress("/properties/:property/reports.csv", { property });
  const title = TABLE_WORDS[table];
  return (
    <section class="report-part">
      <header>
        <div>
          <h2>{t(title)}</h2>
          {hint && <p class="hint">{hint}</p>}
        </div>
        <a
          class="button quiet small"
          href={address + queryString({ table, from, to })}
          download
          aria-label={t("Download CSV: {title}", { title: t(title) })}
        >
          <Icon name="download" size={16} />
          {"CSV"}
        </a>
      </header>
      {children}
    </section>
  );
}

interface DataTableProps {
  /** The subject of the table, for those who do not see where it stands. */
  readonly label: string;
  readonly heads: readonly string[];
  /** The first cell of a row is its head. */
  readonly rows: readonly (readonly ComponentChildren[])[];
}

/** A table that scrolls in its own frame where it is wider, or much longer, than the page. */
export function DataTable({ label, heads, rows }: DataTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable from the keyboard
    <section class="report-table" aria-label={label} tabIndex={0}>
      <table aria-label={label}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([head, ...cells], row) => (
            <tr key={row}>
              <th scope="row">{head}</th>
              {cells.map((cell, column) => (
                <td key={heads[column + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The table behind a plot, for those who read. */
export function TableBehind(props: DataTableProps) {
  return (
    <details class="report-behind">
      <summary>{t("Show as table")}</summary>
      <DataTable {...props} />
    </details>
  );
}
