import { t } from "../i18n/translate.ts";
import { Choice } from "../ui/choice.tsx";
import { NumberField } from "./number-field.tsx";
import type { Editing } from "./use-settings-draft.ts";

/** The settings for where the launcher is: its corner, and its distances on computers and on phones. */
export function LauncherFields({ editing }: { editing: Editing }) {
  const { draft, set } = editing;
  return (
    <div class="group">
      <Choice
        label={t("Corner")}
        value={draft.position}
        options={[
          { value: "right", label: t("Right") },
          { value: "left", label: t("Left") },
        ]}
        onChange={(position) => set({ position })}
      />
      <DistanceFields
        label={t("Distance on computers, in pixels")}
        size="desktop"
        max={400}
        editing={editing}
      />
      <DistanceFields label={t("Distance on phones, in pixels")} size="phone" max={200} editing={editing} />
      <p class="hint">
        {t(
          "Move the button away from what your site shows in that corner, such as a cookie notice or a bar with “Buy now”. It also moves up by itself where it would cover something that can be pressed.",
        )}
      </p>
    </div>
  );
}

interface DistanceFieldsProps {
  readonly label: string;
  readonly size: "desktop" | "phone";
  readonly max: number;
  readonly editing: Editing;
}

function DistanceFields({ label, size, max, editing: { draft, set, fault } }: DistanceFieldsProps) {
  const field = (name: string, axis: "x" | "y") => (
    <NumberField
      label={name}
      min={0}
      max={max}
      data-path={`launcher.${size}.${axis}`}
      value={draft.launcher[size][axis]}
      onInput={(distance) =>
        set({ launcher: { ...draft.launcher, [size]: { ...draft.launcher[size], [axis]: distance } } })
      }
      fault={fault(`launcher.${size}.${axis}`)}
    />
  );
  return (
    <fieldset class="distances">
      <legend class="label">{label}</legend>
      {field(t("From the side"), "x")}
      {field(t("From the bottom"), "y")}
    </fieldset>
  );
}
