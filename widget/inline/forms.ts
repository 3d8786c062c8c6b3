import type { InlinedSettings } from "../../shared/property.ts";
import type { FoyerForms } from "../api/forms.ts";
import { defineFormElement, ELEMENT, type FoyerFormElement } from "./form-element.tsx";
import { createHeadlessForm } from "./headless-form.ts";
import { nameParts } from "./inline-view.tsx";
import { openPageSession } from "./page-session.ts";

/**
 * Begins what shows forms in a page: defines `<foyer-form>`. Nothing is stored or sent by it before consent (R25).
 *
 * @param settings of the property
 * @param address of the script: `https://chat.example.com/w/PROPERTY/forms.js`
 */
export default function start(settings: InlinedSettings, address: string): FoyerForms {
  const session = openPageSession(settings, new URL("..", address).href);
  nameParts();
  defineFormElement(session);
  return {
    mountForm(target, { form, language, prefill }) {
      const element = document.createElement(ELEMENT) as FoyerFormElement;
      if (language) element.setAttribute("language", language);
      element.setAttribute("form", form);
      if (prefill) element.prefill(prefill);
      element.append(...target.childNodes);
      target.append(element);
      return {
        element,
        prefill: (values) => element.prefill(values),
        on(event, listener) {
          element.addEventListener(event, listener as EventListener);
          return () => element.removeEventListener(event, listener as EventListener);
        },
        unmount() {
          if (element.parentNode === target) target.append(...element.childNodes);
          element.remove();
        },
      };
    },
    createForm: (options) => createHeadlessForm(session, options),
  };
}
