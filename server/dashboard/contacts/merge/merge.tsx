import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { href } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import type { PropertyOfMe } from "../../app/shell/property-screens.tsx";
import { errorText, toApiError } from "../../data/api-error.ts";
import { readyOr } from "../../data/loadable.ts";
import { useAction } from "../../data/use-action.ts";
import { useLoad } from "../../data/use-load.ts";
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
import { useMergePreview } from "./use-merge-preview.ts";

const MAX = 20;

interface MergeScreenProps {
  readonly property: PropertyOfMe;
  readonly contacts: readonly string[];
}

/** R13: contacts side by side, field by field; what comes of it is seen before it is done. */
export function MergeScreen({ property, contacts }: MergeScreenProps) {
  const { route } = useLocation();
  const heading = useRef<HTMLHeadingElement>(null);
  const [first] = contacts;
  useTitle(`Merge contacts · ${property.name}`);
  useHeadingFocus(heading);
  return (
    <main class="contact" id="main" tabIndex={-1}>
      <div class="contact-page merge-page">
        <BackLink to={first ? href.contact(property.id, first) : href.duplicates(property.id)}>
          {first ? "The contact" : "Duplicates"}
        </BackLink>
        <header>
          <h1 ref={heading} tabIndex={-1}>
            Merge contacts
          </h1>
          <p class="hint">
            One record stays, with the e-mails, phones, conversations, notes and tags of all. It can be
            undone.
          </p>
        </header>
        {contacts.length > 1 ? (
          <Merging key={contacts.join()} property={property.id} contacts={contacts} />
        ) : (
          <p>{first ? "Who is the same person?" : "Which contacts are one person?"}</p>
        )}
        {contacts.length < MAX && (
          <AddContact
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

function Merging({ property, contacts }: { property: string; contacts: readonly string[] }) {
  const { api, notices, memory } = useServices();
  const { route } = useLocation();
  const [survivor, setSurvivor] = useState<string | null>(null);
  const [choices, setChoices] = useState<Choices>({});
  const [force, setForce] = useState(false);
  const [tried, setTried] = useState(false);
  // without them the fields go by their keys
  const { loaded } = useLoad(property, async () => (await api.attributes(property)).items);
  const attributes = readyOr(loaded, []);
  const { result, failure, retry } = useMergePreview(property, contacts, survivor, choices);
  const alert = useRef<HTMLDivElement>(null);

  const undo = async (merge: string) => {
    try {
      await api.undoMerge(property, merge);
      notices.say("The merge was undone: each has its own record again.");
      route(href.merge(property, contacts), true);
    } catch (error) {
      notices.say(errorText(toApiError(error)), { tone: "bad" });
    }
  };
  const merging = useAction(async () => {
    if (!result) return;
    const done = await api.merge(property, {
      contacts: [...contacts],
      survivor: survivor ?? result.survivor,
      choices: { ...choices },
      force,
    });
    forgetLists(memory);
    const { merge } = done;
    notices.say(
      `${contacts.length} contacts are one now: ${contactName({ id: done.survivor, details: done.details })}.`,
      {
        ...(merge && { action: { label: "Undo", act: () => void undo(merge) } }),
      },
    );
    route(href.contact(property, done.survivor));
  });
  useEffect(() => {
    if (tried && !force) alert.current?.scrollIntoView({ block: "nearest" });
  }, [tried]);

  if (failure) return <Refused failure={failure} retry={retry} property={property} />;
  if (!result) return <Skeleton lines={8} label="Loading the contacts" />;
  const differ = result.userIdsDiffer;
  return (
    <>
      <Comparison
        property={property}
        result={result}
        // what was chosen last, although its preview may still be on the way
        survivor={survivor ?? result.survivor}
        rows={mergeRows(result, choices, attributes)}
        choose={(field, side) => setChoices((old) => ({ ...old, [field]: side }))}
        survive={setSurvivor}
        remove={
          contacts.length > 2
            ? (id) =>
                route(
                  href.merge(
                    property,
                    contacts.filter((one) => one !== id),
                  ),
                  true,
                )
            : null
        }
      />
      {differ && (
        <div ref={alert}>
          <Note tone="warn" icon="alert">
            <p>
              <strong>They have different user IDs.</strong> Your own site takes them for different people.
              Merge them only if you know better.
            </p>
            <label class="check">
              <input
                type="checkbox"
                checked={force}
                onChange={(event) => setForce(event.currentTarget.checked)}
              />
              <span>They are one person all the same</span>
            </label>
            {tried && !force && <p role="alert">Say so first, or do not merge them.</p>}
          </Note>
        </div>
      )}
      <ErrorNote failure={merging.failure} />
      <div class="merge-foot">
        <Button
          kind="primary"
          icon="merge"
          busy={merging.busy}
          onClick={() => {
            setTried(true);
            if (!differ || force) void merging.run();
          }}
        >
          Merge {contacts.length} contacts
        </Button>
        <a class="button plain" href={href.contact(property, result.survivor)}>
          Cancel
        </a>
      </div>
    </>
  );
}

interface RefusedProps {
  readonly property: string;
  readonly failure: Parameters<typeof LoadError>[0]["failure"];
  readonly retry: () => void;
}

/** What cannot be merged as it was asked, and where to begin again. */
function Refused({ property, failure, retry }: RefusedProps) {
  const isStale = failure.code === "contact_merged" || failure.code === "device_attached";
  if (!isStale) return <LoadError failure={failure} retry={retry} />;
  const [wrong] = /V\d{16}/.exec(errorText(failure)) ?? [];
  return (
    <div role="alert">
      <Note tone="warn" icon="alert">
        <p>{failure.problem?.title}</p>
        {failure.problem?.detail && <p>{failure.problem.detail}</p>}
        {wrong && (
          <p>
            <a href={href.contact(property, wrong)}>Open the contact as it is now</a>
          </p>
        )}
      </Note>
    </div>
  );
}
