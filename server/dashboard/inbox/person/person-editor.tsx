import { useRef, useState } from "preact/hooks";
import type { Contact, ContactEdit } from "../../../../shared/contact.ts";
import { lazyPart } from "../../app/lazy-screen.tsx";
import { useServices } from "../../app/services.tsx";
import { type Message, message, t } from "../../i18n/translate.ts";
import { Button, IconButton } from "../../ui/button.tsx";

const ValueForm = lazyPart(async () => (await import("../../contacts/profile/value-form.tsx")).ValueForm);

type FieldName = keyof ContactEdit;

const FIELDS = [
  { field: "name", label: message("Name"), add: message("Add name"), change: message("Edit name") },
  {
    field: "email",
    label: message("E-mail"),
    add: message("Add e-mail"),
    change: message("Add another e-mail"),
  },
  {
    field: "phone",
    label: message("Phone"),
    add: message("Add phone"),
    change: message("Add another phone"),
  },
] as const satisfies readonly { field: FieldName; label: Message; add: Message; change: Message }[];

interface PersonEditorProps {
  readonly property: string;
  readonly contact: Contact;
  readonly onSaved: (contact: Contact) => void;
}

/** Edits the name, e-mails and phones beside the conversation. The first e-mail or phone makes a contact (R5). */
export function PersonEditor({ property, contact, onSaved }: PersonEditorProps) {
  return (
    <dl class="details brief person-edit">
      {FIELDS.map(({ field, label, add, change }) => (
        <EditableField
          key={field}
          property={property}
          contact={contact}
          onSaved={onSaved}
          field={field}
          label={t(label)}
          add={t(add)}
          change={t(change)}
        />
      ))}
    </dl>
  );
}

/** The current values of a field. A name can be on the contact without a detail record. */
function valuesOf(contact: Contact, field: FieldName): readonly string[] {
  const values = contact.details
    .filter((detail) => detail.field === field && detail.status === "current")
    .map(({ value }) => value);
  return values.length || field !== "name" || !contact.name ? values : [contact.name];
}

interface EditableFieldProps extends PersonEditorProps {
  readonly field: FieldName;
  readonly label: string;
  /** The button without a value. */
  readonly add: string;
  /** The button with a value. */
  readonly change: string;
}

function EditableField({ property, contact, field, label, add, change, onSaved }: EditableFieldProps) {
  const { api } = useServices();
  const [editing, setEditing] = useState(false);
  const display = useRef<HTMLDivElement>(null);
  const values = valuesOf(contact, field);
  const close = () => {
    setEditing(false);
    queueMicrotask(() => display.current?.querySelector("button")?.focus());
  };
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {editing ? (
          <ValueForm
            property={property}
            label={label}
            input={field}
            // a new e-mail or phone is added to the others; a new name replaces the old one
            initialValue={field === "name" ? (values[0] ?? "") : ""}
            write={(value) => api.editPerson(property, contact.id, { [field]: value })}
            onSaved={(saved) => {
              onSaved(saved);
              close();
            }}
            onClose={close}
          />
        ) : (
          <div ref={display} class="editable">
            {values.length > 0 && (
              <div class="editable-values">
                {values.map((value) => (
                  <Value key={value} field={field} value={value} />
                ))}
              </div>
            )}
            {values.length > 0 ? (
              <IconButton
                icon={field === "name" ? "edit" : "plus"}
                label={change}
                onClick={() => setEditing(true)}
              />
            ) : (
              <Button small kind="quiet" icon="plus" onClick={() => setEditing(true)}>
                {add}
              </Button>
            )}
          </div>
        )}
      </dd>
    </div>
  );
}

function Value({ field, value }: { field: FieldName; value: string }) {
  if (field === "name")
    return (
      <span class="value" dir="auto" translate={false}>
        {value}
      </span>
    );
  const scheme = field === "email" ? "mailto" : "tel";
  return (
    <a class="value" href={`${scheme}:${encodeURIComponent(value)}`} dir={field === "email" ? "auto" : "ltr"}>
      {value}
    </a>
  );
}
