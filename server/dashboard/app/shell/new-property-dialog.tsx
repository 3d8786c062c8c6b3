import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { faultsByPath } from "../../data/api-error.ts";
import { useAction } from "../../data/use-action.ts";
import { TextField } from "../../ui/field.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { browserTimeZone } from "../../ui/time-zone.ts";
import { href } from "../routes.ts";
import { useServices } from "../services.tsx";

/** One more web site on this server. */
export function NewPropertyDialog({ onClose }: { onClose: () => void }) {
  const { api, session } = useServices();
  const { route } = useLocation();
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const create = useAction(async () => {
    const property = await api.createProperty({ name, timeZone: browserTimeZone() });
    await session.load();
    onClose();
    route(href.settings(property.id, "install"));
  });
  return (
    <FormDialog
      title="New property"
      act="Create property"
      busy={create.busy}
      failure={create.failure}
      onSubmit={() => {
        setTried(true);
        if (name.trim()) void create.run();
      }}
      onClose={onClose}
    >
      <TextField
        label="Name"
        hint="One property for each web site. Visitors see its name in the widget."
        value={name}
        onInput={setName}
        required
        maxLength={80}
        fault={tried && !name.trim() ? "A name is needed." : faultsByPath(create.failure).get("name")}
      />
    </FormDialog>
  );
}
