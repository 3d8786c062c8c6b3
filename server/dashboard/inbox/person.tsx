import { useRef } from "preact/hooks";
import type { Contact } from "../../../shared/contact.ts";
import type { Conversation } from "../../../shared/conversation.ts";
import { DetachDevice } from "../contacts/detach-device.tsx";
import { DetailList } from "../contacts/detail-list.tsx";
import { DeviceFacts } from "../contacts/device-facts.tsx";
import { Suggestions } from "../contacts/suggestions.tsx";
import { shortTime } from "../format.ts";
import { useLoad } from "../hooks.ts";
import { href } from "../routes.ts";
import { useServices } from "../services.tsx";
import { useArrival } from "../ui/arrival.ts";
import { Icon } from "../ui/icon.tsx";
import { Mark } from "../ui/small.tsx";
import { Failed, Note, Skeleton } from "../ui/states.tsx";
import { callOf } from "./inbox-list.ts";

interface PersonPaneProps {
  readonly property: string;
  readonly conversation: Conversation;
  /** The conversation's address, for one column at a time. */
  readonly back: string;
  readonly onDetached: () => void;
}

/** The inbox's right column: who wrote this, and how sure that is. */
export function PersonPane({ property, conversation, back, onDetached }: PersonPaneProps) {
  const { api } = useServices();
  const { person, device } = conversation;
  const heading = useRef<HTMLHeadingElement>(null);
  useArrival(heading);
  const { loaded, retry, reload } = useLoad(`${person.id} ${conversation.lastMessageAt}`, () =>
    api.contact(property, person.id),
  );
  return (
    <aside class="pane person-pane" aria-label="About this person">
      <header class="person-head">
        <a class="icon-button back-link" href={back} aria-label="Back to the conversation">
          <Icon name="back" />
        </a>
        <Mark name={person.name} large />
        <div>
          <h2 ref={heading} tabIndex={-1} dir="auto">
            {callOf(person)}
          </h2>
          {loaded.state === "ready" && <p class="hint">{standing(loaded.value)}</p>}
        </div>
      </header>
      <div class="person-body">
        {conversation.claimed && device && (
          <Note tone="warn" icon="shield">
            <p>
              <strong>Claimed, not proven.</strong> This browser typed an e-mail or phone of{" "}
              <bdi>{callOf(person)}</bdi>. It may be the same person on a new device, or somebody else: what
              it says is kept apart, and it sees nothing of the contact.
            </p>
            <DetachDevice
              property={property}
              visitor={device.visitor}
              contact={callOf(person)}
              onDetached={() => {
                onDetached();
                void reload();
              }}
            />
          </Note>
        )}
        {loaded.state === "failed" ? (
          <Failed failure={loaded.failure} retry={() => void retry()} />
        ) : loaded.state === "loading" ? (
          <Skeleton lines={6} label="Loading the person" />
        ) : (
          <>
            <Suggestions property={property} suggestions={loaded.value.suggestions} />
            <DetailList details={loaded.value.details} brief />
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
      </div>
    </aside>
  );
}

function standing({ contactSince, firstSeenAt }: Contact): string {
  return contactSince === null
    ? `Visitor, first seen ${shortTime(firstSeenAt)}`
    : `Contact since ${shortTime(contactSince)}`;
}
