import { useMemo, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { PropertyOfMe } from "../../../../shared/account.ts";
import type { Organization } from "../../../../shared/crm.ts";
import { href } from "../../app/routes.ts";
import { createPaged } from "../../data/paged.ts";
import { plural, t } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { Verbatim } from "../../ui/verbatim.tsx";
import { ContactsTabs } from "../contacts-tabs.tsx";
import { FullPageList } from "../paged-list.tsx";
import { SearchField } from "../search-field.tsx";
import { OrganizationDialog } from "./organization-dialog.tsx";
import { useOrganizationApi } from "./use-organization-api.ts";

interface OrganizationsScreenProps {
  readonly property: PropertyOfMe;
  readonly search: string;
}

/** The list of organizations, sorted by name. */
export function OrganizationsScreen({ property, search }: OrganizationsScreenProps) {
  const { route } = useLocation();
  const [adding, setAdding] = useState(false);
  useTitle(t("Organizations · {name}", { name: property.name }));
  return (
    <main class="contacts" id="main" tabIndex={-1}>
      <ContactsTabs property={property.id} current="organizations" title={t("Organizations")}>
        <SearchField
          label={t("Search organizations")}
          placeholder={t("Name")}
          search={search}
          onSearch={(name) => route(href.organizations(property.id, name), true)}
        />
        <div class="contacts-tools">
          <Button kind="primary" icon="plus" onClick={() => setAdding(true)}>
            {t("Add organization")}
          </Button>
        </div>
      </ContactsTabs>
      <OrganizationList key={search} property={property.id} search={search} add={() => setAdding(true)} />
      {adding && (
        <OrganizationDialog
          property={property.id}
          organization={null}
          onSaved={({ id }) => route(href.organization(property.id, id))}
          onClose={() => setAdding(false)}
        />
      )}
    </main>
  );
}

interface OrganizationListProps {
  readonly property: string;
  readonly search: string;
  readonly add: () => void;
}

function OrganizationList({ property, search, add }: OrganizationListProps) {
  const api = useOrganizationApi();
  const list = useMemo(
    () =>
      createPaged({
        load: (cursor: string | null) => api.organizations(property, search, cursor),
        keyOf: ({ id }: Organization) => id,
        isAfter: () => false,
      }),
    [api, property, search],
  );
  return (
    <FullPageList
      list={list}
      label={t("Organizations")}
      loadingLabel={t("Loading the organizations")}
      class="organization-rows"
      empty={<NoOrganizations property={property} search={search} add={add} />}
    >
      {({ id, name, domain, people }) => (
        <li key={id}>
          <a href={href.organization(property, id)}>
            <span class="avatar" aria-hidden="true">
              <Icon name="building" />
            </span>
            <strong dir="auto" translate={false}>
              {name}
            </strong>
            <span class="hint">
              <Verbatim>{domain ?? ""}</Verbatim>
            </span>
            <span class="hint">{plural(people, "{count} contact", "{count} contacts")}</span>
          </a>
        </li>
      )}
    </FullPageList>
  );
}

function NoOrganizations({ property, search, add }: OrganizationListProps) {
  if (search)
    return (
      <EmptyState icon="search" title={t("No organizations found for “{search}”", { search })}>
        <a class="button plain" href={href.organizations(property)}>
          {t("Show all organizations")}
        </a>
      </EmptyState>
    );
  return (
    <EmptyState icon="building" title={t("No organizations yet")}>
      <p>{t("Add one here, or enter an organization in the details of a contact.")}</p>
      <Button onClick={add}>{t("Add organization")}</Button>
    </EmptyState>
  );
}
