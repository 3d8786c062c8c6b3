import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { PropertyOfMe } from "../../../../shared/account.ts";
import { href } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import { type ApiError, errorText } from "../../data/api-error.ts";
import { readyOr } from "../../data/loadable.ts";
import { useAction } from "../../data/use-action.ts";
import { useActionWithNotice } from "../../data/use-action-with-notice.ts";
import { useLoad } from "../../data/use-load.ts";
import { plural, t, withElements } from "../../i18n/translate.ts";
import { BackLink } from "../../ui/back-link.tsx";
import { Button } from "../../ui/button.tsx";
import { ErrorNote, LoadError, Note, Skeleton } from "../../ui/states.tsx";
import { useHeadingFocus } from "../../ui/use-heading-focus.ts";
import { useTitle } from "../../ui/use-title.ts";
import { forgetLists } from "../contact-list-memory.ts";
import { contactName } from "../details.ts";
import { AddContact } from "./add-contact.tsx";
import { Comparison } from "./comparison.tsx";
import { type Choices, mergeRows } from "./merge-rows.ts";
import { useMergeApi } from "./use-merge-api.ts";
import { useMergePreview } from "./use-merge-preview.ts";

/** The server merges at most this many contacts at once. */
const MAX_CONTACTS = 20;

interface MergeScreenProps {
  readonly property: PropertyOfMe;
  /** The IDs of the contacts to merge, from the address. */
  readonly contacts: readonly string[];
}

/** Compares contacts field by field and merges them (R13). */
export function MergeScreen({ property, contacts }: MergeScreenProps) {
  const { route } = useLocation();
  const heading = useRef<HTMLHeadingElement>(null);
  const [first] = contacts;
  useTitle(t("Merge contacts · {name}", { name: property.name }));
  useHeadingFocus(heading);
  return (
    <main class="contact" id="main" tabIndex={-1}>
      <div class="contact-page merge-page">
        <BackLink to={first ? href.contact(property.id, first) : href.duplicates(property.id)}>
          {first ? t("Contact") : t("Duplicates")}
        </BackLink>
        <header>
          <h1 ref={heading} tabIndex={-1}>
            {t("Merge contacts")}
          </h1>
          <p class="hint">
            {t(
              "The merged contact has the e-mails, phones, conversations, notes and tags of all. You can undo a merge.",
            )}
          </p>
        </header>
        {contacts.length > 1 && (
          <MergeForm key={contacts.join()} property={property.id} contacts={contacts} />
        )}
        {contacts.length < MAX_CONTACTS && (
          <AddContact
            label={contacts.length > 1 ? t("Add another contact") : t("Find a contact to merge")}
            property={property.id}
            first={first ?? null}
            without={contacts}
            add={(id) => route(href.merge(property.id, [...contacts, id]), true)}
          />
        )}
      </div>
    </main>
  );
}

interface MergeFormProps {
  readonly property: string;
  readonly contacts: readonly string[];
}

function MergeForm({ property, contacts }: MergeFormProps) {
  const { api } = useServices();
  const { route } = useLocation();
  const [survivor, setSurvivor] = useState<string | null>(null);
  const [choices, setChoices] = useState<Choices>({});
  const [force, setForce] = useState(false);
  const [submitted, setSubmitted] = useState(false);
  // without the attributes, the rows are labelled by key
  const attributes = useLoad(property, async () => (await api.attributes(property)).items);
  const { loaded, retry } = useMergePreview(property, contacts, survivor, choices);
  const merge = useMerge(property, contacts);

  if (loaded.kind === "failed")
    return <PreviewError failure={loaded.failure} retry={retry} property={property} />;
  if (loaded.kind === "loading") return <Skeleton lines={8} label={t("Loading the contacts")} />;
  const result = loaded.value;
  // the choice counts at once, although its preview may still be loading
  const chosenSurvivor = survivor ?? result.survivor;
  const showWithout = (id: string) => {
    const rest = contacts.filter((one) => one !== id);
    route(href.merge(property, rest), true);
  };
  return (
    <>
      <Comparison
        property={property}
        result={result}
        survivor={chosenSurvivor}
        rows={mergeRows(result, choices, readyOr(attributes.loaded, []))}
        choose={(field, side) => setChoices((old) => ({ ...old, [field]: side }))}
        chooseSurvivor={setSurvivor}
        remove={contacts.length > 2 ? showWithout : null}
      />
      {result.userIdsDiffer && (
        <UserIdWarning confirmed={force} confirm={setForce} isMissing={submitted && !force} />
      )}
      <ErrorNote failure={merge.failure} />
      <div class="merge-foot">
        <Button
          kind="primary"
          icon="merge"
          busy={merge.busy}
          onClick={() => {
            setSubmitted(true);
            if (!result.userIdsDiffer || force) void merge.run(chosenSurvivor, choices, force);
          }}
        >
          {plural(contacts.length, "Merge {count} contact", "Merge {count} contacts")}
        </Button>
        <a class="button plain" href={href.contact(property, result.survivor)}>
          {t("Cancel")}
        </a>
      </div>
    </>
  );
}

/** Merges contacts, opens the survivor, and offers to undo the merge (R14). */
function useMerge(property: string, contacts: readonly string[]) {
  const { notices, memory } = useServices();
  const api = useMergeApi();
  const { route } = useLocation();
  const run = useActionWithNotice();
  const undo = async (merge: string) => {
    await api.undoMerge(property, merge);
    notices.say(t("Merge undone."));
    route(href.merge(property, contacts), true);
  };
  return useAction(async (survivor: string, choices: Choices, force: boolean) => {
    const result = await api.merge(property, {
      contacts: [...contacts],
      survivor,
      choices: { ...choices },
      force,
    });
    forgetLists(memory);
    const { merge } = result;
    const name = contactName({ id: result.survivor, details: result.details });
    notices.say(
      plural(contacts.length, "{count} contact merged into {name}.", "{count} contacts merged into {name}.", {
        name,
      }),
      {
        ...(merge && { action: { label: t("Undo"), act: () => void run(() => undo(merge)) } }),
      },
    );
    route(href.contact(property, result.survivor));
  });
}

interface UserIdWarningProps {
  readonly confirmed: boolean;
  readonly confirm: (confirmed: boolean) => void;
  /** Whether the agent tried to merge without the confirmation. */
  readonly isMissing: boolean;
}

/** Asks for a confirmation before contacts with different user IDs are merged (R15). */
function UserIdWarning({ confirmed, confirm, isMissing }: UserIdWarningProps) {
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isMissing) note.current?.scrollIntoView({ block: "nearest" });
  }, [isMissing]);
  return (
    <div ref={note}>
      <Note tone="warn" icon="alert">
        <p>
          {withElements(
            "{value} Your site treats them as different people. Merge them only if you are sure.",
            { value: <strong>{t("These contacts have different user IDs.")}</strong> },
          )}
        </p>
        <label class="check">
          <input
            type="checkbox"
            checked={confirmed}
            onChange={(event) => confirm(event.currentTarget.checked)}
          />
          <span>{t("They are the same person")}</span>
        </label>
        {isMissing && <p role="alert">{t("Confirm that they are the same person first.")}</p>}
      </Note>
    </div>
  );
}

interface PreviewErrorProps {
  readonly property: string;
  readonly failure: ApiError;
  readonly retry: () => void;
}

/** Why the contacts cannot be compared. If one was merged in the meantime, a link opens the current contact. */
function PreviewError({ property, failure, retry }: PreviewErrorProps) {
  const isOutdated = failure.code === "contact_merged" || failure.code === "device_attached";
  if (!isOutdated) return <LoadError failure={failure} retry={retry} />;
  const [outdatedId] = /V\d{16}/.exec(errorText(failure)) ?? [];
  return (
    <div role="alert">
      <Note tone="warn" icon="alert">
        <p>{failure.problem?.title}</p>
        {failure.problem?.detail && <p>{failure.problem.detail}</p>}
        {outdatedId && (
          <p>
            <a href={href.contact(property, outdatedId)}>{t("Open the current contact")}</a>
          </p>
        )}
      </Note>
    </div>
  );
}
