import { useRef, useState } from "preact/hooks";
import type { Contact, DetailRecord } from "../../../../shared/contact.ts";
import type { Attribute } from "../../../../shared/crm.ts";
import { href } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import { t } from "../../i18n/translate.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { AlternativeSource } from "../detail-list.tsx";
import { DetailSource, DetailValue, formatValue } from "../detail-value.tsx";
import { type DetailGroup, groupDetails, hasManyValues } from "../details.ts";
import { useContactChange } from "./use-contact-change.ts";
import { ValueForm } from "./value-form.tsx";

interface DetailEditorProps {
  readonly property: string;
  readonly contact: Contact;
  readonly attributes: readonly Attribute[];
  readonly onChanged: (contact: Contact) => void;
}

/** Edits the details of a contact. Every value has its source, its history and its alternatives (R11). */
export function DetailEditor({ property, contact, attributes, onChanged }: DetailEditorProps) {
  return (
    <dl class="details">
      {groupDetails(contact.details, attributes).map((group) => (
        <Group key={group.field} property={property} contact={contact} group={group} onChanged={onChanged} />
      ))}
    </dl>
  );
}

interface GroupProps extends Omit<DetailEditorProps, "attributes"> {
  readonly group: DetailGroup;
}

function Group({ property, contact, group, onChanged }: GroupProps) {
  const { api } = useServices();
  const [editing, setEditing] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const { field, label, input, choices, current } = group;
  const many = hasManyValues(field);
  const closeForm = () => {
    setEditing(false);
    queueMicrotask(() => box.current?.querySelector<HTMLElement>("[data-edits]")?.focus());
  };
  return (
    <div ref={box}>
      <dt dir="auto">{label}</dt>
      {!(editing && !many) &&
        current.map((detail, index) => (
          <dd key={detail.id}>
            <CurrentValue
              property={property}
              contact={contact}
              group={group}
              detail={detail}
              isPrimary={index === 0}
              edit={many || !input ? null : () => setEditing(true)}
              onChanged={onChanged}
            />
          </dd>
        ))}
      {input && (editing || many || !current.length) && (
        <dd>
          {editing ? (
            <ValueForm
              property={property}
              label={label}
              input={input}
              choices={choices}
              initialValue={many ? "" : (current[0]?.value ?? "")}
              write={(value) => api.writeDetail(property, contact.id, { field, value })}
              onSaved={(saved) => {
                onChanged(saved);
                closeForm();
              }}
              onClose={closeForm}
            />
          ) : (
            <Button
              small
              kind="quiet"
              icon="plus"
              class="add-value"
              data-edits
              onClick={() => setEditing(true)}
            >
              {t("Add")}
              <span class="unseen"> {current.length ? t("another: {label}", { label }) : label}</span>
            </Button>
          )}
        </dd>
      )}
      <Alternatives property={property} contact={contact} group={group} onChanged={onChanged} />
      <PreviousValues group={group} />
    </div>
  );
}

interface CurrentValueProps extends GroupProps {
  readonly detail: DetailRecord;
  readonly isPrimary: boolean;
  /** Null: the field has several values, so values are added and removed instead. */
  readonly edit: (() => void) | null;
}

function CurrentValue({ property, contact, group, detail, isPrimary, edit, onChanged }: CurrentValueProps) {
  const { api } = useServices();
  const change = useContactChange(onChanged);
  const { field, input, label } = group;
  const hasSeveral = group.current.length > 1;
  const text = formatValue(input, detail.value);
  const organization = contact.organizations.find(
    ({ name }) => field === "organization" && name.toLowerCase() === detail.value.toLowerCase(),
  );
  return (
    <div class="value-row">
      <div>
        <DetailValue
          field={field}
          value={detail.value}
          input={input}
          href={organization ? href.organization(property, organization.id) : null}
        />
        {hasSeveral && isPrimary && <span class="badge">{t("Primary")}</span>}
        <DetailSource detail={detail} />
      </div>
      {edit && <IconButton icon="edit" label={t("Edit: {label}", { label })} data-edits onClick={edit} />}
      {hasSeveral && !isPrimary && (
        <IconButton
          icon="star"
          label={t("Make primary: {text}", { text })}
          onClick={() => void change(() => api.putFirst(property, contact.id, detail.id))}
        />
      )}
      {!field.startsWith("consent:") && field !== "name" && (
        <IconButton
          icon="close"
          label={t("Remove: {text}", { text })}
          onClick={() => void change(() => api.removeDetail(property, contact.id, detail.id))}
        />
      )}
    </div>
  );
}

/** The alternative values of a field, each to be used or dismissed. */
function Alternatives({ property, contact, group, onChanged }: GroupProps) {
  const { api } = useServices();
  const change = useContactChange(onChanged);
  return (
    <>
      {group.alternatives.map((detail) => (
        <dd key={detail.id} class="alternative">
          <DetailValue field={group.field} value={detail.value} input={group.input} />
          <AlternativeSource detail={detail} />
          <span class="alternative-actions">
            <Button small onClick={() => void change(() => api.takeDetail(property, contact.id, detail.id))}>
              {t("Use this")}
              <span class="unseen"> {detail.value}</span>
            </Button>
            <Button
              small
              kind="quiet"
              onClick={() => void change(() => api.removeDetail(property, contact.id, detail.id))}
            >
              {t("Dismiss")}
              <span class="unseen"> {detail.value}</span>
            </Button>
          </span>
        </dd>
      ))}
    </>
  );
}

function PreviousValues({ group }: { group: DetailGroup }) {
  if (!group.past.length) return null;
  return (
    <dd>
      <details class="history">
        <summary>
          {t("Previous values ({count})", { count: group.past.length })}
          <span class="unseen"> {t("of {label}", { label: group.label })}</span>
        </summary>
        <ul>
          {group.past.map((detail) => (
            <li key={detail.id}>
              <s dir="auto">{formatValue(group.input, detail.value)}</s>
              <DetailSource detail={detail} />
            </li>
          ))}
        </ul>
      </details>
    </dd>
  );
}
