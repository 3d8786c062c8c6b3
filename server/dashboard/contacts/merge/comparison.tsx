import { useId } from "preact/hooks";
import type { DetailRecord } from "../../../../shared/contact.ts";
import type { MergeResult } from "../../../../shared/crm.ts";
import { href } from "../../app/routes.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { IconButton } from "../../ui/button.tsx";
import { count, shortTime } from "../../ui/format.ts";
import { DetailSource, formatValue } from "../detail-value.tsx";
import { contactName, type FieldInput, hasManyValues, primaryValue } from "../details.ts";
import { choiceHint, type MergeRow } from "./merge-rows.ts";

interface ComparisonProps {
  readonly property: string;
  readonly result: MergeResult;
  /** Whose ID stays. */
  readonly survivor: string;
  readonly rows: readonly MergeRow[];
  readonly choose: (field: string, side: string) => void;
  readonly survive: (side: string) => void;
  /** Takes one out of the comparison; null: there are only two. */
  readonly remove: ((side: string) => void) | null;
}

/** The contacts in columns, their fields in rows, and at the end what would stand afterwards. */
export function Comparison(props: ComparisonProps) {
  const { property, result, survivor, rows, choose, survive, remove } = props;
  const name = useId();
  const { sides } = result;
  return (
    <div class="comparison" style={{ "--sides": sides.length }} tabIndex={-1}>
      <div class="comparison-row heads" role="radiogroup" aria-label="Whose ID stays">
        <span class="comparison-label">Whose ID stays</span>
        {sides.map((side) => (
          <SideHeader
            key={side.id}
            property={property}
            side={side}
            name={name}
            survives={side.id === survivor}
            survive={survive}
            remove={remove}
          />
        ))}
        <div class="comparison-after">
          <strong>Afterwards</strong>
          <code>{result.survivor}</code>
        </div>
      </div>
      {rows.map((row) => (
        <Row key={row.field} row={row} result={result} choose={choose} />
      ))}
    </div>
  );
}

interface SideHeaderProps extends Pick<ComparisonProps, "property" | "survive" | "remove"> {
  readonly side: MergeResult["sides"][number];
  readonly name: string;
  readonly survives: boolean;
}

function SideHeader({ property, side, name, survives, survive, remove }: SideHeaderProps) {
  const called = contactName(side);
  return (
    <div class="comparison-head">
      <div class="comparison-who">
        <Avatar name={primaryValue(side.details, "name")} />
        <a href={href.contact(property, side.id)} dir="auto">
          {called}
        </a>
        {remove && <IconButton icon="close" label={`Leave out: ${called}`} onClick={() => remove(side.id)} />}
      </div>
      <label class="check">
        <input type="radio" name={name} checked={survives} onChange={() => survive(side.id)} />
        <code>{side.id}</code>
      </label>
      <p class="hint">
        {side.contactSince === null ? "A visitor" : `Since ${shortTime(side.contactSince)}`} ·{" "}
        {sideContents(side)}
      </p>
    </div>
  );
}

/** "2 conversations, 1 note": what goes along. */
function sideContents({ conversations, notes, devices, tags }: MergeResult["sides"][number]): string {
  const some = [
    [conversations, "conversation"],
    [notes, "note"],
    [tags, "tag"],
    [devices, "more device"],
  ] as const;
  const words = some
    .filter(([many]) => many > 0)
    .map(([many, word]) => `${count(many)} ${word}${many > 1 ? "s" : ""}`);
  return words.join(", ") || "nothing beside its details";
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
          <span class="comparison-whose" dir="auto">
            {nameOf(side.id)}
          </span>
          {!side.values.length ? (
            <span class="hint">None</span>
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
      <div class="comparison-after">
        <span class="comparison-whose">Afterwards</span>
        {after.length ? (
          after.map((detail, place) => (
            <span key={detail.id} class="after-value">
              <PlainValue value={formatValue(input, detail.value)} />
              {place === 0 && after.length > 1 && hasManyValues(field) && <span class="badge">First</span>}
            </span>
          ))
        ) : (
          <span class="hint">None</span>
        )}
      </div>
    </div>
  );
}

const PlainValue = ({ value }: { value: string }) => (
  <span class="value" dir="auto">
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
