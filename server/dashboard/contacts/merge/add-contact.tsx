import { useId, useState } from "preact/hooks";
import type { ContactSummary } from "../../../../shared/contact.ts";
import { useServices } from "../../app/services.tsx";
import { useLoad } from "../../data/use-load.ts";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { ErrorNote } from "../../ui/states.tsx";
import { useDebounced } from "../../ui/use-debounced.ts";
import { REASON_LABELS } from "./suggestion-reasons.ts";

const TYPING = 200;
const SHOWN = 8;

interface AddContactProps {
  readonly property: string;
  /** Whose suggestions are offered before anything is typed. */
  readonly first: string | null;
  /** Who is there already. */
  readonly without: readonly string[];
  readonly add: (contact: string) => void;
}

/** Finds one more contact who may be the same person. */
export function AddContact({ property, first, without, add }: AddContactProps) {
  const { api } = useServices();
  const id = useId();
  const [typed, setTyped] = useState("");
  const q = useDebounced(typed.trim(), TYPING);
  const { loaded } = useLoad(`${first} ${q}`, async () => {
    if (q) return (await api.contacts(property, { q }, null)).items.map((one) => ({ ...one, reason: null }));
    if (!first) return [];
    const { suggestions } = await api.contact(property, first);
    return suggestions.map(({ other, reason }) => ({ ...other, phone: null, reason }));
  });
  const found = loaded.kind === "ready" ? loaded.value.filter((one) => !without.includes(one.id)) : [];
  return (
    <section class="add-contact">
      <label class="label" for={id}>
        {without.length > 1 ? "One more who is the same" : "Find the other"}
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
        {q && loaded.kind === "ready" && !found.length && <p class="hint">Nobody else for “{q}”.</p>}
      </div>
      {found.length > 0 && (
        <ul class="plain-list found">
          {found.slice(0, SHOWN).map((one) => (
            <li key={one.id}>
              <span>
                <strong dir="auto">{nameOf(one)}</strong>
                <span class="hint">
                  <bdi>{[one.email, one.phone].filter(Boolean).join(" · ") || one.id}</bdi>
                  {one.reason && ` · ${REASON_LABELS[one.reason]}`}
                </span>
              </span>
              <Button small icon="plus" onClick={() => add(one.id)}>
                Compare<span class="unseen"> with {nameOf(one)}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const nameOf = ({ name, email, id }: Pick<ContactSummary, "name" | "email" | "id">) => name || email || id;
