import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { faultsByPath } from "../failure.ts";
import { useAction } from "../hooks.ts";
import { href } from "../routes.ts";
import { useServices } from "../services.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { TextField } from "../ui/field.tsx";
import { FailureNote } from "../ui/states.tsx";
import { browserTimeZone } from "../ui/time-zone.ts";

/** One more web site on this server. */
export function NewPropertyDialog({ onClose }: { onClose: () => void }) {
  const { api, session } = useServices();
  const { route } = useLocation();
  const [name, setName] = useState("");
  const create = useAction(async () => {
    const property = await api.createProperty({ name, timeZone: browserTimeZone() });
    await session.load();
    onClose();
    route(href.settings(property.id, "install"));
  });
  return (
    <Dialog title="New property" onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void create.run();
        }}
      >
        <TextField
          label="Name"
          hint="One property for each web site. Visitors see its name in the widget."
          value={name}
          onInput={setName}
          required
          maxLength={80}
          fault={faultsByPath(create.failure).get("name")}
        />
        <FailureNote failure={create.failure} />
        <div class="dialog-foot">
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" busy={create.busy}>
            Create property
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
