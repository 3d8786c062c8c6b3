import { useState } from "preact/hooks";
import type { ContactSummary, Suggestion } from "../../../../shared/contact.ts";
import { useServices } from "../../app/services.tsx";
import { readyOr } from "../../data/loadable.ts";
import { personName } from "../../data/person-name.ts";
import { useLoad } from "../../data/use-load.ts";
import { t } from "../../i18n/translate.ts";
import { Combobox } from "../../ui/combobox.tsx";
import { Field } from "../../ui/field.tsx";
import type { ComboboxOption } from "../../ui/matching-options.ts";
import { ErrorNote } from "../../ui/states.tsx";
import { useDebounced } from "../../ui/use-debounced.ts";
import { summaryContactInfo } from "../details.ts";
import { REASON_LABELS } from "./suggestion-reasons.ts";

/** The pause in typing after which the search starts, in milliseconds. */
const SEARCH_DELAY = 200;
const MAX_RESULTS = 8;

interface AddContactProps {
  readonly label: string;
  readonly property: string;
  /** The contact whose suggested duplicates are shown before anything is typed; null: none. */
  readonly first: string | null;
  /** The IDs of contacts that are not offered, because they are compared already. */
  readonly without: readonly string[];
  readonly add: (contact: string) => void;
}

/** Searches for a contact. */
export function AddContact({ label, property, first, without, add }: AddContactProps) {
  const { api } = useServices();
  const [typed, setTyped] = useState("");
  const q = useDebounced(typed.trim(), SEARCH_DELAY);
  const { loaded } = useLoad(`${first} ${q}`, async () => {
    if (q) return (await api.contacts(property, { q }, null)).items.map((one) => ({ ...one, reason: null }));
    if (!first) return [];
    const { suggestions } = await api.contact(property, first);
    return suggestions.map(({ other, reason }) => ({ ...other, phone: null, reason }));
  });
  const found = readyOr(loaded, []).filter((one) => !without.includes(one.id));
  return (
    <section class="add-contact">
      <Field label={label}>
        {(control) => (
          <Combobox
            {...control}
            inline
            label={t("Contacts found")}
            placeholder={t("Name, e-mail, phone or visitor ID")}
            value={typed}
            onInput={setTyped}
            options={found.slice(0, MAX_RESULTS).map(toOption)}
            onChoose={(chosen) => {
              setTyped("");
              add(chosen.id);
            }}
          />
        )}
      </Field>
      <ErrorNote failure={loaded.kind === "failed" ? loaded.failure : null} />
      <div role="status">
        {q && loaded.kind === "ready" && !found.length && (
          <p class="hint">{t("No contact found for “{q}”.", { q })}</p>
        )}
      </div>
    </section>
  );
}

type Found = Pick<ContactSummary, "id" | "name" | "email" | "phone"> & {
  readonly reason: Suggestion["reason"] | null;
};

/** A contact as an option: the name, how to reach them, and why they may be the same person. */
function toOption(one: Found): ComboboxOption {
  const reason = one.reason && ` · ${t(REASON_LABELS[one.reason])}`;
  return {
    id: one.id,
    label: personName(one),
    hint: `${summaryContactInfo(one) || one.id}${reason ?? ""}`,
  };
}
