import { Delimiter, Encoding, type FileReading, type ReadOptions } from "../../../shared/read-options.ts";
import { useAction } from "../data/use-action.ts";
import { type Message, message, t } from "../i18n/translate.ts";
import { ErrorNote, Note } from "../ui/states.tsx";
import { Select } from "./select.tsx";
import type { StepProps } from "./use-import.ts";
import { useImportsApi } from "./use-imports-api.ts";

const DELIMITER_LABELS: Readonly<Record<Delimiter, Message>> = {
  ",": message("Comma"),
  ";": message("Semicolon"),
  "\t": message("Tab"),
  "|": message("Vertical bar"),
};
/** Characters of a line that its option shows. */
const SHOWN_LINE = 60;

/** How the file is read: its encoding, delimiter, header line and sheet (R16, R17). A change reads the file anew. */
export function ReadingFields({ property, info, onChange }: StepProps) {
  const imports = useImportsApi();
  const { options, encodings, isEncodingSure, sheets } = info.reading;
  const read = useAction(async (more: Partial<ReadOptions>) =>
    onChange(await imports.readImport(property, info.id, { ...options, ...more })),
  );
  const change = (more: Partial<ReadOptions>) => void read.run(more);
  return (
    <section class="import-repairs" aria-label={t("Reading the file")}>
      <h3>{t("Reading the file")}</h3>
      {!isEncodingSure && (
        <Note tone="warn" icon="alert">
          <p>{t("The encoding is not certain. Check that the names below are spelled correctly.")}</p>
        </Note>
      )}
      {options.encoding !== null && (
        <Select
          label={t("Encoding")}
          value={options.encoding}
          disabled={read.busy}
          options={[...new Set([options.encoding, ...encodings])].map(
            (one) => [one, one.toUpperCase()] as const,
          )}
          onChange={(value) => change({ encoding: Encoding.options.find((one) => one === value) ?? null })}
        />
      )}
      {options.delimiter !== null && (
        <Select
          label={t("Columns are separated by")}
          value={options.delimiter}
          disabled={read.busy}
          options={Delimiter.options.map((one) => [one, t(DELIMITER_LABELS[one])] as const)}
          onChange={(value) => change({ delimiter: Delimiter.options.find((one) => one === value) ?? null })}
        />
      )}
      {sheets.length > 1 && (
        <Select
          label={t("Sheet")}
          value={options.sheet ?? ""}
          disabled={read.busy}
          options={sheets.map((name) => [name, name] as const)}
          onChange={(sheet) => change({ sheet })}
        />
      )}
      <Select
        label={t("Line with the column names")}
        value={String(options.headerLine ?? "")}
        disabled={read.busy}
        options={headerLines(info.reading)}
        onChange={(line) => change({ headerLine: line ? Number(line) : null })}
      />
      <ErrorNote failure={read.failure} />
    </section>
  );
}

/** The first lines of the file, any of which may name the columns. */
function headerLines({ firstRows, options: { headerLine } }: FileReading) {
  const lines = firstRows.map(({ line, cells }) => {
    const text = cells.filter(Boolean).join(", ");
    const shown = text.length > SHOWN_LINE ? `${text.slice(0, SHOWN_LINE)}…` : text;
    return [String(line), t("Line {line}: {shown}", { line, shown })] as const;
  });
  const isListed = headerLine === null || firstRows.some(({ line }) => line === headerLine);
  return [
    ...(isListed ? [] : [[String(headerLine), t("Line {line}", { line: headerLine })] as const]),
    ...lines,
    ["", t("None: the columns have no names")] as const,
  ];
}
