import { useRef, useState } from "preact/hooks";
import type { Contact, ContactEdit } from "../../../../shared/contact.ts";
import { useServices } from "../../app/services.tsx";
import { ValueForm } from "../../contacts/profile/value-form.tsx";
import { Button, IconButton } from "../../ui/button.tsx";

type FieldName = keyof ContactEdit;

const FIELDS = [
  { field: "name", label: "Name", add: "Add a name", again: "Edit the name" },
  { field: "email", label: "E-mail", add: "Add an e-mail", again: "Add another e-mail" },
  { field: "phone", label: "Phone", add: "Add a phone", again: "Add another phone" },
] as const satisfies readonly { field: FieldName; label: string; add: string; again: string }[];

interface PersonEditorProps {
  readonly property: string;
  readonly contact: Contact;
  readonly onSaved: (contact: Contact) => void;
}

/** What an agent learns during a chat, written where it stands: the first e-mail or phone makes a contact (R5). */
export function PersonEditor({ property, contact, onSaved }: PersonEditorProps) {
  return (
    <dl class="details brief person-edit">
      {FIELDS.map((words) => (
        <EditableField key={words.field} property={property} contact={contact} onSaved={onSaved} {...words} />
      ))}
    </dl>
  );
}

/** The values in use; the name of a person without a record of it is what the contact says. */
function valuesOf(contact: Contact, field: FieldName): readonly string[] {
  const values = contact.details
    .filter((detail) => detail.field === field && detail.status === "current")
    .map(({ value }) => value);
  return values.length || field !== "name" || !contact.name ? values : [contact.name];
}

interface EditableFieldProps extends PersonEditorProps {
  readonly field: FieldName;
  readonly label: string;
  readonly add: string;
  /** What the button says where there is a value already. */
  readonly again: string;
}

function EditableField({ property, contact, field, label, add, again, onSaved }: EditableFieldProps) {
  const { api } = useServices();
  const [editing, setEditing] = useState(false);
  const button = useRef<HTMLDivElement>(null);
  const values = valuesOf(contact, field);
  const close = () => {
    setEditing(false);
    queueMicrotask(() => button.current?.querySelector("button")?.focus());
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
            // a second e-mail or phone is added to the first, a name takes the place of the one before
            initialValue={field === "name" ? (values[0] ?? "") : ""}
            write={(value) => api.editPerson(property, contact.id, { [field]: value })}
            onSaved={(saved) => {
              onSaved(saved);
              close();
            }}
            onClose={close}
          />
        ) : (
          <div ref={button} class="editable">
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
                label={again}
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
      <span class="value" dir="auto">
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
