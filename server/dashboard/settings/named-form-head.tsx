import { useState } from "preact/hooks";
import type { NamedForm } from "../../../shared/form.ts";
import { BASE } from "../data/base-path.ts";
import { useAction } from "../data/use-action.ts";
import { t, withElements } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { TextField } from "../ui/field.tsx";
import { Code } from "../ui/verbatim.tsx";
import { CodeSnippet } from "./code-snippet.tsx";

/** The tags that show a form in a page. @param form its key */
function formTags(server: string, property: string, form: string): string {
  return `<script type="module" src="${server}/w/${property}/forms.js"></script>
<foyer-form form="${form}"></foyer-form>`;
}

interface NamedFormHeadProps {
  readonly property: string;
  readonly named: NamedForm;
  /** The path of its name in the settings. */
  readonly path: string;
  readonly fault: string | undefined;
  readonly onRename: (name: string) => void;
  readonly onDelete: () => void;
}

/** The name and the key of a named form, and the button that deletes it. */
export function NamedFormHead({ property, named, path, fault, onRename, onDelete }: NamedFormHeadProps) {
  const [isDeleting, setDeleting] = useState(false);
  const remove = useAction(async () => {
    setDeleting(false);
    onDelete();
  });
  return (
    <>
      <TextField
        label={t("Name of the form")}
        hint={withElements("For the team. The form’s key is {key}.", { key: <Code>{named.key}</Code> })}
        maxLength={80}
        data-path={path}
        value={named.name}
        onInput={onRename}
        fault={fault}
      />
      <div class="field">
        <span class="label">{t("Show it in a page")}</span>
        <CodeSnippet code={formTags(location.origin + BASE, property, named.key)} what={t("form’s tags")} />
        <p class="hint">
          {withElements(
            "Paste it where the form should stand. For browsers without JavaScript, and for links, it has {link}.",
            {
              link: (
                <a href={`${BASE}/w/${property}/forms/${named.key}`} target="_blank" rel="noopener">
                  {t("a page of its own")}
                </a>
              ),
            },
          )}
        </p>
      </div>
      <p>
        <Button small icon="bin" onClick={() => setDeleting(true)}>
          {t("Delete this form")}
        </Button>
      </p>
      {isDeleting && (
        <ConfirmDialog
          title={t("Delete “{name}”?", { name: named.name })}
          act={t("Delete form")}
          action={remove}
          onClose={() => setDeleting(false)}
        >
          <p>
            {t(
              "Pages that use it no longer show it once you save. What was submitted stays, and what visitors have sent but is still on its way is accepted.",
            )}
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
