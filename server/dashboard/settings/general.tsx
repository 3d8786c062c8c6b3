import { useState } from "preact/hooks";
import { contrast, HEX_COLOUR, textOn } from "../../../shared/rules/contrast.ts";
import { t, withElements } from "../i18n/translate.ts";
import { Choice } from "../ui/choice.tsx";
import { Field, TextArea, TextField } from "../ui/field.tsx";
import { Switch } from "../ui/switch.tsx";
import { withWording } from "./edit-form.ts";
import { LanguageFields } from "./language-fields.tsx";
import { LauncherFields } from "./launcher-fields.tsx";
import { NumberField } from "./number-field.tsx";
import type { WordingLocale } from "./settings-draft.ts";
import type { Editing } from "./use-settings-draft.ts";
import { WordingLocaleField, wordingPlaceholder } from "./wording.tsx";

const PAPER = "#fffdf9";

/** The settings for the name, the colours, the launcher, the greeting and files. */
export function GeneralSection({ editing }: { editing: Editing }) {
  const { draft, set, fault } = editing;
  const [locale, setLocale] = useState<WordingLocale>("default");
  return (
    <>
      <TextField
        label={t("Name")}
        hint={t("Visitors see it at the top of the widget.")}
        data-path="name"
        value={draft.name}
        onInput={(name) => set({ name })}
        fault={fault("name")}
      />
      <ColourField accent={draft.accent} onInput={(accent) => set({ accent })} fault={fault("accent")} />
      <Choice
        label={t("Light or dark")}
        hint={t("The widget can be as light or dark as the page that it is on, or always the same.")}
        value={draft.theme}
        options={[
          { value: "auto", label: t("Like the page") },
          { value: "light", label: t("Light") },
          { value: "dark", label: t("Dark") },
        ]}
        onChange={(theme) => set({ theme })}
      />
      <LauncherFields editing={editing} />
      <LanguageFields editing={editing} />
      <div class="group">
        <WordingLocaleField languages={draft.languages} value={locale} onChange={setLocale} />
        <TextArea
          label={t("Greeting")}
          hint={t("One or two friendly sentences. If it is empty, the widget shows its own greeting.")}
          fault={fault(`greeting.${locale}`)}
          rows={2}
          data-path={`greeting.${locale}`}
          value={draft.greeting?.[locale] ?? ""}
          placeholder={wordingPlaceholder(draft.greeting, locale)}
          onInput={(text) => set({ greeting: withWording(draft.greeting, locale, text) })}
        />
      </div>
      <FilesFields editing={editing} />
    </>
  );
}

/** The settings for files: whether they are allowed, and their maximum size. */
function FilesFields({ editing: { draft, set, fault } }: { editing: Editing }) {
  const { files } = draft;
  return (
    <div class="group">
      <Switch
        label={t("Allow files")}
        hint={t("Visitors and agents can send pictures and documents. Programs are never allowed.")}
        checked={files.allowed}
        onChange={(allowed) => set({ files: { ...files, allowed } })}
      />
      {files.allowed && (
        <NumberField
          label={t("Largest file, in megabytes")}
          min={1}
          max={100}
          data-path="files.maxMegabytes"
          value={files.maxMegabytes}
          onInput={(maxMegabytes) => set({ files: { ...files, maxMegabytes } })}
          fault={fault("files.maxMegabytes")}
        />
      )}
    </div>
  );
}

interface ColourFieldProps {
  readonly accent: string;
  readonly onInput: (accent: string) => void;
  readonly fault: string | undefined;
}

/** The accent colour, with the contrast of text on it. */
function ColourField({ accent, onInput, fault }: ColourFieldProps) {
  const valid = HEX_COLOUR.test(accent);
  return (
    <div class="group">
      <Field label={t("Colour")} fault={fault}>
        {(control) => (
          <div class="colour">
            <input
              type="color"
              aria-label={t("Choose a colour")}
              value={valid ? accent : "#000000"}
              onInput={(event) => onInput(event.currentTarget.value)}
            />
            <input
              {...control}
              class="input hex"
              dir="ltr"
              spellcheck={false}
              maxLength={7}
              data-path="accent"
              value={accent}
              onInput={(event) => onInput(event.currentTarget.value.trim())}
            />
          </div>
        )}
      </Field>
      {valid && <ContrastWords accent={accent} />}
    </div>
  );
}

const ratio = (value: number) => `${value.toFixed(1)} : 1`;

function ContrastWords({ accent }: { accent: string }) {
  const onAccent = contrast(accent, textOn(accent));
  const onPaper = contrast(accent, PAPER);
  return (
    <ul class="contrast">
      <li>
        <span class="sample" style={{ background: accent, color: textOn(accent) }} aria-hidden="true">
          Aa
        </span>
        <span>
          {withElements("{ratio} text on the colour: {verdict}.", {
            ratio: <strong dir="ltr">{ratio(onAccent)}</strong>,
            verdict: readingWords(onAccent),
          })}{" "}
          {textOn(accent) === "#ffffff"
            ? t("Foyer picks white by itself.")
            : t("Foyer picks black by itself.")}
        </span>
      </li>
      <li>
        <span class="sample" style={{ background: PAPER, color: accent }} aria-hidden="true">
          Aa
        </span>
        <span>
          {withElements("{ratio} the colour on paper: {verdict}.", {
            ratio: <strong dir="ltr">{ratio(onPaper)}</strong>,
            verdict: readingWords(onPaper),
          })}
          {onPaper < 4.5 && ` ${t("Where it is text, the widget darkens it until it reads well.")}`}
        </span>
      </li>
    </ul>
  );
}

/** A contrast ratio as text (WCAG 2.2: 4.5 for text, 3 for large text and outlines, 7 for level AAA). */
function readingWords(value: number): string {
  if (value >= 7) return t("easy to read");
  if (value >= 4.5) return t("reads well");
  return value >= 3 ? t("enough for outlines, not for text") : t("hard to see");
}
