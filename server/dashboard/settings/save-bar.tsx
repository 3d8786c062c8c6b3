import { href } from "../app/routes.ts";
import { errorText } from "../data/api-error.ts";
import { t, withElements } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { SECTIONS } from "./sections.ts";
import type { Editing } from "./use-settings-draft.ts";

/** The bar with Save and Discard, visible while there are unsaved changes. */
export function SaveBar({ property, editing }: { property: string; editing: Editing }) {
  if (!editing.dirty) return null;
  const conflict = editing.failure?.code === "settings_changed";
  return (
    <section class="save-bar" aria-label={t("Unsaved changes")}>
      <div class="save-words" role="status">
        {editing.failure && !conflict && (
          <span class="fault">
            <Icon name="alert" size={16} />
            {errorText(editing.failure)}
          </span>
        )}
        {conflict && (
          <span class="fault">
            <Icon name="alert" size={16} />
            {t("Somebody else has saved these settings in the meantime.")}
          </span>
        )}
        {!editing.failure && editing.refused && (
          <span class="fault">
            <Icon name="alert" size={16} />
            <span>
              {withElements("Not saved: something needs another look in {sections}.", {
                sections: [...editing.faulty].map((section, index) => (
                  <span key={section}>
                    {index > 0 && ", "}
                    <a href={href.settings(property, section)}>{t(SECTIONS[section].title)}</a>
                  </span>
                )),
              })}
            </span>
          </span>
        )}
        {!editing.failure && !editing.refused && <span>{t("Unsaved changes")}</span>}
      </div>
      <div class="save-actions">
        {conflict ? (
          <>
            <Button disabled={editing.busy} onClick={editing.takeTheirs}>
              {t("Discard mine, show theirs")}
            </Button>
            <Button kind="primary" busy={editing.busy} onClick={editing.saveAnyway}>
              {t("Save mine over theirs")}
            </Button>
          </>
        ) : (
          <>
            <Button disabled={editing.busy} onClick={editing.discard}>
              {t("Discard")}
            </Button>
            <Button kind="primary" busy={editing.busy} onClick={editing.save}>
              {t("Save")}
            </Button>
          </>
        )}
      </div>
    </section>
  );
}
