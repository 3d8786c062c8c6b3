import { useEffect, useMemo } from "preact/hooks";
import type { ContactSummary } from "../../../../shared/contact.ts";
import type { SuggestionPage } from "../../../../shared/crm.ts";
import { href } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import type { PropertyOfMe } from "../../app/shell/property-screens.tsx";
import { createPaged } from "../../data/paged.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Icon } from "../../ui/icon.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { EmptyState, LoadError, Skeleton } from "../../ui/states.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { ContactsTabs } from "../contacts-tabs.tsx";
import { LoadMore } from "../paged-list.tsx";
import { DismissSuggestion } from "./dismiss-suggestion.tsx";
import { REASON_LABELS } from "./suggestion-reasons.ts";

type Pair = SuggestionPage["items"][number];

/** Pairs of contacts who may be one person, the strongest reason first. */
export function DuplicatesScreen({ property }: { property: PropertyOfMe }) {
  useTitle(`Duplicates · ${property.name}`);
  return (
    <main class="contacts" id="main" tabIndex={-1}>
      <ContactsTabs property={property.id} here="duplicates" title="Duplicates" />
      <Pairs property={property.id} />
    </main>
  );
}

function Pairs({ property }: { property: string }) {
  const { api } = useServices();
  const list = useMemo(
    () =>
      createPaged<Pair, SuggestionPage>({
        load: (cursor) => api.suggestions(property, cursor),
        keyOf: ({ id }) => id,
        isAfter: () => false,
      }),
    [api, property],
  );
  useEffect(() => {
    void list.load();
  }, [list]);
  const { items, status, failure } = list.state.value;
  if (status === "loading") return <Skeleton lines={8} label="Loading the duplicates" />;
  if (status === "failed" && failure && !items.length)
    return <LoadError failure={failure} retry={() => void list.load()} />;
  if (!items.length)
    return (
      <EmptyState icon="check" title="Nobody is here twice">
        <p>Contacts who may be one person appear here as they come in.</p>
      </EmptyState>
    );
  return (
    <div class="scrolled">
      <ul class="plain-list pairs" aria-label="Contacts who may be one person">
        {items.map((pair) => (
          <PairRow key={pair.id} property={property} pair={pair} onDismissed={() => list.remove(pair.id)} />
        ))}
      </ul>
      <div class="list-foot">
        <LoadMore list={list} />
      </div>
    </div>
  );
}

const nameOf = ({ name, email, phone, id }: ContactSummary) => name || email || phone || id;

interface PairRowProps {
  readonly property: string;
  readonly pair: Pair;
  readonly onDismissed: () => void;
}

function PairRow({ property, pair, onDismissed }: PairRowProps) {
  const ids = pair.contacts.map(({ id }) => id);
  const names = pair.contacts.map(nameOf).join(" and ");
  const words = REASON_LABELS[pair.reason];
  return (
    <li class="pair">
      <p class="pair-reason">
        <Icon name="people" size={16} />
        {words.charAt(0).toUpperCase() + words.slice(1)}.
        <span class="hint">
          <RelativeTime at={pair.at} />
        </span>
      </p>
      {pair.contacts.map((one) => (
        <a key={one.id} class="pair-person" href={href.contact(property, one.id)}>
          <Avatar name={one.name} />
          <span>
            <strong dir="auto">{nameOf(one)}</strong>
            <span class="hint">
              <bdi>{[one.email, one.phone].filter(Boolean).join(" · ") || one.id}</bdi>
            </span>
          </span>
        </a>
      ))}
      <p class="pair-acts">
        <a class="button plain small" href={href.merge(property, ids)}>
          <Icon name="merge" />
          Compare and merge<span class="unseen"> {names}</span>
        </a>
        <DismissSuggestion property={property} suggestion={pair.id} name={names} onDismissed={onDismissed} />
      </p>
    </li>
  );
}
