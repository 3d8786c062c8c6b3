import { useState } from "preact/hooks";
import type * as z from "zod/mini";
import { SOURCES } from "../../../../shared/contact.ts";
import type { Attribute, ContactFilter, Tags } from "../../../../shared/crm.ts";
import { useServices } from "../../app/services.tsx";
import { readyOr } from "../../data/loadable.ts";
import { useLoad } from "../../data/use-load.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { useDebounced } from "../../ui/use-debounced.ts";
import { SOURCE_LABELS } from "../details.ts";
import { AttributeFilter } from "./attribute-filter.tsx";
import { sortOf, withSort } from "./columns.ts";
import { changeFilter, isWholeDay, toDays, toggleItem, toTimeRange } from "./filters.ts";

interface FilterPanelProps {
  readonly property: string;
  readonly filter: ContactFilter;
  readonly tags: z.infer<typeof Tags>["items"];
  readonly attributes: readonly Attribute[];
  readonly onFilter: (filter: ContactFilter) => void;
  readonly onClose: () => void;
}

/** Everything the list can be narrowed by; all that is chosen must hold. */
export function FilterPanel(props: FilterPanelProps) {
  const { property, filter, tags, attributes, onFilter, onClose } = props;
  const set = (change: Parameters<typeof changeFilter>[1]) => onFilter(changeFilter(filter, change));
  const { sort, order } = sortOf(filter);
  return (
    <section class="filter-panel" aria-label="Filters">
      <fieldset class="filter-sources">
        <legend class="label">From</legend>
        {SOURCES.map((source) => (
          <label key={source} class="check">
            <input
              type="checkbox"
              checked={filter.source?.split(",").includes(source) ?? false}
              onChange={() => set({ source: toggleItem(filter.source, source) })}
            />
            <span>{capital(SOURCE_LABELS[source])}</span>
          </label>
        ))}
      </fieldset>
      <Select
        label="Tag"
        value=""
        options={[
          ["", tags.length ? "Choose a tag" : "There is no tag yet"],
          ...tags
            .filter(({ id }) => !filter.tag?.split(",").includes(id))
            .map(({ id, name, contacts }) => [id, `${name} (${contacts})`] as const),
        ]}
        onChange={(tag) => tag && set({ tag: toggleItem(filter.tag, tag) })}
      />
      <OrganizationFilter property={property} choose={(organization) => set({ organization })} />
      <Select
        label="E-mail"
        value={filter.email ?? ""}
        options={HAVING}
        onChange={(email) => set({ email })}
      />
      <Select
        label="Phone"
        value={filter.phone ?? ""}
        options={HAVING}
        onChange={(phone) => set({ phone })}
      />
      <Select
        label="Identity"
        value={filter.identity ?? ""}
        options={[
          ["", "Any"],
          ["proven", "Proven"],
          ["claimed", "Claimed"],
        ]}
        onChange={(identity) => set({ identity })}
      />
      <Days label="Contact since" range={filter.since} onRange={(since) => set({ since })} />
      <Days label="Last seen" range={filter.seen} onRange={(seen) => set({ seen })} />
      <Select
        label="Order"
        value={`${sort} ${order}`}
        options={ORDERS.map(([by, direction, words]) => [`${by} ${direction}`, words] as const)}
        onChange={(wanted) => {
          const found = ORDERS.find(([by, direction]) => `${by} ${direction}` === wanted);
          if (found) onFilter(withSort(filter, found[0], found[1]));
        }}
      />
      {attributes.length > 0 && (
        <AttributeFilter
          attributes={attributes}
          add={(one) => set({ attribute: toggleItem(filter.attribute, one, ";") })}
        />
      )}
      <Button kind="primary" class="narrow-only" onClick={onClose}>
        Show the contacts
      </Button>
    </section>
  );
}

const HAVING = [
  ["", "Any"],
  ["yes", "Has one"],
  ["no", "Has none"],
] as const;
const ORDERS = [
  ["seen", "desc", "Seen last first"],
  ["seen", "asc", "Seen longest ago first"],
  ["since", "desc", "Newest first"],
  ["since", "asc", "Oldest first"],
  ["name", "asc", "Name, A to Z"],
  ["name", "desc", "Name, Z to A"],
] as const;

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, words: string])[];
  readonly onChange: (value: string) => void;
}

/** One of several, unfolded. */
export function Select({ label, value, options, onChange }: SelectProps) {
  return (
    <Field label={label}>
      {(control) => (
        <select
          {...control}
          class="input compact"
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          {options.map(([one, words]) => (
            <option key={one} value={one}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface DaysProps {
  readonly label: string;
  readonly range: string | undefined;
  readonly onRange: (range: string | undefined) => void;
}

function Days({ label, range, onRange }: DaysProps) {
  const [from, to] = toDays(range);
  const set = (first: string, last: string) =>
    isWholeDay(first) && isWholeDay(last) && onRange(toTimeRange(first, last));
  return (
    <fieldset class="filter-days">
      <legend class="label">{label}</legend>
      <input
        class="input compact"
        type="date"
        aria-label={`${label}: from`}
        value={from}
        onChange={(event) => set(event.currentTarget.value, to)}
      />
      <span aria-hidden="true">–</span>
      <input
        class="input compact"
        type="date"
        aria-label={`${label}: to`}
        value={to}
        onChange={(event) => set(from, event.currentTarget.value)}
      />
    </fieldset>
  );
}

interface OrganizationFilterProps {
  readonly property: string;
  readonly choose: (organization: string) => void;
}

/** Finds an organization by its name. */
function OrganizationFilter({ property, choose }: OrganizationFilterProps) {
  const { api } = useServices();
  const [typed, setTyped] = useState("");
  const q = useDebounced(typed.trim(), 200);
  const { loaded } = useLoad(q, async () => (q ? (await api.organizations(property, q, null)).items : []));
  const found = readyOr(loaded, []);
  return (
    <div class="filter-organization">
      <Field label="Organization">
        {(control) => (
          <input
            {...control}
            class="input compact"
            type="search"
            placeholder="Part of its name"
            dir="auto"
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        )}
      </Field>
      {q && (
        <div class="filter-found" role="status">
          {found.slice(0, 5).map(({ id, name }) => (
            <Button
              key={id}
              small
              onClick={() => {
                setTyped("");
                choose(id);
              }}
            >
              <bdi>{name}</bdi>
            </Button>
          ))}
          {loaded.kind === "ready" && !found.length && <span class="hint">None is called so.</span>}
          {loaded.kind === "failed" && <span class="hint">They could not be looked up.</span>}
        </div>
      )}
    </div>
  );
}
