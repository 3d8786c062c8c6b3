import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { type ContactFilter, type ContactView, ContactViewWrite } from "../../../../shared/crm.ts";
import { href } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import { errorText, toApiError } from "../../data/api-error.ts";
import { useAction } from "../../data/use-action.ts";
import { useLoad } from "../../data/use-load.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { schemaFaults } from "../../ui/schema-faults.ts";
import { isSameFilter, isUnfiltered } from "./filters.ts";

interface SavedViewsProps {
  readonly property: string;
  readonly filter: ContactFilter;
}

/** The lists that the team keeps, and the way to keep the one that is shown. */
export function SavedViews({ property, filter }: SavedViewsProps) {
  const { api, notices } = useServices();
  const { loaded, change, retry } = useLoad(property, async () => (await api.contactViews(property)).items);
  const [saving, setSaving] = useState(false);
  if (loaded.kind === "failed")
    return (
      <p class="list-foot" role="alert">
        The saved lists could not be loaded.{" "}
        <Button small onClick={() => void retry()}>
          Try again
        </Button>
      </p>
    );
  if (loaded.kind !== "ready") return null;
  const views = loaded.value;
  const here = views.find((view) => isSameFilter(view.filter, filter));
  const everybody = isUnfiltered(filter);
  if (!views.length && everybody) return null;

  const put = async (view: ContactView) => {
    const saved = await api.saveContactView(property, view);
    change((old) =>
      [...old.filter(({ id }) => id !== saved.id), saved].sort((a, b) => a.name.localeCompare(b.name)),
    );
  };
  const putBack = async (view: ContactView) => {
    try {
      await put(view);
    } catch (error) {
      notices.say(errorText(toApiError(error)), { tone: "bad" });
    }
  };
  const remove = async (view: ContactView) => {
    try {
      await api.removeContactView(property, view.id);
      change((old) => old.filter(({ id }) => id !== view.id));
      notices.say(`“${view.name}” was removed.`, {
        action: { label: "Undo", act: () => void putBack(view) },
      });
    } catch (error) {
      notices.say(errorText(toApiError(error)), { tone: "bad" });
    }
  };
  return (
    <nav class="view-chips" aria-label="Saved lists">
      {views.length > 0 && (
        <a class="chip" href={href.contacts(property)} aria-current={everybody ? "page" : undefined}>
          Everybody
        </a>
      )}
      {views.map((view) => (
        <a
          key={view.id}
          class="chip"
          href={href.contacts(property, view.filter)}
          aria-current={view === here ? "page" : undefined}
          title={view.name}
        >
          <bdi>{view.name}</bdi>
        </a>
      ))}
      {here && (
        <IconButton icon="bin" label={`Remove the list “${here.name}”`} onClick={() => void remove(here)} />
      )}
      {!here && !everybody && (
        <Button small kind="quiet" icon="plus" onClick={() => setSaving(true)}>
          Save this list
        </Button>
      )}
      {saving && (
        <SaveViewDialog
          filter={filter}
          views={views}
          save={put}
          onClose={() => setSaving(false)}
          property={property}
        />
      )}
    </nav>
  );
}

interface SaveViewDialogProps extends SavedViewsProps {
  readonly views: readonly ContactView[];
  readonly save: (view: ContactView) => Promise<void>;
  readonly onClose: () => void;
}

function SaveViewDialog({ property, filter, views, save, onClose }: SaveViewDialogProps) {
  const { newId } = useServices();
  const { route } = useLocation();
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const wanted = { name: name.trim(), filter };
  const faults = schemaFaults(ContactViewWrite, wanted);
  const same = views.find((view) => view.name.toLowerCase() === wanted.name.toLowerCase());
  const saving = useAction(async () => {
    await save({ id: same?.id ?? newId(), ...wanted });
    onClose();
    route(href.contacts(property, filter), true);
  });
  return (
    <FormDialog
      title="Save this list"
      act="Save"
      busy={saving.busy}
      failure={saving.failure}
      onSubmit={() => {
        setTried(true);
        if (!faults.size) void saving.run();
      }}
      onClose={onClose}
    >
      <TextField
        label="Name"
        autocomplete="off"
        maxLength={100}
        value={name}
        onInput={setName}
        hint={same ? "There is a list with this name; it will be replaced." : "The whole team sees it."}
        fault={tried ? faults.get("name") : undefined}
      />
    </FormDialog>
  );
}
