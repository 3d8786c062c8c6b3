import { useId } from "preact/hooks";
import type { DetailRecord } from "../../../../shared/contact.ts";
import type { MergeResult } from "../../../../shared/crm.ts";
import { href } from "../../app/routes.ts";
import { plural, t } from "../../i18n/translate.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { IconButton } from "../../ui/button.tsx";
import { shortTime } from "../../ui/format.ts";
import { Code } from "../../ui/verbatim.tsx";
import { DetailSource, formatValue } from "../detail-value.tsx";
import { contactName, type FieldInput, hasManyValues, primaryValue } from "../details.ts";
import { choiceHint, type MergeRow } from "./merge-rows.ts";

interface ComparisonProps {
  readonly property: string;
  readonly result: MergeResult;
  /** The contact whose ID is kept. */
  readonly survivor: string;
  readonly rows: readonly MergeRow[];
  readonly choose: (field: string, side: string) => void;
  readonly chooseSurvivor: (side: string) => void;
  /** Removes a contact from the comparison; null: there are only two. */
  readonly remove: ((side: string) => void) | null;
}

/** A table with one column for each contact, one row for each field, and a last column with the merged result. */
export function Comparison(props: ComparisonProps) {
  const { property, result, survivor, rows, choose, chooseSurvivor, remove } = props;
  const name = useId();
  const { sides } = result;
  return (
    <div class="comparison" style={{ "--sides": sides.length }} tabIndex={-1}>
      <div class="comparison-row headers" role="radiogroup" aria-label={t("Visitor ID to keep")}>
        <span class="comparison-label">{t("Visitor ID to keep")}</span>
        {sides.map((side) => (
          <SideHeader
            key={side.id}
            property={property}
            side={side}
            name={name}
            survives={side.id === survivor}
            chooseSurvivor={chooseSurvivor}
            remove={remove}
          />
        ))}
        <div class="comparison-result">
          <strong>{t("Result")}</strong>
          <Code>{result.survivor}</Code>
        </div>
      </div>
      {rows.map((row) => (
        <Row key={row.field} row={row} result={result} choose={choose} />
      ))}
    </div>
  );
}

interface SideHeaderProps extends Pick<ComparisonProps, "property" | "chooseSurvivor" | "remove"> {
  readonly side: MergeResult["sides"][number];
  readonly name: string;
  readonly survives: boolean;
}

function SideHeader({ property, side, name, survives, chooseSurvivor, remove }: SideHeaderProps) {
  const shownName = contactName(side);
  return (
    <div class="comparison-side">
      <div class="comparison-contact">
        <Avatar name={primaryValue(side.details, "name")} />
        <a href={href.contact(property, side.id)} dir="auto" translate={false}>
          {shownName}
        </a>
        {remove && (
          <IconButton
            icon="close"
            label={t("Remove from the comparison: {shownName}", { shownName })}
            onClick={() => remove(side.id)}
          />
        )}
      </div>
      <label class="check">
        <input type="radio" name={name} checked={survives} onChange={() => chooseSurvivor(side.id)} />
        <Code>{side.id}</Code>
      </label>
      <p class="hint">
        {side.contactSince === null
          ? t("Visitor")
          : t("Contact since {contactSince}", { contactSince: shortTime(side.contactSince) })}{" "}
        · {sideContents(side)}
      </p>
    </div>
  );
}

/** The records of a contact beside its details, as in "2 conversations, 1 note". */
function sideContents({ conversations, notes, devices, tags }: MergeResult["sides"][number]): string {
  const texts = [
    conversations && plural(conversations, "{count} conversation", "{count} conversations"),
    notes && plural(notes, "{count} note", "{count} notes"),
    tags && plural(tags, "{count} tag", "{count} tags"),
    devices && plural(devices, "{count} additional device", "{count} additional devices"),
  ];
  return texts.filter(Boolean).join(", ") || t("details only");
}

interface RowProps extends Pick<ComparisonProps, "result" | "choose"> {
  readonly row: MergeRow;
}

function Row({ row, result, choose }: RowProps) {
  const id = useId();
  const { field, label, input, sides, after, chosen } = row;
  const nameOf = (side: string) => {
    const found = result.sides.find((one) => one.id === side);
    return found ? contactName(found) : side;
  };
  return (
    <div class="comparison-row" {...(chosen !== null && { role: "radiogroup", "aria-labelledby": id })}>
      <div class="comparison-label" id={id}>
        <span dir="auto">{label}</span>
        {chosen !== null && <span class="hint">{choiceHint(field)}</span>}
      </div>
      {sides.map((side) => (
        <div key={side.id} class="comparison-cell">
          <span class="comparison-name" dir="auto" translate={false}>
            {nameOf(side.id)}
          </span>
          {!side.values.length ? (
            <span class="hint">{t("None")}</span>
          ) : chosen === null ? (
            <Values input={input} values={side.values} />
          ) : (
            <label class="check">
              <input
                type="radio"
                name={id}
                checked={side.id === chosen}
                onChange={() => choose(field, side.id)}
              />
              <Values input={input} values={side.values} />
            </label>
          )}
        </div>
      ))}
      <div class="comparison-result">
        <span class="comparison-name">{t("Result")}</span>
        {after.length ? (
          after.map((detail, index) => (
            <span key={detail.id} class="after-value">
              <PlainValue value={formatValue(input, detail.value)} />
              {index === 0 && after.length > 1 && hasManyValues(field) && (
                <span class="badge">{t("Primary")}</span>
              )}
            </span>
          ))
        ) : (
          <span class="hint">{t("None")}</span>
        )}
      </div>
    </div>
  );
}

const PlainValue = ({ value }: { value: string }) => (
  <span class="value" dir="auto" translate={false}>
    {value}
  </span>
);

function Values({ input, values }: { input: FieldInput | null; values: readonly DetailRecord[] }) {
  return (
    <span class="comparison-values">
      {values.map((detail) => (
        <span key={detail.id}>
          <PlainValue value={formatValue(input, detail.value)} />
          <DetailSource detail={detail} brief />
        </span>
      ))}
    </span>
  );
}
