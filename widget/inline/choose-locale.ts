import type { InlinedSettings } from "../../shared/property.ts";
import { labelFor } from "../../shared/rules/locale-tags.ts";

/** The language of an element: its attribute, else that of its ancestors, else the browser's. */
const languageOf = (element: Element | null): string =>
  element?.getAttribute("language") ||
  element?.closest("[lang]")?.getAttribute("lang") ||
  document.documentElement.lang ||
  navigator.language;

/** The locale of the widget in which a form is shown: one of the property's. */
export const chooseLocale = ({ labels }: InlinedSettings, element: Element | null, language = ""): string =>
  labelFor(labels, language || languageOf(element))[0];
