import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { type ContactFilter, type ContactView, ContactViewWrite } from "../../../../shared/crm.ts";
import { href } from "../../app/routes.ts";
import { useServices } from "../../app/services.tsx";
import { useAction } from "../../data/use-action.ts";
import { useActionWithNotice } from "../../data/use-action-with-notice.ts";
import { useLoad } from "../../data/use-load.ts";
import { t } from "../../i18n/translate.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { schemaFaults } from "../../ui/schema-faults.ts";
import { Verbatim } from "../../ui/verbatim.tsx";
import { isSameFilter, isUnfiltered } from "./filters.ts";
import { useListApi } from "./use-list-api.ts";

interface SavedViewsProps {
  readonly property: string;
  readonly filter: ContactFilter;
}

/** The team's saved views of the list of contacts, with buttons to save the current one and to delete it. */
export function SavedViews({ property, filter }: SavedViewsProps) {
  const { notices } = useServices();
  const api = useListApi();
  const { loaded, change, retry } = useLoad(property, async () => (await api.contactViews(property)).items);
  const [saving, setSaving] = useState(false);
  const run = useActionWithNotice();
  if (loaded.kind === "failed")
    return (
      <p class="list-foot" role="alert">
        {t("The saved views could not be loaded.")}{" "}
        <Button small onClick={() => void retry()}>
          {t("Try again")}
        </Button>
      </p>
    );
  if (loaded.kind !== "ready") return null;
  const views = loaded.value;
  const current = views.find((view) => isSameFilter(view.filter, filter));
  const unfiltered = isUnfiltered(filter);
  if (!views.length && unfiltered) return null;

  const save = async (view: ContactView) => {
    const saved = await api.saveContactView(property, view);
    change((old) =>
      [...old.filter(({ id }) => id !== saved.id), saved].sort((a, b) => a.name.localeCompare(b.name)),
    );
  };
  const remove = async (view: ContactView) => {
    await api.removeContactView(property, view.id);
    change((old) => old.filter(({ id }) => id !== view.id));
    notices.say(t("View “{name}” deleted.", { name: view.name }), {
      action: { label: t("Undo"), act: () => void run(() => save(view)) },
    });
  };
  return (
    <nav class="view-chips" aria-label={t("Saved views")}>
      {views.length > 0 && (
        <a class="chip" href={href.contacts(property)} aria-current={unfiltered ? "page" : undefined}>
          {t("All contacts")}
        </a>
      )}
      {views.map((view) => (
        <a
          key={view.id}
          class="chip"
          href={href.contacts(property, view.filter)}
          aria-current={view === current ? "page" : undefined}
          title={view.name}
        >
          <Verbatim>{view.name}</Verbatim>
        </a>
      ))}
      {current && (
        <IconButton
          icon="bin"
          label={t("Delete the view “{name}”", { name: current.name })}
          onClick={() => void run(() => remove(current))}
        />
      )}
      {!current && !unfiltered && (
        <Button small kind="quiet" icon="plus" onClick={() => setSaving(true)}>
          {t("Save view")}
        </Button>
      )}
      {saving && (
        <SaveViewDialog
          property={property}
          filter={filter}
          views={views}
          save={save}
          onClose={() => setSaving(false)}
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
  const [submitted, setSubmitted] = useState(false);
  const view = { name: name.trim(), filter };
  const faults = schemaFaults(ContactViewWrite, view);
  const existing = views.find((one) => one.name.toLowerCase() === view.name.toLowerCase());
  const saving = useAction(async () => {
    await save({ id: existing?.id ?? newId(), ...view });
    onClose();
    route(href.contacts(property, filter), true);
  });
  return (
    <FormDialog
      title={t("Save view")}
      act={t("Save")}
      busy={saving.busy}
      failure={saving.failure}
      onSubmit={() => {
        setSubmitted(true);
        if (!faults.size) void saving.run();
      }}
      onClose={onClose}
    >
      <TextField
        label={t("Name")}
        autocomplete="off"
        maxLength={100}
        value={name}
        onInput={setName}
        hint={existing ? t("Replaces the existing view with this name.") : t("Visible to the whole team.")}
        fault={submitted ? faults.get("name") : undefined}
      />
    </FormDialog>
  );
}
