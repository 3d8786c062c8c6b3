import { useEffect, useMemo } from "preact/hooks";
import { useLocation } from "preact-iso";
import {
  type FoundConversation,
  type MessageHit,
  MessageSearchPage,
} from "../../../../shared/message-search.ts";
import { href, type View } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import { FOCUS_SEARCH } from "../../contacts/focus-search.ts";
import { SearchField } from "../../contacts/search-field.tsx";
import type { Api } from "../../data/api.ts";
import { createPaged } from "../../data/paged.ts";
import { personName } from "../../data/person-name.ts";
import { plural, t } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { EmptyState, LoadError, Skeleton } from "../../ui/states.tsx";
import { Badges, ConversationRow } from "../list/conversation-row.tsx";
import { mergeFound } from "./found-conversations.ts";

interface MessageSearchProps {
  readonly property: string;
  readonly view: View;
  /** The words in the address. */
  readonly search: string;
  /** The conversation and the entry that are shown. */
  readonly selectedId: string | null;
  readonly message: number | null;
}

/** The search in the messages of a property, in the place of the list of conversations. */
export function MessageSearch(props: MessageSearchProps) {
  const { property, view, search, selectedId, message } = props;
  const { route } = useLocation();
  const { memory } = useServices();
  // a search that was just opened; the field looks when it is mounted
  useMemo(() => search === "" && memory.set(FOCUS_SEARCH, true), []);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the field and the links in it
    <div class="message-search" onKeyDown={moveFocus}>
      <header class="pane-head">
        <div class="list-head">
          <h2>{t("Search")}</h2>
          <a
            class="icon-button"
            href={href.inbox(property, view, selectedId)}
            aria-label={t("Close the search")}
          >
            <Icon name="close" />
          </a>
        </div>
      </header>
      <div class="message-search-field">
        <SearchField
          label={t("Search messages")}
          placeholder={t("Words, names, numbers")}
          search={search}
          onSearch={(q) => route(href.inbox(property, view, selectedId, false, { search: q, message }), true)}
        />
      </div>
      {search === "" ? (
        <EmptyState icon="search" title={t("Search messages")}>
          <p>
            {t(
              "Finds messages, notes, subjects and forms that have all the words, and people by name, e-mail or phone.",
            )}
          </p>
        </EmptyState>
      ) : (
        <Results key={search} {...props} />
      )}
    </div>
  );
}

/** A page with fewer entries than this is followed by the next one at once. */
const FEW = 8;

/** Makes the list of the results of a search, which is loaded page by page. */
function createResults(api: Api, property: string, q: string) {
  return createPaged<FoundConversation, MessageSearchPage>({
    load: (cursor) =>
      api.call(MessageSearchPage, "GET", "/properties/:property/message-search", {
        param: { property },
        query: { q, cursor },
      }),
    keyOf: ({ conversation, messages }) => `${conversation.id} ${messages[0]?.sequence}`,
    isAfter: null,
  });
}

function Results(props: MessageSearchProps) {
  const { property, view, search, selectedId } = props;
  const { api } = useServices();
  const results = useMemo(() => createResults(api, property, search), [api, property, search]);
  const { items, first, next, kind, failure } = results.state.value;
  const found = useMemo(() => mergeFound(items), [items]);
  useEffect(() => void results.load(), [results]);
  const count = items.reduce((sum, { messages }) => sum + messages.length, 0);
  const isShort = kind === "ready" && next !== null && count < FEW;
  useEffect(() => {
    if (isShort) void results.more();
  }, [isShort, next]);

  if (kind === "failed" && !first) return <LoadError failure={failure} retry={() => void results.load()} />;
  if (!first || (!count && !first.ofContacts.length && (isShort || kind === "more")))
    return <Skeleton lines={7} label={t("Searching")} />;
  const address = (conversation: string, message: number | null) =>
    href.inbox(property, view, conversation, false, { search, message });
  return (
    <section class="search-results" aria-label={t("Search results")}>
      <p class="unseen" role="status">
        {(count > 0 || first.ofContacts.length > 0) &&
          (next === null
            ? plural(count, "{count} message found", "{count} messages found")
            : t("{count} or more messages found", { count }))}
      </p>
      {first.isIndexing && <p class="search-note">{t("Older messages are still being indexed.")}</p>}
      {first.ofContacts.length > 0 && (
        <>
          <h3>{t("People")}</h3>
          <ul>
            {first.ofContacts.map((item) => (
              <li key={item.id}>
                <ConversationRow
                  item={item}
                  href={address(item.id, null)}
                  selected={item.id === selectedId && props.message === null}
                  tabIndex={0}
                />
              </li>
            ))}
          </ul>
        </>
      )}
      {found.length > 0 && <h3>{t("Messages")}</h3>}
      <ul>
        {found.map((group) => (
          <Group key={group.conversation.id} group={group} address={address} shown={props} />
        ))}
      </ul>
      {!count && !first.ofContacts.length && next === null && (
        <EmptyState icon="search" title={t("Nothing found")}>
          <p>
            {t("Check the spelling, or search for fewer words. The last word may be only its beginning.")}
          </p>
        </EmptyState>
      )}
      <More kind={kind} next={next} load={() => void results.more()} />
    </section>
  );
}

interface MoreProps {
  readonly kind: "loading" | "ready" | "more" | "failed";
  readonly next: string | null;
  readonly load: () => void;
}

function More({ kind, next, load }: MoreProps) {
  if (kind === "failed")
    return (
      <p class="list-foot" role="alert">
        {t("More results could not be loaded.")}{" "}
        <Button small onClick={load}>
          {t("Try again")}
        </Button>
      </p>
    );
  if (next === null) return null;
  return (
    <p class="list-foot">
      <Button small busy={kind === "more"} onClick={load}>
        {t("Show more results")}
      </Button>
    </p>
  );
}

interface GroupProps {
  readonly group: FoundConversation;
  readonly address: (conversation: string, message: number | null) => string;
  readonly shown: Pick<MessageSearchProps, "selectedId" | "message">;
}

/** A conversation with the entries that were found in it. */
function Group({ group: { conversation, messages }, address, shown }: GroupProps) {
  const headingId = `found-${conversation.id}`;
  return (
    <li class="found-conversation">
      <p id={headingId} class="found-head">
        <strong dir="auto" translate={false}>
          {personName(conversation.person)}
        </strong>
        <Badges item={conversation} />
      </p>
      <ul aria-labelledby={headingId}>
        {messages.map((hit) => (
          <li key={hit.id}>
            <a
              class="found-message"
              href={address(conversation.id, hit.sequence)}
              aria-current={
                conversation.id === shown.selectedId && hit.sequence === shown.message ? "true" : undefined
              }
            >
              <span class="found-by">
                <span translate={false}>{authorOf(hit)}</span>
                <RelativeTime at={hit.receivedAt} />
              </span>
              <Snippet hit={hit} />
            </a>
          </li>
        ))}
      </ul>
    </li>
  );
}

/** The text around the words that were searched, with the words marked. */
function Snippet({ hit }: { hit: MessageHit }) {
  return (
    <span class="found-text" dir="auto" translate={false}>
      {hit.snippet.map(({ text, isMatch }, at) => (isMatch ? <mark key={at}>{text}</mark> : text))}
    </span>
  );
}

function authorOf({ kind, author, agent }: MessageHit): string {
  if (kind === "note") return agent ? t("Note by {name}", { name: agent.name }) : t("Note");
  return author === "visitor" ? t("Visitor") : (agent?.name ?? t("Event"));
}

/** Moves the focus from the field to the first result, and between results, with the arrow keys. */
function moveFocus(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (!step) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>(".search-results a[href]")];
  const next = links[links.findIndex((link) => link.matches(":focus")) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
