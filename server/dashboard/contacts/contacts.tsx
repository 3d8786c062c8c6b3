import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { ContactPage, ContactSummary } from "../../../shared/contact.ts";
import { count } from "../format.ts";
import { useDelayed, useTitle } from "../hooks.ts";
import { exportAddress } from "../imports/import-api.ts";
import { createPaged } from "../paged.ts";
import { href } from "../routes.ts";
import { remembered, useServices } from "../services.tsx";
import type { PropertyOfMe } from "../shell/property-screens.tsx";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { useLetterShortcuts, useShortcuts } from "../ui/shortcuts.ts";
import { Empty, Failed, Skeleton } from "../ui/states.tsx";
import { WindowList } from "../ui/window-list.tsx";
import { ContactRow } from "./contact-row.tsx";
import { keepSearch } from "./last-search.ts";

/** The height of a row, in rem; the row's style fits it. */
const ROW = 4;
const TYPING = 200;

/** Everybody who left an e-mail or phone, whoever was seen last first, with a search that lives in the address. */
export function ContactsScreen({ property, search }: { property: PropertyOfMe; search: string }) {
  const { route } = useLocation();
  const { memory } = useServices();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(search);
  const settled = useDelayed(typed.trim(), TYPING);
  const asked = useRef(search);
  useTitle(`${search ? `“${search}” · ` : ""}Contacts · ${property.name}`);
  useShortcuts({ "/": () => field.current?.select() });
  useEffect(() => keepSearch(memory, property.id, search), [search]);

  useEffect(() => {
    if (settled === asked.current) return;
    asked.current = settled;
    route(href.contacts(property.id, settled), true);
  }, [settled]);
  useEffect(() => {
    // Back and Forward change the address, and with it what the field says
    if (search === asked.current) return;
    asked.current = search;
    setTyped(search);
  }, [search]);

  return (
    <main class="contacts" id="main" tabIndex={-1}>
      <header class="contacts-head">
        <h1>Contacts</h1>
        <search class="search">
          <Icon name="search" />
          <input
            ref={field}
            class="input"
            type="search"
            aria-label="Search contacts"
            placeholder="Name, e-mail, phone or visitor ID"
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </search>
        {property.role === "admin" && <ListTools property={property.id} />}
      </header>
      <ContactRows property={property} search={search} />
    </main>
  );
}

/** Contacts in and out as a spreadsheet, for admins. */
function ListTools({ property }: { property: string }) {
  return (
    <div class="contacts-tools">
      <a class="button plain" href={href.import(property)}>
        <Icon name="upload" />
        Import
      </a>
      <a class="button plain" href={exportAddress(property)} download>
        <Icon name="download" />
        Export
      </a>
    </div>
  );
}

function ContactRows({ property, search }: { property: PropertyOfMe; search: string }) {
  const { api, memory } = useServices();
  const letters = useLetterShortcuts();
  const name = `contacts ${property.id} ${search}`;
  const list = remembered(memory, name, () =>
    createPaged<ContactSummary, ContactPage>({
      load: (cursor) => api.contacts(property.id, search, cursor),
      keyOf: (contact) => contact.id,
      isAfter: (a, b) => (a.contactSince === b.contactSince ? a.id < b.id : a.contactSince < b.contactSince),
    }),
  );
  const more = useCallback(() => void list.more(), [list]);
  useEffect(() => {
    if (list.state.value.status === "loading") void list.load();
    else void list.refresh();
  }, [list]);

  const { items, next, status, failure, first } = list.state.value;
  if (status === "loading" && !items.length) return <Skeleton lines={10} label="Loading the contacts" />;
  if (status === "failed" && failure && !items.length)
    return <Failed failure={failure} retry={() => void list.load()} />;
  if (!items.length) return <NoContacts property={property} search={search} />;
  return (
    <>
      <p class="contacts-count" role="status">
        {summary(items.length, first?.total ?? null, next !== null, search)}
      </p>
      <WindowList
        label="Contacts"
        name={name}
        items={items}
        keyOf={(contact) => contact.id}
        rowHeight={ROW}
        total={first?.total ?? null}
        onNearEnd={more}
        letters={letters.on}
        row={(contact, focus) => (
          <ContactRow
            contact={contact}
            href={href.contact(property.id, contact.id)}
            tabIndex={focus.tabIndex}
          />
        )}
        foot={
          status === "failed" ? (
            <p class="list-foot" role="alert">
              The rest could not be loaded.{" "}
              <Button small onClick={more}>
                Try again
              </Button>
            </p>
          ) : (
            next !== null && <Skeleton lines={2} label="Loading more" />
          )
        }
      />
    </>
  );
}

function summary(loaded: number, total: number | null, more: boolean, search: string): string {
  const counted = search || total === null ? loaded : total;
  const open = search || total === null ? more : false;
  const noun = counted === 1 && !open ? "contact" : "contacts";
  return `${open ? "More than " : ""}${count(counted)} ${noun}${search ? ` for “${search}”` : ""}`;
}

function NoContacts({ property, search }: { property: PropertyOfMe; search: string }) {
  if (search)
    return (
      <Empty icon="search" title={`Nobody for “${search}”`}>
        <p>The search knows names, e-mails, phones, organizations and visitor IDs, each by its beginning.</p>
        <a class="button plain" href={href.contacts(property.id)}>
          Show all contacts
        </a>
      </Empty>
    );
  return (
    <Empty icon="people" title="No contacts yet">
      <p>
        A visitor becomes a contact with the first <span class="whole">e-mail</span> or phone they leave in
        the widget.
      </p>
      <a class="button plain" href={href.settings(property.id, "install")}>
        Put the widget on your site
      </a>
      {property.role === "admin" && (
        <a class="button plain" href={href.import(property.id)}>
          Import a CSV file
        </a>
      )}
    </Empty>
  );
}
