import { useRef, useState } from "preact/hooks";
import type { PropertyOfMe } from "../../../shared/account.ts";
import type { Contact } from "../../../shared/contact.ts";
import type { Attribute } from "../../../shared/crm.ts";
import { href } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";
import { readyOr } from "../data/loadable.ts";
import { useLoad } from "../data/use-load.ts";
import { t, withElements } from "../i18n/translate.ts";
import { usePersonUpdates } from "../inbox/person/use-person-updates.ts";
import { Avatar } from "../ui/avatar.tsx";
import { BackLink } from "../ui/back-link.tsx";
import { shortTime } from "../ui/format.ts";
import { RelativeTime } from "../ui/relative-time.tsx";
import { LoadError, Note, Skeleton } from "../ui/states.tsx";
import { useHeadingFocus } from "../ui/use-heading-focus.ts";
import { useTitle } from "../ui/use-title.ts";
import { Code } from "../ui/verbatim.tsx";
import { lastFilter } from "./contact-list-memory.ts";
import { contactName, SOURCE_LABELS } from "./details.ts";
import { ContactActions } from "./profile/contact-actions.tsx";
import { DetailEditor } from "./profile/detail-editor.tsx";
import { Devices } from "./profile/devices.tsx";
import { Notes } from "./profile/notes.tsx";
import { OrganizationHint } from "./profile/organization-hint.tsx";
import { TagEditor } from "./profile/tag-editor.tsx";
import { Timeline } from "./profile/timeline.tsx";
import { Suggestions } from "./suggestions.tsx";

interface ContactScreenProps {
  readonly me: string;
  readonly property: PropertyOfMe;
  readonly id: string;
}

/** The page of one contact, or of one visitor who is not a contact yet. */
export function ContactScreen({ me, property, id }: ContactScreenProps) {
  const { api, memory } = useServices();
  const { loaded, retry, reload, change } = useLoad(id, async () => {
    const [contact, attributes] = await Promise.all([
      api.contact(property.id, id),
      api.attributes(property.id),
    ]);
    return { contact, attributes: attributes.items };
  });
  const data = readyOr(loaded, null);
  const [revision, setRevision] = useState(0);
  const refetchLists = () => setRevision((old) => old + 1);
  const refresh = () => {
    refetchLists();
    void reload();
  };
  useTitle(`${data ? contactName(data.contact) : t("Contact")} · ${property.name}`);
  usePersonUpdates(property.id, data?.contact.id ?? id, 0, refresh);
  return (
    <main class="contact" id="main" tabIndex={-1}>
      <div class="contact-page">
        <BackLink to={href.contacts(property.id, lastFilter(memory, property.id))}>{t("Contacts")}</BackLink>
        {loaded.kind === "failed" && <LoadError failure={loaded.failure} retry={() => void retry()} />}
        {loaded.kind === "loading" && <Skeleton lines={10} label={t("Loading the contact")} />}
        {data && (
          <Profile
            me={me}
            property={property.id}
            requestedId={id}
            {...data}
            revision={revision}
            refresh={refresh}
            onChanged={(contact) => {
              change((old) => ({ ...old, contact }));
              refetchLists();
            }}
          />
        )}
      </div>
    </main>
  );
}

interface ProfileProps {
  readonly me: string;
  readonly property: string;
  /** The ID in the address. It may be the ID of a contact that was merged into this one (R4). */
  readonly requestedId: string;
  readonly contact: Contact;
  readonly attributes: readonly Attribute[];
  readonly revision: number;
  readonly refresh: () => void;
  readonly onChanged: (contact: Contact) => void;
}

function Profile(props: ProfileProps) {
  const { api } = useServices();
  const { me, property, requestedId, contact, attributes, revision, refresh, onChanged } = props;
  return (
    <>
      <ProfileHeader property={property} contact={contact} onChanged={refresh} />
      {requestedId !== contact.id && (
        <Note icon="merge">
          <p>
            {withElements("{requestedId} was merged into this contact. Both IDs open this contact.", {
              requestedId: <Code>{requestedId}</Code>,
            })}
          </p>
        </Note>
      )}
      {contact.blocked.includes(contact.id) && (
        <Note tone="warn" icon="block">
          <p>{t("This contact is blocked. Their messages are rejected.")}</p>
        </Note>
      )}
      <Suggestions
        property={property}
        contact={contact.id}
        suggestions={contact.suggestions}
        onDismissed={refresh}
      />
      <div class="contact-columns">
        <div>
          <section>
            <h2>{t("Details")}</h2>
            <DetailEditor
              property={property}
              contact={contact}
              attributes={attributes}
              onChanged={onChanged}
            />
            <OrganizationHint property={property} contact={contact} onChanged={onChanged} />
          </section>
          <section>
            <h2>{t("Tags")}</h2>
            <TagEditor
              property={property}
              tags={contact.tags}
              linkTo={(tag) => href.contacts(property, { tag })}
              save={async (tags) => onChanged(await api.setTags(property, contact.id, tags))}
            />
          </section>
          <section>
            <h2>{contact.devices.length > 1 ? t("Devices") : t("Device")}</h2>
            <Devices property={property} contact={contact} onChanged={refresh} />
          </section>
          {contact.aliases.length > 0 && <OtherIds aliases={contact.aliases} />}
        </div>
        <div>
          <section>
            <h2>{t("Notes")}</h2>
            <Notes property={property} contact={contact.id} me={me} revision={revision} onChanged={refresh} />
          </section>
          <section>
            <h2>{t("Timeline")}</h2>
            <Timeline
              property={property}
              contact={contact.id}
              attributes={attributes}
              revision={revision}
              onUndone={refresh}
            />
          </section>
        </div>
      </div>
    </>
  );
}

interface ProfileHeaderProps extends Pick<ProfileProps, "property" | "contact"> {
  readonly onChanged: () => void;
}

function ProfileHeader({ property, contact, onChanged }: ProfileHeaderProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useHeadingFocus(heading);
  const name = contactName(contact);
  return (
    <header class="contact-header">
      <Avatar name={contact.name} large />
      <div>
        <h1 ref={heading} tabIndex={-1} dir="auto" translate={false}>
          {name}
        </h1>
        <p class="hint">
          {withElements("{id} · {contact} · Last seen", {
            id: <Code>{contact.id}</Code>,
            contact: statusText(contact),
          })}{" "}
          <RelativeTime at={contact.lastSeenAt} />
        </p>
      </div>
      <ContactActions property={property} contact={contact} name={name} onChanged={onChanged} />
    </header>
  );
}

/** The IDs of merged contacts, which open this contact for ever (R4). */
function OtherIds({ aliases }: { aliases: readonly string[] }) {
  return (
    <section>
      <h2>{t("Other visitor IDs")}</h2>
      <ul class="plain-list">
        {aliases.map((id) => (
          <li key={id}>
            <Code>{id}</Code>
          </li>
        ))}
      </ul>
    </section>
  );
}

function statusText({ contactSince, firstSeenAt, source }: Contact): string {
  if (contactSince === null)
    return t("Visitor, first seen {firstSeenAt}", { firstSeenAt: shortTime(firstSeenAt) });
  const since = t("Contact since {contactSince}", { contactSince: shortTime(contactSince) });
  return source ? `${since} · ${t("Source: {source}", { source: t(SOURCE_LABELS[source]) })}` : since;
}
