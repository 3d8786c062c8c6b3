import { useEffect, useMemo, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Organization } from "../../../../shared/crm.ts";
import { href } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import type { PropertyOfMe } from "../../app/shell/property-screens.tsx";
import { createPaged } from "../../data/paged.ts";
import { Button } from "../../ui/button.tsx";
import { count } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { EmptyState, LoadError, Skeleton } from "../../ui/states.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { ContactsTabs } from "../contacts-tabs.tsx";
import { LoadMore } from "../paged-list.tsx";
import { SearchField } from "../search-field.tsx";
import { OrganizationDialog } from "./organization-dialog.tsx";

interface OrganizationsScreenProps {
  readonly property: PropertyOfMe;
  readonly search: string;
}

/** The organizations that contacts belong to, by name. */
export function OrganizationsScreen({ property, search }: OrganizationsScreenProps) {
  const { route } = useLocation();
  const [adding, setAdding] = useState(false);
  useTitle(`Organizations · ${property.name}`);
  return (
    <main class="contacts" id="main" tabIndex={-1}>
      <ContactsTabs property={property.id} here="organizations" title="Organizations">
        <SearchField
          label="Search organizations"
          placeholder="Name"
          search={search}
          onSearch={(name) => route(href.organizations(property.id, name), true)}
        />
        <div class="contacts-tools">
          <Button kind="primary" icon="plus" onClick={() => setAdding(true)}>
            Add organization
          </Button>
        </div>
      </ContactsTabs>
      <List key={search} property={property.id} search={search} add={() => setAdding(true)} />
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

function List({ property, search, add }: { property: string; search: string; add: () => void }) {
  const { api } = useServices();
  const list = useMemo(
    () =>
      createPaged({
        load: (cursor: string | null) => api.organizations(property, search, cursor),
        keyOf: ({ id }: Organization) => id,
        isAfter: () => false,
      }),
    [api, property, search],
  );
  useEffect(() => {
    void list.load();
  }, [list]);
  const { items, status, failure } = list.state.value;
  if (status === "loading") return <Skeleton lines={8} label="Loading the organizations" />;
  if (status === "failed" && failure && !items.length)
    return <LoadError failure={failure} retry={() => void list.load()} />;
  if (!items.length)
    return search ? (
      <EmptyState icon="search" title={`None is called “${search}”`}>
        <a class="button plain" href={href.organizations(property)}>
          Show all organizations
        </a>
      </EmptyState>
    ) : (
      <EmptyState icon="house" title="No organizations yet">
        <p>One comes about when a contact is given it, or here by hand.</p>
        <Button onClick={add}>Add an organization</Button>
      </EmptyState>
    );
  return (
    <div class="scrolled">
      <ul class="plain-list organization-rows" aria-label="Organizations">
        {items.map(({ id, name, domain, people }) => (
          <li key={id}>
            <a href={href.organization(property, id)}>
              <span class="mark" aria-hidden="true">
                <Icon name="house" />
              </span>
              <strong dir="auto">{name}</strong>
              <span class="hint">
                <bdi>{domain ?? ""}</bdi>
              </span>
              <span class="hint">{peopleWords(people)}</span>
            </a>
          </li>
        ))}
      </ul>
      <div class="list-foot">
        <LoadMore list={list} />
      </div>
    </div>
  );
}

/** "1 contact", "12 contacts". */
export const peopleWords = (people: number) => `${count(people)} ${people === 1 ? "contact" : "contacts"}`;
