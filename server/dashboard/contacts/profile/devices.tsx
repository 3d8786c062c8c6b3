import type { Contact } from "../../../../shared/contact.ts";
import type { Device } from "../../../../shared/visitor.ts";
import { DetachDevice } from "../detach-device.tsx";
import { contactName } from "../details.ts";
import { DeviceFacts } from "../device-facts.tsx";
import { BlockButton } from "./block-button.tsx";

interface DevicesProps {
  readonly property: string;
  readonly contact: Contact;
  readonly onChanged: () => void;
}

/** The browsers of a contact, how each belongs to it, and the ways to be rid of one. */
export function Devices({ property, contact, onChanged }: DevicesProps) {
  if (!contact.devices.length) return <p class="hint">No browser of this contact has been seen.</p>;
  return (
    <ul class="plain-list devices">
      {contact.devices.map((device) => (
        <li key={device.visitor}>
          <DeviceFacts device={device} />
          <Relation property={property} contact={contact} device={device} onChanged={onChanged} />
        </li>
      ))}
    </ul>
  );
}

/** How a device belongs to the contact, where that is not plain: an attached one can be taken away (R12). */
function Relation({ property, contact, device, onChanged }: DevicesProps & { device: Device }) {
  if (device.relation === "founder") return null;
  if (device.relation === "merged")
    return <p class="hint relation">The browser of a record that was merged into this one.</p>;
  return (
    <div class="relation">
      <p class={device.proven ? "hint" : "hint warn-text"}>
        {device.proven
          ? "One more device of this contact, proven."
          : "Claimed: this browser typed an e-mail or phone of the contact and has proven nothing."}
      </p>
      <div class="relation-acts">
        <DetachDevice
          property={property}
          visitor={device.visitor}
          contact={contactName(contact)}
          onDetached={onChanged}
        />
        <BlockButton
          property={property}
          visitor={device.visitor}
          blocked={contact.blocked.includes(device.visitor)}
          what="this device"
          onChanged={onChanged}
        />
      </div>
    </div>
  );
}
