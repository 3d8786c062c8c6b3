import type { Contact } from "../../../../shared/contact.ts";
import type { Device } from "../../../../shared/visitor.ts";
import { t } from "../../i18n/translate.ts";
import { DetachDevice } from "../detach-device.tsx";
import { contactName } from "../details.ts";
import { DeviceFacts } from "../device-facts.tsx";
import { BlockButton } from "./block-button.tsx";

interface DevicesProps {
  readonly property: string;
  readonly contact: Contact;
  readonly onChanged: () => void;
}

/** The devices of a contact, with the actions to detach or block an attached one. */
export function Devices({ property, contact, onChanged }: DevicesProps) {
  if (!contact.devices.length) return <p class="hint">{t("No devices yet.")}</p>;
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

/** The relation of a device to the contact. An attached device can be detached (R12). */
function Relation({ property, contact, device, onChanged }: DevicesProps & { device: Device }) {
  if (device.relation === "founder") return null;
  if (device.relation === "merged")
    return <p class="hint relation">{t("The device of a merged contact.")}</p>;
  return (
    <div class="relation">
      <p class={device.proven ? "hint" : "hint warn-text"}>
        {device.proven
          ? t("Additional device, proven.")
          : t(
              "Claimed: somebody entered an e-mail or phone of this contact here, without proof of identity.",
            )}
      </p>
      <div class="relation-actions">
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
          what={t("this device")}
          onChanged={onChanged}
        />
      </div>
    </div>
  );
}
