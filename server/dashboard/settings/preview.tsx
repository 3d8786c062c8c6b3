import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { FormKey, FormKind } from "../../../shared/form-key.ts";
import type { Locale } from "../../../shared/locale-tag.ts";
import type { PropertySettings } from "../../../shared/property.ts";
import { t } from "../i18n/translate.ts";
import { previewAddress } from "../settings/preview-address.ts";
import { Choice } from "../ui/choice.tsx";
import { Field } from "../ui/field.tsx";
import { Icon } from "../ui/icon.tsx";
import { useDebounced } from "../ui/use-debounced.ts";
import type { FormVersion } from "./named-forms.ts";
import { previewDraft, sameValue, wordingLocales } from "./settings-draft.ts";
import { useFocusRestore } from "./use-focus-restore.ts";

/** Proxies refuse longer addresses. */
const MAX_ADDRESS = 12_000;
const TYPING = 350;

/** The width of the page in the frame, in CSS pixels of the frame. It is scaled down to the available width. */
const WIDTHS = { desktop: 500, phone: 390 } as const;

/** The height of the page in the frame, in CSS pixels of the frame: the space below the controls, within limits. */
const heightFor = (scale: number) => Math.min(760, Math.max(560, (innerHeight - 200) / scale));

interface PreviewProps {
  readonly property: string;
  readonly draft: PropertySettings;
  readonly valid: boolean;
  readonly form: FormKey;
  readonly version: FormVersion;
  /** Whether the preview offers a choice of the form. Otherwise the page around it determines the form. */
  readonly offerForms: boolean;
}

type Size = keyof typeof WIDTHS;

/** The widget with the unsaved settings: the panel with a form, or the launcher. */
export function Preview({ property, draft, valid, form, version, offerForms }: PreviewProps) {
  const [chosen, setChosen] = useState<FormKind | "launcher">("pre_chat");
  const [size, setSize] = useState<Size>("desktop");
  const [chosenLanguage, setLanguage] = useState<string>(draft.languages[0]);
  const language = draft.languages.find((locale) => locale === chosenLanguage) ?? draft.languages[0];
  useMovedLauncher(draft.launcher, (moved) => {
    setChosen("launcher");
    setSize(moved);
  });
  const view = offerForms ? chosen : form;
  const shownForm = view === "launcher" ? "pre_chat" : view;
  // a named form is drawn in the place of the offline form
  const kind = shownForm === "pre_chat" ? shownForm : "offline";
  const address = previewAddress(property, {
    draft: previewDraft(draft, { form: shownForm, version, language }),
    form: kind,
    language,
    view: view === "launcher" ? "launcher" : "panel",
  });
  const lastGood = useRef(address);
  if (valid && address.length <= MAX_ADDRESS) lastGood.current = address;
  const shown = useDebounced(lastGood.current, TYPING);

  return (
    <aside class="preview" aria-label={t("Live preview")}>
      <div class="preview-tools">
        {offerForms && (
          <Choice
            label={t("What the preview shows")}
            hideLabel
            value={chosen}
            onChange={setChosen}
            options={[
              { value: "pre_chat", label: t("Pre-chat") },
              { value: "offline", label: t("Offline") },
              { value: "launcher", label: t("Button") },
            ]}
          />
        )}
        <Choice
          label={t("Width")}
          hideLabel
          value={size}
          onChange={setSize}
          options={[
            { value: "desktop", label: t("Desktop") },
            { value: "phone", label: t("Phone") },
          ]}
        />
        <LanguageField languages={draft.languages} value={language} onChange={setLanguage} />
      </div>
      <Frames address={shown} size={size} />
      <p class="hint" role="status">
        {valid ? "" : t("The preview shows the last settings without errors.")}
        {address.length > MAX_ADDRESS
          ? t("This is too much text to preview; it can be saved all the same.")
          : ""}
      </p>
    </aside>
  );
}

/** Calls back with the screen on which the launcher has been moved, so that the preview shows it there. */
function useMovedLauncher(launcher: PropertySettings["launcher"], onMove: (size: Size) => void): void {
  const before = useRef(launcher);
  useEffect(() => {
    const { desktop, phone } = before.current;
    before.current = launcher;
    if (!sameValue(desktop, launcher.desktop)) onMove("desktop");
    else if (!sameValue(phone, launcher.phone)) onMove("phone");
  });
}

interface LanguageFieldProps {
  readonly languages: readonly Locale[];
  readonly value: string;
  readonly onChange: (language: string) => void;
}

function LanguageField({ languages, value, onChange }: LanguageFieldProps) {
  return (
    <Field label={t("Language of the preview")} hideLabel>
      {(control) => (
        <select
          {...control}
          class="input compact"
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          {wordingLocales(languages)
            .slice(1)
            .map(([locale, name]) => (
              <option key={locale} value={locale}>
                {name}
              </option>
            ))}
        </select>
      )}
    </Field>
  );
}

/**
 * The frame, and the next one behind it until that has loaded, so that the preview is never blank. Each address has a
 * frame of its own, because a navigation inside a frame would add an entry to the browser's history.
 */
function Frames({ address, size }: { address: string; size: Size }) {
  const [ready, setReady] = useState<string | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const [frameWidth, setFrameWidth] = useState(0);
  // the frame is inert until the agent tries it out
  const [tried, setTried] = useState(false);
  useFocusRestore(box, tried, () => setTried(false));
  useEffect(() => {
    if (tried) box.current?.querySelector("iframe")?.focus();
  }, [tried]);
  const width = WIDTHS[size];
  const scale = frameWidth ? Math.min(1, frameWidth / width) : 1;
  const height = heightFor(scale);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setFrameWidth(element.clientWidth);
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);

  const frames = ready === null || ready === address ? [address] : [ready, address];
  return (
    <div ref={box} class="preview-box" style={{ height: `${height * scale}px` }}>
      {frames.map((src) => (
        <iframe
          key={src}
          src={src}
          class={src === address && ready !== address ? "coming" : undefined}
          title={t("The widget with these settings")}
          inert={!tried}
          style={{
            width: `${width}px`,
            height: `${height}px`,
            left: `${Math.max(0, (frameWidth - width * scale) / 2)}px`,
            transform: `scale(${scale})`,
          }}
          onLoad={() => setReady(src)}
        />
      ))}
      {!tried && (
        <button type="button" class="preview-try" onClick={() => setTried(true)}>
          <span>{t("Try it out")}</span>
        </button>
      )}
      {ready === null && (
        <span class="preview-wait">
          <Icon name="chat" size={26} />
        </span>
      )}
    </div>
  );
}
