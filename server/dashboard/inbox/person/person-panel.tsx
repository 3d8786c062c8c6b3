import { useRef } from "preact/hooks";
import type { Contact } from "../../../../shared/contact.ts";
import type { Conversation } from "../../../../shared/conversation.ts";
import { href } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import { ContactConversations } from "../../contacts/contact-conversations.tsx";
import { DetachDevice } from "../../contacts/detach-device.tsx";
import { DetailList } from "../../contacts/detail-list.tsx";
import { DeviceFacts } from "../../contacts/device-facts.tsx";
import { Suggestions } from "../../contacts/suggestions.tsx";
import { useLoad } from "../../data/use-load.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { shortDate } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { PageLink } from "../../ui/page-link.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { LoadError, Note, Skeleton } from "../../ui/states.tsx";
import { useHeadingFocus } from "../../ui/use-heading-focus.ts";
import { personName } from "../store/inbox-list.ts";
import { PersonEditor } from "./person-editor.tsx";
import { usePersonUpdates } from "./use-person-updates.ts";

interface PersonPaneProps {
  readonly property: string;
  readonly conversation: Conversation;
  /** The conversation's address, for one column at a time. */
  readonly back: string;
  readonly onDetached: () => void;
  /** The person was erased, and so was the conversation. */
  readonly onGone: () => void;
}

/** The inbox's right column: who wrote this, and how sure that is. */
export function PersonPanel({ property, conversation, back, onDetached, onGone }: PersonPaneProps) {
  const { api } = useServices();
  const { person, device } = conversation;
  const heading = useRef<HTMLHeadingElement>(null);
  useHeadingFocus(heading);
  const { loaded, retry, reload, change } = useLoad(person.id, () => api.contact(property, person.id));
  usePersonUpdates(property, person.id, conversation.lastMessageAt, async () => {
    const failure = await reload();
    if (failure?.code === "not_found") onGone();
  });
  return (
    <aside class="pane person-pane" aria-label="About this person">
      <header class="person-head">
        <a class="icon-button back-link" href={back} aria-label="Back to the conversation">
          <Icon name="back" />
        </a>
        <Avatar name={person.name} large />
        <div>
          <h2 ref={heading} tabIndex={-1} dir="auto">
            {personName(person)}
          </h2>
          {loaded.kind === "ready" && <p class="hint">{standing(loaded.value)}</p>}
        </div>
      </header>
      <div class="person-body">
        {conversation.claimed && device && (
          <Note tone="warn" icon="shield">
            <p>
              <strong>Claimed, not proven.</strong> This browser typed an e-mail or phone of{" "}
              <bdi>{personName(person)}</bdi>. It may be the same person on a new device, or somebody else:
              what it says is kept apart, and it sees nothing of the contact.
            </p>
            <DetachDevice
              property={property}
              visitor={device.visitor}
              contact={personName(person)}
              onDetached={() => {
                onDetached();
                void reload();
              }}
            />
          </Note>
        )}
        {loaded.kind === "failed" ? (
          <LoadError failure={loaded.failure} retry={() => void retry()} />
        ) : loaded.kind === "loading" ? (
          <Skeleton lines={6} label="Loading the person" />
        ) : (
          <>
            <Suggestions
              property={property}
              contact={loaded.value.id}
              suggestions={loaded.value.suggestions}
              onDismissed={() => void reload()}
            />
            <PersonEditor
              property={property}
              contact={loaded.value}
              onSaved={(saved) => change(() => saved)}
            />
            <OtherDetails contact={loaded.value} />
          </>
        )}
        <p>
          <a class="button plain small" href={href.contact(property, person.id)}>
            Open the whole profile
          </a>
        </p>
        {device && (
          <section>
            <h3>Device of this conversation</h3>
            <DeviceFacts device={device} />
          </section>
        )}
        {loaded.kind === "ready" && <Pages contact={loaded.value} />}
        <section>
          <h3>Other conversations</h3>
          <ContactConversations property={property} contact={person.id} except={conversation.id} />
        </section>
      </div>
    </aside>
  );
}

/** What is known beside the name, e-mail and phone in use: custom attributes, and what an unproven device says. */
function OtherDetails({ contact }: { contact: Contact }) {
  const reach = ["name", "email", "phone"];
  const others = contact.details.filter(
    ({ field, status }) => status === "alternative" || (status === "current" && !reach.includes(field)),
  );
  return others.length ? <DetailList details={others} /> : null;
}

/** So many pages are shown; the profile has them all. */
const PAGES = 5;

function Pages({ contact }: { contact: Contact }) {
  if (!contact.visits.length) return null;
  return (
    <section>
      <h3>Pages visited</h3>
      <ol class="plain-list visits">
        {contact.visits.slice(0, PAGES).map((visit) => (
          <li key={`${visit.device} ${visit.at} ${visit.page}`}>
            <PageLink address={visit.page} />
            <span class="hint">
              <RelativeTime at={visit.at} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function standing({ contactSince, firstSeenAt }: Contact): string {
  return contactSince === null
    ? `Visitor, first seen ${shortDate(firstSeenAt)}`
    : `Contact since ${shortDate(contactSince)}`;
}
