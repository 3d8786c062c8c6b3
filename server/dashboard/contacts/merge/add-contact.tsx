import { useId, useState } from "preact/hooks";
import { useServices } from "../../app/services.tsx";
import { readyOr } from "../../data/loadable.ts";
import { personName } from "../../data/person-name.ts";
import { useLoad } from "../../data/use-load.ts";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { ErrorNote } from "../../ui/states.tsx";
import { useDebounced } from "../../ui/use-debounced.ts";
import { Verbatim } from "../../ui/verbatim.tsx";
import { summaryContactInfo } from "../details.ts";
import { REASON_LABELS } from "./suggestion-reasons.ts";

/** The pause in typing after which the search starts, in milliseconds. */
const SEARCH_DELAY = 200;
const MAX_RESULTS = 8;

interface AddContactProps {
  readonly property: string;
  /** The contact whose suggested duplicates are shown before anything is typed; null: none. */
  readonly first: string | null;
  /** The IDs of the contacts that are compared already. */
  readonly without: readonly string[];
  readonly add: (contact: string) => void;
}

/** Searches for another contact to compare. */
export function AddContact({ property, first, without, add }: AddContactProps) {
  const { api } = useServices();
  const id = useId();
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
      <label class="label" for={id}>
        {without.length > 1 ? "Add another contact" : "Find a contact to merge"}
      </label>
      <div class="search">
        <Icon name="search" />
        <input
          id={id}
          class="input"
          type="search"
          placeholder="Name, e-mail, phone or visitor ID"
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
      <ErrorNote failure={loaded.kind === "failed" ? loaded.failure : null} />
      <div role="status">
        {q && loaded.kind === "ready" && !found.length && (
          <p class="hint">No other contact found for “{q}”.</p>
        )}
      </div>
      {found.length > 0 && (
        <ul class="plain-list found">
          {found.slice(0, MAX_RESULTS).map((one) => (
            <li key={one.id}>
              <span>
                <strong dir="auto" translate={false}>
                  {personName(one)}
                </strong>
                <span class="hint">
                  <Verbatim>{summaryContactInfo(one) || one.id}</Verbatim>
                  {one.reason && ` · ${REASON_LABELS[one.reason]}`}
                </span>
              </span>
              <Button small icon="plus" onClick={() => add(one.id)}>
                Compare<span class="unseen"> with {personName(one)}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
