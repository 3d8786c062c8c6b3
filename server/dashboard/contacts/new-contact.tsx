import { useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { PropertyOfMe } from "../../../shared/account.ts";
import { ContactCreate } from "../../../shared/crm.ts";
import { href } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";
import { faultsByPath } from "../data/api-error.ts";
import { useAction } from "../data/use-action.ts";
import { useDraftText } from "../data/use-draft-text.ts";
import { t } from "../i18n/translate.ts";
import { BackLink } from "../ui/back-link.tsx";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { schemaFaults } from "../ui/schema-faults.ts";
import { ErrorNote, Note } from "../ui/states.tsx";
import { useHeadingFocus } from "../ui/use-heading-focus.ts";
import { useTitle } from "../ui/use-title.ts";
import { type ContactDraft, contactOfDraft, readDraft, sentIndex } from "./contact-draft.ts";
import { forgetLists, lastFilter } from "./contact-list-memory.ts";
import { ExistingContacts } from "./existing-contacts.tsx";
import { RepeatedField } from "./repeated-field.tsx";

/** The page that adds a contact (R7). It warns of existing contacts while the agent types. */
export function NewContactScreen({ property }: { property: PropertyOfMe }) {
  const { memory } = useServices();
  const heading = useRef<HTMLHeadingElement>(null);
  const listAddress = href.contacts(property.id, lastFilter(memory, property.id));
  useTitle(t("New contact · {name}", { name: property.name }));
  useHeadingFocus(heading);
  return (
    <main class="contact" id="main" tabIndex={-1}>
      <div class="contact-page narrow-page">
        <BackLink to={listAddress}>{t("Contacts")}</BackLink>
        <h1 ref={heading} tabIndex={-1}>
          {t("New contact")}
        </h1>
        <NewContactForm property={property.id} cancelAddress={listAddress} />
      </div>
    </main>
  );
}

/** The state of the form: the draft, its faults, and the action that adds the contact. */
function useNewContact(property: string) {
  const { api, memory, notices } = useServices();
  const { route } = useLocation();
  const [text, setText] = useDraftText(`contact ${property}`);
  const [submitted, setSubmitted] = useState(false);
  const draft = readDraft(text);
  const contact = contactOfDraft(draft);
  const faults = schemaFaults(ContactCreate, contact);
  const create = useAction(async (anyway: boolean) => {
    const created = await api.createContact(property, { ...contact, anyway });
    setText("");
    forgetLists(memory);
    notices.say(t("Contact added."));
    route(href.contact(property, created.id), true);
  });
  const serverFaults = faultsByPath(create.failure);
  const faultOf = (path: string) => (submitted ? faults.get(path) : undefined) ?? serverFaults.get(path);
  const exists = create.failure?.code === "contact_exists";
  return {
    draft,
    create,
    faultOf,
    /** Whether the server refused because of an existing contact. */
    exists,
    /** The error that no field and no question shows. */
    failure: exists || serverFaults.size ? null : create.failure,
    faultAt(field: "emails" | "phones", index: number): string | undefined {
      const sent = sentIndex(draft[field], index);
      return sent === null ? undefined : faultOf(`${field}.${sent}`);
    },
    set<F extends keyof ContactDraft>(field: F, value: ContactDraft[F]) {
      setText(JSON.stringify({ ...draft, [field]: value }));
      create.clear();
    },
    submit() {
      setSubmitted(true);
      if (!faults.size) void create.run(false);
    },
    discard: () => setText(""),
  };
}

function NewContactForm({ property, cancelAddress }: { property: string; cancelAddress: string }) {
  const form = useNewContact(property);
  const { draft, create, set, faultOf, faultAt } = form;
  const textField = (field: "firstName" | "lastName" | "organization" | "userId") => ({
    autocomplete: "off" as const,
    value: draft[field],
    onInput: (value: string) => set(field, value),
    fault: faultOf(field),
  });
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      <div class="two-fields">
        <TextField label={t("First name")} required {...textField("firstName")} />
        <TextField label={t("Last name")} {...textField("lastName")} />
      </div>
      <RepeatedField
        label={t("E-mail")}
        type="email"
        values={draft.emails}
        onChange={(emails) => set("emails", emails)}
        faultAt={(index) => faultAt("emails", index)}
      />
      <RepeatedField
        label={t("Phone")}
        type="text"
        hint={t("With country code, for example +4930123456.")}
        values={draft.phones}
        onChange={(phones) => set("phones", phones)}
        faultAt={(index) => faultAt("phones", index)}
      />
      <ExistingContacts property={property} emails={draft.emails} phones={draft.phones} />
      <TextField label={t("Organization")} {...textField("organization")} />
      <TextField
        label={t("User ID")}
        hint={t("The ID of this person on your site, if there is one.")}
        spellcheck={false}
        {...textField("userId")}
      />
      {form.exists && (
        <div role="alert">
          <Note tone="warn" icon="people">
            <p>{create.failure?.problem?.title}</p>
            <Button small busy={create.busy} onClick={() => void create.run(true)}>
              {t("Add anyway")}
            </Button>
          </Note>
        </div>
      )}
      <ErrorNote failure={form.failure} />
      <div class="form-foot">
        <Button kind="primary" type="submit" busy={create.busy}>
          {t("Add contact")}
        </Button>
        <a class="button plain" href={cancelAddress} onClick={form.discard}>
          {t("Cancel")}
        </a>
      </div>
    </form>
  );
}
