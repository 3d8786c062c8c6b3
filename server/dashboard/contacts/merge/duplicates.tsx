import { useMemo } from "preact/hooks";
import type { PropertyOfMe } from "../../../../shared/account.ts";
import type { SuggestionPage } from "../../../../shared/crm.ts";
import { href } from "../../app/routes.ts";
import { createPaged } from "../../data/paged.ts";
import { personName } from "../../data/person-name.ts";
import { t } from "../../i18n/translate.ts";
import { Icon } from "../../ui/icon.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { useTitle } from "../../ui/use-title.ts";
import { ContactLink } from "../contact-link.tsx";
import { ContactsTabs } from "../contacts-tabs.tsx";
import { FullPageList } from "../paged-list.tsx";
import { DismissSuggestion } from "./dismiss-suggestion.tsx";
import { REASON_LABELS } from "./suggestion-reasons.ts";
import { useMergeApi } from "./use-merge-api.ts";

type Pair = SuggestionPage["items"][number];

/** The suggested pairs of duplicates, the strongest reason first. */
export function DuplicatesScreen({ property }: { property: PropertyOfMe }) {
  useTitle(t("Duplicates · {name}", { name: property.name }));
  return (
    <main class="contacts" id="main" tabIndex={-1}>
      <ContactsTabs property={property.id} current="duplicates" title={t("Duplicates")} />
      <Pairs property={property.id} />
    </main>
  );
}

function Pairs({ property }: { property: string }) {
  const api = useMergeApi();
  const list = useMemo(
    () =>
      createPaged<Pair, SuggestionPage>({
        load: (cursor) => api.suggestions(property, cursor),
        keyOf: ({ id }) => id,
        isAfter: () => false,
      }),
    [api, property],
  );
  return (
    <FullPageList
      list={list}
      label={t("Possible duplicates")}
      loadingLabel={t("Loading the duplicates")}
      class="pairs"
      empty={
        <EmptyState icon="check" title={t("No duplicates found")}>
          <p>{t("Contacts that may be the same person appear here.")}</p>
        </EmptyState>
      }
    >
      {(pair) => (
        <PairRow key={pair.id} property={property} pair={pair} onDismissed={() => list.remove(pair.id)} />
      )}
    </FullPageList>
  );
}

interface PairRowProps {
  readonly property: string;
  readonly pair: Pair;
  readonly onDismissed: () => void;
}

function PairRow({ property, pair, onDismissed }: PairRowProps) {
  const ids = pair.contacts.map(({ id }) => id);
  const names = pair.contacts.map(personName).join(" and ");
  return (
    <li class="pair">
      <p class="pair-reason">
        <Icon name="people" size={16} />
        <span>{t(REASON_LABELS[pair.reason])}</span>
        <span class="hint">
          <RelativeTime at={pair.at} />
        </span>
      </p>
      {pair.contacts.map((contact) => (
        <ContactLink key={contact.id} property={property} contact={contact} />
      ))}
      <p class="pair-actions">
        <a class="button plain small" href={href.merge(property, ids)}>
          <Icon name="merge" />
          {t("Compare and merge")}
          <span class="unseen"> {names}</span>
        </a>
        <DismissSuggestion property={property} suggestion={pair.id} name={names} onDismissed={onDismissed} />
      </p>
    </li>
  );
}
