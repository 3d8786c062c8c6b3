import type * as z from "zod/mini";
import { CONTACT_SOURCES } from "../../../../shared/contact.ts";
import type { Attribute, ContactFilter, Tags } from "../../../../shared/crm.ts";
import { message, t } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { SOURCE_LABELS } from "../details.ts";
import { AttributeFilter } from "./attribute-filter.tsx";
import { sortOf, withSort } from "./columns.ts";
import { DateRange, OrganizationFilter, Select, TagFilter } from "./filter-fields.tsx";
import { changeFilter, type FilterChange, toggleItem } from "./filters.ts";

interface FilterPanelProps {
  readonly property: string;
  readonly filter: ContactFilter;
  readonly tags: z.infer<typeof Tags>["items"];
  readonly attributes: readonly Attribute[];
  readonly onFilter: (filter: ContactFilter) => void;
  readonly onClose: () => void;
}

/** All filters of the list of contacts. A contact must match every one of them. */
export function FilterPanel(props: FilterPanelProps) {
  const { property, filter, tags, attributes, onFilter, onClose } = props;
  const set = (change: FilterChange) => onFilter(changeFilter(filter, change));
  return (
    <section class="filter-panel" aria-label={t("Filters")}>
      <fieldset class="filter-sources">
        <legend class="label">{t("Source")}</legend>
        {CONTACT_SOURCES.map((source) => (
          <label key={source} class="check">
            <input
              type="checkbox"
              checked={filter.source?.split(",").includes(source) ?? false}
              onChange={() => set({ source: toggleItem(filter.source, source) })}
            />
            <span>{t(SOURCE_LABELS[source])}</span>
          </label>
        ))}
      </fieldset>
      <TagFilter
        tags={tags.filter(({ id }) => !filter.tag?.split(",").includes(id))}
        choose={(tag) => set({ tag: toggleItem(filter.tag, tag) })}
      />
      <OrganizationFilter property={property} choose={(organization) => set({ organization })} />
      <Select
        label={t("E-mail")}
        value={filter.email ?? ""}
        options={HAS_VALUE.map(([value, label]) => [value, t(label)] as const)}
        onChange={(email) => set({ email })}
      />
      <Select
        label={t("Phone")}
        value={filter.phone ?? ""}
        options={HAS_VALUE.map(([value, label]) => [value, t(label)] as const)}
        onChange={(phone) => set({ phone })}
      />
      <Select
        label={t("Identity")}
        value={filter.identity ?? ""}
        options={IDENTITIES.map(([value, label]) => [value, t(label)] as const)}
        onChange={(identity) => set({ identity })}
      />
      <DateRange label={t("Contact since")} range={filter.since} onRange={(since) => set({ since })} />
      <DateRange label={t("Last seen")} range={filter.seen} onRange={(seen) => set({ seen })} />
      <SortField filter={filter} onFilter={onFilter} />
      {attributes.length > 0 && (
        <AttributeFilter
          attributes={attributes}
          add={(condition) => set({ attribute: toggleItem(filter.attribute, condition, ";") })}
        />
      )}
      <Button kind="primary" class="narrow-only" onClick={onClose}>
        {t("Show contacts")}
      </Button>
    </section>
  );
}

const HAS_VALUE = [
  ["", message("Any")],
  ["yes", message("Has one")],
  ["no", message("Has none")],
] as const;
const IDENTITIES = [
  ["", message("Any")],
  ["proven", message("Proven")],
  ["claimed", message("Claimed")],
] as const;
const SORT_ORDERS = [
  ["seen", "desc", message("Recently seen")],
  ["seen", "asc", message("Longest unseen")],
  ["since", "desc", message("Newest contacts")],
  ["since", "asc", message("Oldest contacts")],
  ["name", "asc", message("Name, A to Z")],
  ["name", "desc", message("Name, Z to A")],
] as const;

function SortField({ filter, onFilter }: Pick<FilterPanelProps, "filter" | "onFilter">) {
  const { sort, order } = sortOf(filter);
  return (
    <Select
      label={t("Sort by")}
      value={`${sort} ${order}`}
      options={SORT_ORDERS.map(([key, direction, label]) => [`${key} ${direction}`, t(label)] as const)}
      onChange={(chosen) => {
        const found = SORT_ORDERS.find(([key, direction]) => `${key} ${direction}` === chosen);
        if (found) onFilter(withSort(filter, found[0], found[1]));
      }}
    />
  );
}
