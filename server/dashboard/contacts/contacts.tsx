import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { PropertyOfMe } from "../../../shared/account.ts";
import type { ContactFilter } from "../../../shared/crm.ts";
import { href } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";
import { contactsCsvAddress } from "../data/contacts-api.ts";
import { readyOr } from "../data/loadable.ts";
import { useLoad } from "../data/use-load.ts";
import { t } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { count } from "../ui/format.ts";
import { Icon } from "../ui/icon.tsx";
import { useTitle } from "../ui/use-title.ts";
import { listKey, rememberFilter } from "./contact-list-memory.ts";
import { ContactsTabs } from "./contacts-tabs.tsx";
import { ContactRows } from "./list/contact-rows.tsx";
import { FilterPanel } from "./list/filter-panel.tsx";
import { changeFilter, filterChips } from "./list/filters.ts";
import { SavedViews } from "./list/saved-views.tsx";
import { useMatchingApi } from "./list/use-matching-api.ts";
import { useOrganizationApi } from "./organizations/use-organization-api.ts";
import { SearchField } from "./search-field.tsx";
import { useTags } from "./use-tags.ts";

interface ContactsScreenProps {
  readonly property: PropertyOfMe;
  readonly filter: ContactFilter;
}

/** The list of contacts. The address says how it is searched, filtered and sorted. */
export function ContactsScreen({ property, filter }: ContactsScreenProps) {
  const { api, memory } = useServices();
  const organizationApi = useOrganizationApi();
  const matching = useMatchingApi();
  const { route } = useLocation();
  const tags = useTags(property.id);
  const attributes = useLoad(property.id, async () => (await api.attributes(property.id)).items);
  const organization = useLoad(filter.organization ?? "", async () =>
    filter.organization ? organizationApi.organization(property.id, filter.organization) : null,
  );
  const [filtersOpen, setFiltersOpen] = useState(false);
  const showList = (next: ContactFilter) => route(href.contacts(property.id, next), true);
  const names = {
    tags: tags.items,
    attributes: readyOr(attributes.loaded, []),
    organization: readyOr(organization.loaded, null),
  };
  const chips = filterChips(filter, names);
  const key = listKey(property.id, filter);
  const counted = useLoad(key, async () => (await matching.contactCount(property.id, filter)).count);
  const total = readyOr(counted.loaded, null);
  useTitle(`${filter.q ? `“${filter.q}” · ` : ""}Contacts · ${property.name}`);
  useEffect(() => rememberFilter(memory, property.id, filter), [key]);

  return (
    <main class="contacts" id="main" tabIndex={-1}>
      <ContactsTabs property={property.id} current="contacts" title={t("Contacts")}>
        <SearchField
          label={t("Search contacts")}
          placeholder={t("Name, e-mail, phone, organization or ID")}
          search={filter.q ?? ""}
          onSearch={(q) => showList(changeFilter(filter, { q }))}
        />
        <div class="contacts-tools">
          <Button icon="filter" aria-expanded={filtersOpen} onClick={() => setFiltersOpen(!filtersOpen)}>
            {t("Filters")}
            {chips.length > 0 && <span class="count">{chips.length}</span>}
          </Button>
          {property.role === "admin" && (
            <ImportExportLinks property={property.id} filter={filter} total={total} />
          )}
          <a class="button primary" href={href.newContact(property.id)}>
            <Icon name="plus" />
            <span class="narrow-only" aria-hidden="true">
              {t("Add")}
            </span>
            <span class="wide-only">{t("Add contact")}</span>
          </a>
        </div>
      </ContactsTabs>
      {filtersOpen && (
        <FilterPanel
          property={property.id}
          filter={filter}
          tags={tags.items}
          attributes={names.attributes}
          onFilter={showList}
          onClose={() => setFiltersOpen(false)}
        />
      )}
      <SavedViews property={property.id} filter={filter} />
      {chips.length > 0 && (
        <ul class="plain-list filter-chips" aria-label={t("Active filters")}>
          {chips.map(({ id, label, without }) => (
            <li key={id}>
              <button type="button" class="chip" onClick={() => showList(without)}>
                <bdi>{label}</bdi>
                <Icon name="close" size={14} />
                <span class="unseen">{t(": remove filter")}</span>
              </button>
            </li>
          ))}
          <li>
            <Button small kind="quiet" onClick={() => showList(changeFilter({}, { q: filter.q }))}>
              {t("Clear all")}
            </Button>
          </li>
        </ul>
      )}
      <ContactRows
        key={key}
        property={property}
        filter={filter}
        tags={tags}
        total={total}
        onChanged={() => void counted.reload()}
      />
    </main>
  );
}

interface ImportExportLinksProps {
  readonly property: string;
  readonly filter: ContactFilter;
  /** The number of contacts that match the filter; null: not known yet. */
  readonly total: number | null;
}

/** The links to import contacts, and to export those of the list as CSV, for admins. */
function ImportExportLinks({ property, filter, total }: ImportExportLinksProps) {
  return (
    <>
      <a class="button plain" href={href.import(property)}>
        <Icon name="upload" />
        <span class="wide-only">{t("Import")}</span>
      </a>
      <a class="button plain export-link" href={contactsCsvAddress(property, filter)} download>
        <Icon name="download" />
        <span class="wide-only">
          {t("Export")}
          {total !== null && ` ${count(total)}`}
        </span>
        {total !== null && <span class="unseen"> {total === 1 ? t("contact") : t("contacts")}</span>}
      </a>
    </>
  );
}
