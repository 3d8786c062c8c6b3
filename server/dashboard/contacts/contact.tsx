import { useRef } from "preact/hooks";
import type { Contact } from "../../../shared/contact.ts";
import type { Device } from "../../../shared/visitor.ts";
import { shortTime } from "../format.ts";
import { useLoad, useTitle } from "../hooks.ts";
import { href } from "../routes.ts";
import { useServices } from "../services.tsx";
import type { PropertyOfMe } from "../shell/property-screens.tsx";
import { useArrival } from "../ui/arrival.ts";
import { Icon } from "../ui/icon.tsx";
import { Ago, Mark, PageLink } from "../ui/small.tsx";
import { Failed, Skeleton } from "../ui/states.tsx";
import { ContactConversations } from "./contact-conversations.tsx";
import { DetachDevice } from "./detach-device.tsx";
import { DetailList } from "./detail-list.tsx";
import { SOURCE_WORDS } from "./details.ts";
import { DeviceFacts } from "./device-facts.tsx";
import { lastSearch } from "./last-search.ts";
import { Suggestions } from "./suggestions.tsx";

/** One contact (or visitor) whole. */
export function ContactScreen({ property, id }: { property: PropertyOfMe; id: string }) {
  const { api, memory } = useServices();
  const { loaded, retry, reload } = useLoad(id, () => api.contact(property.id, id));
  const contact = loaded.state === "ready" ? loaded.value : null;
  useTitle(`${contact ? callOf(contact) : "Contact"} · ${property.name}`);
  return (
    <main class="contact" id="main" tabIndex={-1}>
      <div class="contact-page">
        <p>
          <a class="back" href={href.contacts(property.id, lastSearch(memory, property.id))}>
            <Icon name="back" size={16} />
            Contacts
          </a>
        </p>
        {loaded.state === "failed" && <Failed failure={loaded.failure} retry={() => void retry()} />}
        {loaded.state === "loading" && <Skeleton lines={10} label="Loading the contact" />}
        {contact && <Profile property={property.id} contact={contact} onDetached={() => void reload()} />}
      </div>
    </main>
  );
}

/** What a contact is called: the name, else what is in use of e-mail and phone, else the visitor ID. */
function callOf(contact: Contact): string {
  const first = (field: string) =>
    contact.details.find((detail) => detail.field === field && detail.status === "current")?.value;
  return contact.name || first("email") || first("phone") || contact.id;
}

interface ProfileProps {
  readonly property: string;
  readonly contact: Contact;
  readonly onDetached: () => void;
}

function Profile({ property, contact, onDetached }: ProfileProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useArrival(heading);
  return (
    <>
      <header class="contact-head">
        <Mark name={contact.name} large />
        <div>
          <h1 ref={heading} tabIndex={-1} dir="auto">
            {callOf(contact)}
          </h1>
          <p class="hint">
            <code>{contact.id}</code> · {standing(contact)} · last seen <Ago at={contact.lastSeenAt} />
          </p>
        </div>
      </header>
      <Suggestions property={property} suggestions={contact.suggestions} />
      <div class="contact-columns">
        <div>
          <section>
            <h2>Details</h2>
            <DetailList details={contact.details} />
          </section>
          <section>
            <h2>Conversations</h2>
            <ContactConversations
              // a device that was taken away took its conversations along
              key={contact.devices.map(({ visitor }) => visitor).join()}
              property={property}
              contact={contact.id}
            />
          </section>
        </div>
        <div>
          <section>
            <h2>{contact.devices.length > 1 ? "Devices" : "Device"}</h2>
            {contact.devices.length ? (
              <ul class="plain-list devices">
                {contact.devices.map((device) => (
                  <li key={device.visitor}>
                    <DeviceFacts device={device} />
                    <Relation property={property} contact={contact} device={device} onDetached={onDetached} />
                  </li>
                ))}
              </ul>
            ) : (
              <p class="hint">No browser of this contact has been seen.</p>
            )}
          </section>
          <Visits contact={contact} />
        </div>
      </div>
    </>
  );
}

/** How a device belongs to the contact, where that is not plain: an attached one can be taken away (R12). */
function Relation({ property, contact, device, onDetached }: ProfileProps & { device: Device }) {
  if (device.relation !== "attached") return null;
  return (
    <div class="relation">
      <p class={device.proven ? "hint" : "hint warn-text"}>
        {device.proven
          ? "One more device of this contact, proven."
          : "Claimed: this browser typed an e-mail or phone of the contact and has proven nothing."}
      </p>
      <DetachDevice
        property={property}
        visitor={device.visitor}
        contact={callOf(contact)}
        onDetached={onDetached}
      />
    </div>
  );
}

function Visits({ contact }: { contact: Contact }) {
  const several = contact.devices.length > 1;
  return (
    <section>
      <h2>Visits</h2>
      {contact.visits.length ? (
        <ol class="plain-list visits">
          {contact.visits.map((visit) => (
            <li key={`${visit.device} ${visit.at} ${visit.page}`}>
              <PageLink address={visit.page} />
              <span class="hint">
                <Ago at={visit.at} />
                {visit.referrer && (
                  <>
                    {" · from "}
                    <PageLink address={visit.referrer} />
                  </>
                )}
                {several && (
                  <>
                    {" · "}
                    <code>{visit.device}</code>
                  </>
                )}
              </span>
            </li>
          ))}
        </ol>
      ) : (
        <p class="hint">No visit is on record.</p>
      )}
    </section>
  );
}

function standing({ contactSince, firstSeenAt, source }: Contact): string {
  if (contactSince === null) return `visitor, first seen ${shortTime(firstSeenAt)}`;
  return `contact since ${shortTime(contactSince)}${source ? `, from ${SOURCE_WORDS[source]}` : ""}`;
}
