import { useLocation } from "preact-iso";
import { t } from "../../i18n/translate.ts";
import { usePropertyApi } from "../../settings/use-property-api.ts";
import { browserLanguages } from "../../ui/languages.ts";
import { NameDialog } from "../../ui/name-dialog.tsx";
import { browserTimeZone } from "../../ui/time-zone.ts";
import { href } from "../routes.ts";
import { useServices } from "../services.tsx";

/** The dialog that creates a property. */
export function NewPropertyDialog({ onClose }: { onClose: () => void }) {
  const { session } = useServices();
  const properties = usePropertyApi();
  const { route } = useLocation();
  return (
    <NameDialog
      title={t("New property")}
      act={t("Create property")}
      hint={t("Create one property for each web site. Visitors see its name in the widget.")}
      maxLength={80}
      onSave={async (name) => {
        const property = await properties.createProperty({
          name,
          timeZone: browserTimeZone(),
          languages: browserLanguages(),
        });
        await session.load();
        onClose();
        route(href.settings(property.id, "install"));
      }}
      onClose={onClose}
    />
  );
}
