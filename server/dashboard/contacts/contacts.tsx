import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { ContactFilter } from "../../../shared/crm.ts";
import { useDelayed, useLoad, useTitle } from "../hooks.ts";
import { exportAddress } from "../imports/import-api.ts";
import { href } from "../routes.ts";
import { useServices } from "../services.tsx";
import type { PropertyOfMe } from "../shell/property-screens.tsx";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { useShortcuts } from "../ui/shortcuts.ts";
import { ContactsTabs } from "./contacts-tabs.tsx";
import { keepList, listName } from "./last-list.ts";
import { ContactRows } from "./list/contact-rows.tsx";
import { FilterPanel } from "./list/filter-panel.tsx";
import { changed, chipsOf } from "./list/filters.ts";
import { Views } from "./list/views.tsx";
import { useTags } from "./use-tags.ts";

const TYPING = 200;
/** Remembers that the way here is the key for searching. */
export const SEARCHING = "searching contacts";

interface ContactsScreenProps {
  readonly property: PropertyOfMe;
  readonly filter: ContactFilter;
}

/** Everybody who left an e-mail or phone: searched, filtered and sorted as the address says. */
export function ContactsScreen({ property, filter }: ContactsScreenProps) {
  const { api, memory } = useServices();
  const { route } = useLocation();
  const tags = useTags(property.id);
  const attributes = useLoad(property.id, async () => (await api.attributes(property.id)).items);
  const organization = useLoad(filter.organization ?? "", async () =>
    filter.organization ? api.organization(property.id, filter.organization) : null,
  );
  const [open, setOpen] = useState(false);
  const go = (next: ContactFilter) => route(href.contacts(property.id, next), true);
  const known = {
    tags: tags.items,
    attributes: attributes.loaded.state === "ready" ? attributes.loaded.value : [],
    organization: organization.loaded.state === "ready" ? organization.loaded.value : null,
  };
  const chips = chipsOf(filter, known);
  const name = listName(property.id, filter);
  useTitle(`${filter.q ? `“${filter.q}” · ` : ""}Contacts · ${property.name}`);
  useEffect(() => keepList(memory, property.id, filter), [name]);

  return (
    <main class="contacts" id="main" tabIndex={-1}>
      <ContactsTabs property={property.id} here="contacts" title="Contacts">
        <Search filter={filter} onFilter={go} />
        <div class="contacts-tools">
          <Button icon="filter" aria-expanded={open} onClick={() => setOpen(!open)}>
            Filters
            {chips.length > 0 && <span class="count">{chips.length}</span>}
          </Button>
          {property.role === "admin" && <Spreadsheets property={property.id} />}
          <a class="button primary" href={href.newContact(property.id)}>
            <Icon name="plus" />
            Add contact
          </a>
        </div>
      </ContactsTabs>
      {open && (
        <FilterPanel
          property={property.id}
          filter={filter}
          tags={tags.items}
          attributes={known.attributes}
          onFilter={go}
        />
      )}
      <Views property={property.id} filter={filter} />
      {chips.length > 0 && (
        <ul class="plain-list filter-chips" aria-label="Filters in force">
          {chips.map(({ key, words, without }) => (
            <li key={key}>
              <button type="button" class="chip" onClick={() => go(without)}>
                <bdi>{words}</bdi>
                <Icon name="close" size={14} />
                <span class="unseen"> remove this filter</span>
              </button>
            </li>
          ))}
          <li>
            <Button small kind="quiet" onClick={() => go(changed({}, { q: filter.q }))}>
              Remove all
            </Button>
          </li>
        </ul>
      )}
      <ContactRows key={name} property={property} filter={filter} tags={tags} />
    </main>
  );
}

interface SearchProps {
  readonly filter: ContactFilter;
  readonly onFilter: (filter: ContactFilter) => void;
}

/** The words that are searched for, in the address once typing has paused. */
function Search({ filter, onFilter }: SearchProps) {
  const { memory } = useServices();
  const field = useRef<HTMLInputElement>(null);
  const search = filter.q ?? "";
  const toField = () => {
    field.current?.focus();
    field.current?.select();
  };
  // the key was pressed on another screen
  useEffect(() => {
    if (memory.delete(SEARCHING)) toField();
  }, [memory]);
  const [typed, setTyped] = useState(search);
  const settled = useDelayed(typed.trim(), TYPING);
  const asked = useRef(search);
  useShortcuts({ "/": toField });
  useEffect(() => {
    if (settled === asked.current) return;
    asked.current = settled;
    onFilter(changed(filter, { q: settled }));
  }, [settled]);
  useEffect(() => {
    // Back and Forward change the address, and with it what the field says
    if (search === asked.current) return;
    asked.current = search;
    setTyped(search);
  }, [search]);
  return (
    <search class="search">
      <Icon name="search" />
      <input
        ref={field}
        class="input"
        type="search"
        aria-label="Search contacts"
        placeholder="Name, e-mail, phone, organization or ID"
        maxLength={200}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
    </search>
  );
}

/** Contacts in and out as a spreadsheet, for admins. */
function Spreadsheets({ property }: { property: string }) {
  return (
    <>
      <a class="button plain" href={href.import(property)}>
        <Icon name="upload" />
        Import
      </a>
      <a class="button plain" href={exportAddress(property)} download>
        <Icon name="download" />
        Export
      </a>
    </>
  );
}
