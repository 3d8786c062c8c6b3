import { useEffect, useRef, useState } from "preact/hooks";
import { type Contact, type ContactEdit, Email, Phone } from "../../../shared/contact.ts";
import { tidyPhone } from "../../../shared/rules/phone.ts";
import { faultsByPath, wordsOf } from "../failure.ts";
import { useAction } from "../hooks.ts";
import { useServices } from "../services.tsx";
import { Button, IconButton } from "../ui/button.tsx";
import { isComposing } from "../ui/composing.ts";
import { TextField } from "../ui/field.tsx";
import { schemaFaults } from "../ui/schema-faults.ts";

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

/** What the shared rules have against a value, before the server is asked (R7). */
function faultOf(field: FieldName, value: string): string | undefined {
  if (field === "name") return value.length > 200 ? "At most 200 characters." : undefined;
  return field === "email"
    ? schemaFaults(Email, value).get("")
    : schemaFaults(Phone, tidyPhone(value)).get("");
}

interface EditableFieldProps extends PersonEditorProps {
  readonly field: FieldName;
  readonly label: string;
  readonly add: string;
  /** What the button says where there is a value already. */
  readonly again: string;
}

function EditableField({ property, contact, field, label, add, again, onSaved }: EditableFieldProps) {
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
          <FieldForm
            property={property}
            contact={contact}
            field={field}
            label={label}
            // a second e-mail or phone is added to the first, a name takes the place of the one before
            before={field === "name" ? (values[0] ?? "") : ""}
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

interface FieldFormProps extends PersonEditorProps {
  readonly field: FieldName;
  readonly label: string;
  readonly before: string;
  readonly onClose: () => void;
}

function FieldForm({ property, contact, field, label, before, onSaved, onClose }: FieldFormProps) {
  const { api } = useServices();
  const form = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useState(before);
  const [tried, setTried] = useState(false);
  const value = typed.trim();
  const fault = value ? faultOf(field, value) : "Something is needed here.";
  const save = useAction(async () => onSaved(await api.editPerson(property, contact.id, { [field]: value })));
  const refused = save.failure && (faultsByPath(save.failure).get(field) ?? wordsOf(save.failure));
  useEffect(() => form.current?.querySelector("input")?.focus(), []);
  return (
    <form
      ref={form}
      class="editable-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (value === before) onClose();
        else if (!fault) void save.run();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !isComposing(event)) onClose();
      }}
    >
      <TextField
        label={label}
        hideLabel
        type={field === "email" ? "email" : "text"}
        autocomplete="off"
        value={typed}
        onInput={(next) => {
          setTyped(next);
          save.clear();
        }}
        fault={refused ?? (tried ? fault : undefined)}
      />
      <div class="editable-foot">
        <Button small kind="primary" type="submit" busy={save.busy}>
          Save
        </Button>
        <Button small onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
