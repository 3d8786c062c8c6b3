import { DEFAULT_OFFSET, type EmbedSettings, type PropertySettings } from "../../shared/property.ts";
import { textOn } from "../../shared/rules/contrast.ts";
import type { Assets } from "../platform/http/assets.ts";
import { formDefinition } from "./form-version.ts";

/** The launcher's accessible name in each language of the widget. All other texts are in the locales. */
const LAUNCHER = { en: "Open chat", de: "Chat öffnen", fr: "Ouvrir le chat", ar: "الدردشة" } as const;

/** File paths are relative to the script, and the preview's script is below `/api/properties/`. */
const FROM_PREVIEW = "../../w/";

/** The part of a property's settings that visitors' browsers get. */
export function embedSettings(
  assets: Pick<Assets, "panelHash">,
  { id, settings }: { id: string; settings: PropertySettings },
  { available, base, preview }: { available: boolean; base?: string | null; preview?: string },
): EmbedSettings {
  const [preChat, offline] = [formDefinition(settings.preChatForm), formDefinition(settings.offlineForm)];
  const [desktop, phone] = [offsetText(settings.launcher.desktop), offsetText(settings.launcher.phone)];
  return {
    property: id,
    ...(base && { base }),
    name: settings.name,
    accent: settings.accent,
    onAccent: textOn(settings.accent),
    ...(settings.position === "left" && { position: settings.position }),
    ...(settings.consent === "required" && { consent: settings.consent }),
    ...(desktop && { offset: desktop }),
    ...(phone && { offsetPhone: phone }),
    ...(settings.theme !== "auto" && { theme: settings.theme }),
    ...(settings.visitorDomain && { domain: settings.visitorDomain }),
    ...(settings.handOver && { handOver: settings.allowedOrigins }),
    ...(available && { available }),
    ...(settings.greeting && { greeting: settings.greeting }),
    forms: { pre_chat: preChat, ...(offline.version !== preChat.version && { offline }) },
    files: `${preview ? FROM_PREVIEW : ""}assets/${assets.panelHash}/`,
    launcher: LAUNCHER,
    ...(!settings.files.allowed && { noFiles: true }),
    ...(preview && { preview }),
  };
}

/** The launcher's distances as the page's options name them; absent if they are the default. */
const offsetText = ({ x, y }: { readonly x: number; readonly y: number }) =>
  x === DEFAULT_OFFSET.x && y === DEFAULT_OFFSET.y ? "" : `${x} ${y}`;

/**
 * A JSON value as a JavaScript literal that is safe inside an HTML script element. It is shorter than JSON, because every
 * visitor's browser fetches it.
 */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join()}]`;
  if (typeof value === "boolean") return value ? "!0" : "!1";
  if (typeof value === "object" && value)
    return `{${Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .map(([key, part]) => `${/^[a-z]\w*$/i.test(key) ? key : `[${literal(key)}]`}:${literal(part)}`)
      .join()}}`;
  const json = JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return typeof value === "string" ? toTemplate(json) : json;
}

/** A string of JSON as a template without substitutions: the code's strings are templates, so it compresses better. */
const toTemplate = (json: string) =>
  `\`${json
    .slice(1, -1)
    .replace(/\\(.)/g, (sequence, c) => (c === '"' ? c : sequence))
    .replace(/`|\$\{/g, "\\$&")}\``;

/** The script that a site's script tag loads: the embed's code with the property's settings. */
export function embedScript(
  assets: Pick<Assets, "panelHash" | "embed">,
  property: { id: string; settings: PropertySettings },
  options: { available: boolean; base?: string | null; preview?: string },
): string {
  const settings = literal(embedSettings(assets, property, options));
  // a function, because `$&` in an owner's text would be replaced
  const script = assets.embed.replace("__FOYER_SETTINGS__", () => settings);
  // a site may join scripts into one: without semicolons, the parentheses around each would call what stands before
  return `;${script};`;
}
