import { useState } from "preact/hooks";
import type * as z from "zod/mini";
import type { Tags } from "../../../../shared/crm.ts";
import { readyOr } from "../../data/loadable.ts";
import { useLoad } from "../../data/use-load.ts";
import { t } from "../../i18n/translate.ts";
import { Combobox } from "../../ui/combobox.tsx";
import { Field } from "../../ui/field.tsx";
import { matchingOptions } from "../../ui/matching-options.ts";
import { useDebounced } from "../../ui/use-debounced.ts";
import { useOrganizationApi } from "../organizations/use-organization-api.ts";
import { isCompleteDay, toDays, toTimeRange } from "./filters.ts";

/** The pause in typing after which organizations are searched, in milliseconds. */
const SEARCH_DELAY = 200;
const MAX_RESULTS = 5;

interface SelectProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly options: readonly (readonly [value: V, label: string])[];
  readonly onChange: (value: V) => void;
}

/** A field with one choice of several options. */
export function Select<V extends string>({ label, value, options, onChange }: SelectProps<V>) {
  return (
    <Field label={label}>
      {(control) => (
        <select
          {...control}
          class="input compact"
          value={value}
          onChange={({ currentTarget }) => {
            const option = options.find(([one]) => one === currentTarget.value);
            if (option) onChange(option[0]);
          }}
        >
          {options.map(([one, text]) => (
            <option key={one} value={one}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface DateRangeProps {
  readonly label: string;
  /** `FROM..TO` in milliseconds. */
  readonly range: string | undefined;
  readonly onRange: (range: string | undefined) => void;
}

/** A range of days. */
export function DateRange({ label, range, onRange }: DateRangeProps) {
  const [from, to] = toDays(range);
  const set = (first: string, last: string) =>
    isCompleteDay(first) && isCompleteDay(last) && onRange(toTimeRange(first, last));
  return (
    <fieldset class="filter-days">
      <legend class="label">{label}</legend>
      <input
        class="input compact"
        type="date"
        aria-label={t("{label}: from", { label })}
        value={from}
        onChange={(event) => set(event.currentTarget.value, to)}
      />
      <span aria-hidden="true">–</span>
      <input
        class="input compact"
        type="date"
        aria-label={t("{label}: to", { label })}
        value={to}
        onChange={(event) => set(from, event.currentTarget.value)}
      />
    </fieldset>
  );
}

interface TagFilterProps {
  /** The tags that are not in the filter yet. */
  readonly tags: z.infer<typeof Tags>["items"];
  readonly choose: (tag: string) => void;
}

/** Adds a tag to the filter. */
export function TagFilter({ tags, choose }: TagFilterProps) {
  const [typed, setTyped] = useState("");
  const options = tags.map(({ id, name, contacts }) => ({ id, label: name, hint: `(${contacts})` }));
  return (
    <Field label={t("Tag")}>
      {(control) => (
        <Combobox
          compact
          {...control}
          label={t("Tag")}
          placeholder={tags.length ? t("Choose a tag") : t("No tags to choose")}
          value={typed}
          onInput={setTyped}
          options={matchingOptions(options, typed)}
          onChoose={({ id }) => {
            setTyped("");
            choose(id);
          }}
        />
      )}
    </Field>
  );
}

interface OrganizationFilterProps {
  readonly property: string;
  readonly choose: (organization: string) => void;
}

/** Searches for an organization by its name. */
export function OrganizationFilter({ property, choose }: OrganizationFilterProps) {
  const api = useOrganizationApi();
  const [typed, setTyped] = useState("");
  const q = useDebounced(typed.trim(), SEARCH_DELAY);
  const { loaded } = useLoad(q, async () => (q ? (await api.organizations(property, q, null)).items : []));
  const found = readyOr(loaded, []).slice(0, MAX_RESULTS);
  return (
    <div class="filter-organization">
      <Field label={t("Organization")}>
        {(control) => (
          <Combobox
            compact
            {...control}
            label={t("Organization")}
            placeholder={t("Search by name")}
            value={typed}
            onInput={setTyped}
            options={found.map(({ id, name }) => ({ id, label: name }))}
            onChoose={({ id }) => {
              setTyped("");
              choose(id);
            }}
          />
        )}
      </Field>
      <div class="filter-found" role="status">
        {q && loaded.kind === "ready" && !found.length && (
          <span class="hint">{t("No organization found")}</span>
        )}
        {q && loaded.kind === "failed" && <span class="hint">{t("The search failed. Try again.")}</span>}
      </div>
    </div>
  );
}
