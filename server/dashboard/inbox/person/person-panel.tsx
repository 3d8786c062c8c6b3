import { useRef } from "preact/hooks";
import type { Contact } from "../../../../shared/contact.ts";
import type { Conversation } from "../../../../shared/conversation.ts";
import { lazyPart } from "../../app/lazy-screen.tsx";
import { href } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import { ContactConversations } from "../../contacts/contact-conversations.tsx";
import { DetachDevice } from "../../contacts/detach-device.tsx";
import { DetailList } from "../../contacts/detail-list.tsx";
import { DeviceFacts } from "../../contacts/device-facts.tsx";
import { personName } from "../../data/person-name.ts";
import { useLoad } from "../../data/use-load.ts";
import { t, withElements } from "../../i18n/translate.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { shortDate } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { PageLink } from "../../ui/page-link.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { LoadError, Note, Skeleton } from "../../ui/states.tsx";
import { useHeadingFocus } from "../../ui/use-heading-focus.ts";
import { PersonEditor } from "./person-editor.tsx";
import { usePersonUpdates } from "./use-person-updates.ts";

const Suggestions = lazyPart(async () => (await import("../../contacts/suggestions.tsx")).Suggestions);

interface PersonPanelProps {
  readonly property: string;
  readonly conversation: Conversation;
  /** The address of the conversation, for screens without room for both. */
  readonly back: string;
  readonly onDetached: () => void;
  /** Called when the person, and the conversation with them, was erased. */
  readonly onErased: () => void;
}

/** The right column of the inbox: the person's details, device and other conversations. */
export function PersonPanel({ property, conversation, back, onDetached, onErased }: PersonPanelProps) {
  const { api } = useServices();
  const { person, device } = conversation;
  const heading = useRef<HTMLHeadingElement>(null);
  useHeadingFocus(heading);
  const { loaded, retry, reload, change } = useLoad(person.id, () => api.contact(property, person.id));
  usePersonUpdates(property, person.id, conversation.lastMessageAt, async () => {
    const failure = await reload();
    if (failure?.code === "not_found") onErased();
  });
  return (
    <aside class="pane person-pane" aria-label={t("About this person")}>
      <header class="person-head">
        <a class="icon-button back-link" href={back} aria-label={t("Back to the conversation")}>
          <Icon name="back" />
        </a>
        <Avatar name={person.name} large />
        <div>
          <h2 ref={heading} tabIndex={-1} dir="auto" translate={false}>
            {personName(person)}
          </h2>
          {loaded.kind === "ready" && <p class="hint">{contactStatus(loaded.value)}</p>}
        </div>
      </header>
      <div class="person-body">
        {conversation.claimed && device && (
          <ClaimedNote
            property={property}
            visitor={device.visitor}
            contact={personName(person)}
            onDetached={() => {
              onDetached();
              void reload();
            }}
          />
        )}
        {loaded.kind === "failed" ? (
          <LoadError failure={loaded.failure} retry={() => void retry()} />
        ) : loaded.kind === "loading" ? (
          <Skeleton lines={6} label={t("Loading the person")} />
        ) : (
          <>
            {loaded.value.suggestions.length > 0 && (
              <Suggestions
                property={property}
                contact={loaded.value.id}
                suggestions={loaded.value.suggestions}
                onDismissed={() => void reload()}
              />
            )}
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
            {t("Open profile")}
          </a>
        </p>
        {device && (
          <section>
            <h3>{t("Device")}</h3>
            <DeviceFacts device={device} />
          </section>
        )}
        {loaded.kind === "ready" && <VisitedPages contact={loaded.value} />}
        <section>
          <h3>{t("Other conversations")}</h3>
          <ContactConversations property={property} contact={person.id} except={conversation.id} />
        </section>
      </div>
    </aside>
  );
}

interface ClaimedNoteProps {
  readonly property: string;
  readonly visitor: string;
  /** The name of the contact. */
  readonly contact: string;
  readonly onDetached: () => void;
}

/** The warning about a claimed device (R12), with the button that detaches it. */
function ClaimedNote({ property, visitor, contact, onDetached }: ClaimedNoteProps) {
  return (
    <Note tone="warn" icon="shield">
      <p>
        {withElements(
          "{value} Someone entered an e-mail or phone of {contact} on this device. It can be the same person or another one. The device cannot see the contact's details, and what it enters does not change them.",
          {
            value: <strong>{t("Claimed, not proven.")}</strong>,
            contact: <bdi translate={false}>{contact}</bdi>,
          },
        )}
      </p>
      <DetachDevice property={property} visitor={visitor} contact={contact} onDetached={onDetached} />
    </Note>
  );
}

/** The details that the editor above does not show: custom attributes, and alternatives from unproven devices. */
function OtherDetails({ contact }: { contact: Contact }) {
  const edited = ["name", "email", "phone"];
  const others = contact.details.filter(
    ({ field, status }) => status === "alternative" || (status === "current" && !edited.includes(field)),
  );
  return others.length ? <DetailList details={others} /> : null;
}

/** The number of pages shown. The profile shows all. */
const MAX_PAGES = 5;

function VisitedPages({ contact }: { contact: Contact }) {
  if (!contact.visits.length) return null;
  return (
    <section>
      <h3>{t("Pages visited")}</h3>
      <ol class="plain-list visits">
        {contact.visits.slice(0, MAX_PAGES).map((visit) => (
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

function contactStatus({ contactSince, firstSeenAt }: Contact): string {
  return contactSince === null
    ? t("Visitor, first seen {firstSeenAt}", { firstSeenAt: shortDate(firstSeenAt) })
    : t("Contact since {contactSince}", { contactSince: shortDate(contactSince) });
}
