import { useCallback, useEffect, useState } from "preact/hooks";
import type { PropertyOfMe } from "../../../../shared/account.ts";
import type { ContactPage, ContactSummary } from "../../../../shared/contact.ts";
import type { ContactFilter } from "../../../../shared/crm.ts";
import { href } from "../../app/routes.ts";
import { remembered, useServices } from "../../app/services.tsx";
import { createPaged, type Paged } from "../../data/paged.ts";
import { plural, t, withElements } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { count } from "../../ui/format.ts";
import { EmptyState, LoadError, Skeleton } from "../../ui/states.tsx";
import { useLetterShortcuts } from "../../ui/use-shortcuts.ts";
import { VirtualList } from "../../ui/virtual-list.tsx";
import { listKey } from "../contact-list-memory.ts";
import { ContactRow } from "../contact-row.tsx";
import type { useTags } from "../use-tags.ts";
import { BulkJobList, useBulkJobs } from "./bulk-jobs.tsx";
import { ColumnHeaders } from "./column-headers.tsx";
import { ColumnPicker } from "./column-picker.tsx";
import { gridTracks, minRowWidth } from "./column-widths.ts";
import { type Column, readColumns, saveColumns, sortOf } from "./columns.ts";
import { isUnfiltered } from "./filters.ts";
import { MatchingBar } from "./matching-bar.tsx";
import { SelectionBar } from "./selection-bar.tsx";
import { useColumnWidths } from "./use-column-widths.ts";

/** The height of a row in rem. The style of the row relies on it. */
const ROW_HEIGHT = 4;
/** The server changes at most this many contacts in one request. */
const MAX_SELECTED = 1_000;

interface ContactRowsProps {
  readonly property: PropertyOfMe;
  readonly filter: ContactFilter;
  readonly tags: ReturnType<typeof useTags>;
  /** The number of contacts that match; null: not known yet. */
  readonly total: number | null;
  /** Called after contacts were changed, so that they are counted again. */
  readonly onChanged: () => void;
}

/** The contacts that match a filter, in the columns that the agent chose, with the changes of many contacts above. */
export function ContactRows(props: ContactRowsProps) {
  const { property, filter, onChanged } = props;
  const key = listKey(property.id, filter);
  const list = useContactList(key, property.id, filter);
  const bulk = useBulkJobs(property.id, () => {
    void list.refresh();
    onChanged();
  });
  return (
    <>
      <BulkJobList property={property.id} jobs={bulk.jobs} onChange={() => void bulk.reload()} />
      <LoadedRows {...props} name={key} list={list} onStarted={() => void bulk.reload()} />
    </>
  );
}

function LoadedRows(props: ContactTableProps) {
  const { property, filter, list } = props;
  const { items, kind, failure } = list.state.value;
  if (kind === "loading" && !items.length) return <Skeleton lines={10} label={t("Loading the contacts")} />;
  if (kind === "failed" && !items.length)
    return <LoadError failure={failure} retry={() => void list.load()} />;
  if (!items.length) return <NoContacts property={property} filter={filter} />;
  return <ContactTable {...props} />;
}

type ContactList = Paged<ContactSummary, ContactPage>;

/** The list of a filter. It stays in memory while the page is open, and is refreshed when it is shown again. */
function useContactList(key: string, property: string, filter: ContactFilter): ContactList {
  const { api, memory } = useServices();
  const list = remembered(memory, key, () =>
    createPaged<ContactSummary, ContactPage>({
      load: (cursor) => api.contacts(property, filter, cursor),
      keyOf: (contact) => contact.id,
      isAfter: orderOf(filter),
    }),
  );
  useEffect(() => {
    if (list.state.value.kind === "loading") void list.load();
    else void list.refresh();
  }, [list]);
  return list;
}

/** The IDs of the selected contacts. */
function useSelection() {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  return {
    selected,
    /** Selects these contacts only, up to the limit. */
    select: (ids: readonly string[]) => setSelected(new Set(ids.slice(0, MAX_SELECTED))),
    toggle: (id: string) =>
      setSelected((old) => {
        const next = new Set(old);
        if (!next.delete(id) && next.size < MAX_SELECTED) next.add(id);
        return next;
      }),
  };
}

interface ContactTableProps extends ContactRowsProps {
  /** The key of the list in memory. */
  readonly name: string;
  readonly list: ContactList;
  /** Called when the server has started a change of many contacts. */
  readonly onStarted: () => void;
}

function ContactTable(props: ContactTableProps) {
  const { property, filter, tags, name, list, onChanged, onStarted } = props;
  const { preferences } = useServices();
  const letters = useLetterShortcuts();
  const [columns, setColumns] = useState(() => readColumns(preferences, property.id));
  const widths = useColumnWidths(property.id, columns);
  const { selected, select, toggle } = useSelection();
  const loadMore = useCallback(() => void list.more(), [list]);
  const { items, next, kind, first } = list.state.value;
  const total = props.total ?? first?.total ?? null;
  const [allMatch, setAllMatch] = useState(false);
  const allLoaded = selected.size > 0 && selected.size === Math.min(items.length, MAX_SELECTED);

  const chooseColumns = (chosen: readonly Column[]) => {
    setColumns(chosen);
    saveColumns(preferences, property.id, chosen);
  };
  return (
    <div
      class="contact-list"
      style={{
        "--tracks": gridTracks(columns, widths.chosen),
        "--least": minRowWidth(columns, widths.chosen),
      }}
    >
      {allMatch && total !== null ? (
        <MatchingBar
          property={property.id}
          filter={filter}
          total={total}
          tags={tags}
          clear={() => {
            setAllMatch(false);
            select([]);
          }}
          onStarted={onStarted}
        />
      ) : selected.size > 0 ? (
        <SelectionBar
          property={property.id}
          selected={selected}
          tags={tags}
          clear={() => select([])}
          selectAll={
            allLoaded && total !== null && total > selected.size
              ? { total, select: () => setAllMatch(true) }
              : null
          }
          onChanged={(removed) => {
            for (const id of removed) list.remove(id);
            void list.refresh();
            onChanged();
          }}
        />
      ) : (
        <div class="contacts-count">
          <p role="status">{countText(items.length, total, next !== null, filter)}</p>
          <ColumnPicker columns={columns} choose={chooseColumns} widths={widths} />
        </div>
      )}
      <VirtualList
        label={t("Contacts")}
        name={name}
        items={items}
        keyOf={(contact) => contact.id}
        rowHeight={ROW_HEIGHT}
        total={total}
        onNearEnd={loadMore}
        letters={letters.on}
        head={
          <ColumnHeaders
            property={property.id}
            filter={filter}
            columns={columns}
            widths={widths}
            allSelected={allMatch || allLoaded}
            selectAll={(all) => {
              setAllMatch(false);
              select(all ? items.map(({ id }) => id) : []);
            }}
          />
        }
        row={(contact, focus) => (
          <ContactRow
            contact={contact}
            href={href.contact(property.id, contact.id)}
            tabIndex={focus.tabIndex}
            columns={columns}
            selected={allMatch || selected.has(contact.id)}
            toggle={() => {
              setAllMatch(false);
              toggle(contact.id);
            }}
          />
        )}
        foot={<ListFoot failed={kind === "failed"} hasMore={next !== null} retry={loadMore} />}
      />
    </div>
  );
}

interface ListFootProps {
  readonly failed: boolean;
  readonly hasMore: boolean;
  readonly retry: () => void;
}

function ListFoot({ failed, hasMore, retry }: ListFootProps) {
  if (!failed) return hasMore ? <Skeleton lines={2} label={t("Loading more")} /> : null;
  return (
    <p class="list-foot" role="alert">
      {t("More contacts could not be loaded.")}{" "}
      <Button small onClick={retry}>
        {t("Try again")}
      </Button>
    </p>
  );
}

/** Compares two contacts by the order of a list; null for names, because only the server sorts names. */
function orderOf(filter: ContactFilter): ((a: ContactSummary, b: ContactSummary) => boolean) | null {
  const { sort, order } = sortOf(filter);
  if (sort === "name") return null;
  const sortTime = (one: ContactSummary) => (sort === "seen" ? one.lastSeenAt : one.contactSince);
  return (a, b) => {
    const later = sortTime(a) === sortTime(b) ? a.id > b.id : sortTime(a) > sortTime(b);
    return order === "asc" ? later : !later && a.id !== b.id;
  };
}

function countText(loaded: number, total: number | null, more: boolean, filter: ContactFilter): string {
  const counted = total ?? loaded;
  const isPartial = total === null && more;
  const contacts = isPartial
    ? t("More than {count} contacts", { count: count(counted) })
    : plural(counted, "{count} contact", "{count} contacts");
  return filter.q ? t("{contacts} for “{q}”", { contacts, q: filter.q }) : contacts;
}

function NoContacts({ property, filter }: { property: PropertyOfMe; filter: ContactFilter }) {
  if (!isUnfiltered(filter))
    return (
      <EmptyState
        icon="search"
        title={
          filter.q ? t("No contacts found for “{q}”", { q: filter.q }) : t("No contacts match these filters")
        }
      >
        <p>
          {filter.q
            ? t(
                "The search finds the beginnings of names, e-mails, phones, user IDs, organizations and visitor IDs.",
              )
            : t("A contact must match every filter. Remove one to see more contacts.")}
        </p>
        <a class="button plain" href={href.contacts(property.id)}>
          {t("Show all contacts")}
        </a>
      </EmptyState>
    );
  return (
    <EmptyState icon="people" title={t("No contacts yet")}>
      <p>
        {withElements("Visitors become contacts when they leave an {email} or a phone in the widget.", {
          email: <span class="whole">{t("e-mail")}</span>,
        })}
      </p>
      <a class="button plain" href={href.settings(property.id, "install")}>
        {t("Install the widget")}
      </a>
      {property.role === "admin" && (
        <a class="button plain" href={href.import(property.id)}>
          {t("Import a CSV file")}
        </a>
      )}
    </EmptyState>
  );
}
