import { render } from "preact";
import type { FormEvents, FormValues } from "../api/forms.ts";
import { warn } from "../embed/warn.ts";
import { moveFocus } from "../panel/focus.ts";
import { addStyleSheet } from "../panel/style-sheet.ts";
import { chooseLocale } from "./choose-locale.ts";
import css from "./inline.css?inline";
import { createInlineForm, type EmitFormEvent, type InlineForm } from "./inline-form.ts";
import { InlineView, type LoadedSendPart } from "./inline-view.tsx";
import { type LoadedForm, loadForm } from "./load-form.ts";
import type { PageSession } from "./page-session.ts";

/** The name of the element. */
export const ELEMENT = "foyer-form";

/** The element of a form, as scripts of the page use it. */
export interface FoyerFormElement extends HTMLElement {
  /** Fills in fields that the visitor has not touched, now or once the form is there. */
  prefill(values: FormValues): void;
}

/** The answers that the visitor has entered in the plain form that was shown until now. */
function enteredIn(fallback: Element, fields: InlineForm["definition"]["fields"]): [string, string][] {
  const controls = [...fallback.querySelectorAll<HTMLInputElement>("input, textarea, select")];
  return fields.flatMap(({ id, type }) => {
    const control = controls.find(
      ({ name, type: kind }) => name === id && !/checkbox|radio|hidden/.test(kind),
    );
    return control?.value && !/^(choices|checkbox|consent)$/.test(type)
      ? [[id, control.value] as [string, string]]
      : [];
  });
}

/**
 * Defines `<foyer-form form="contact">`. Its own content is shown until the form is usable, and stays where there is no such
 * form.
 */
export function defineFormElement(session: PageSession): void {
  if (customElements.get(ELEMENT)) {
    warn(`<${ELEMENT}> is defined already: a page has the forms of one property`);
    return;
  }
  const settings = session.settings;
  customElements.define(
    ELEMENT,
    class extends HTMLElement implements FoyerFormElement {
      static readonly observedAttributes = ["form", "language"];
      readonly #root = this.attachShadow({ mode: "open", delegatesFocus: true });
      #lifetime: AbortController | null = null;
      #form: InlineForm | null = null;
      #prefilled: FormValues = {};

      constructor() {
        super();
        this.#root.append(document.createElement("slot"));
        const sheets = `:host{--brand:${settings.accent};--on-brand:${settings.onAccent}}${css}`;
        addStyleSheet(this.#root, sheets, new AbortController().signal);
        // shortcuts of the page must not react to what is typed here; its dialogs have to hear Escape and Tab
        for (const type of ["keydown", "keyup", "keypress"])
          this.#root.addEventListener(type, (event) => {
            if (!/^(Escape|Tab)$/.test((event as KeyboardEvent).key)) event.stopPropagation();
          });
      }

      connectedCallback() {
        if (this.#form) this.#form.connect();
        else if (!this.#lifetime) this.#start();
      }

      disconnectedCallback() {
        // frameworks move elements: then it is back at once
        setTimeout(() => {
          if (!this.isConnected) this.#form?.disconnect();
        });
      }

      attributeChangedCallback(_: string, before: string | null, value: string | null) {
        if (!this.#lifetime || before === value) return;
        this.#end();
        this.#start();
      }

      prefill(values: FormValues) {
        this.#prefilled = { ...this.#prefilled, ...values };
        this.#form?.prefill(values);
      }

      #emit<E extends keyof FormEvents>(event: E, detail: FormEvents[E]) {
        this.dispatchEvent(new CustomEvent(event, { detail, bubbles: true, composed: true }));
      }

      #end() {
        this.#lifetime?.abort();
        this.#form?.disconnect();
        this.#form = null;
        this.#root.querySelector("div")?.remove();
        if (!this.#root.querySelector("slot")) this.#root.append(document.createElement("slot"));
      }

      async #start() {
        this.#lifetime = new AbortController();
        const { signal } = this.#lifetime;
        const key = this.getAttribute("form") ?? "";
        const locale = chooseLocale(settings, this);
        const loaded = await loadForm(session, key, locale, signal);
        await session.joined();
        if (signal.aborted) return;
        if ("code" in loaded) {
          const { code, detail } = loaded;
          warn(`<${ELEMENT}> ${detail}`);
          this.#emit("error", { command: "form", code, detail });
        } else this.#show(key, locale, loaded, signal);
      }

      #show(key: string, locale: string, { definition, words }: LoadedForm, signal: AbortSignal) {
        const emit: EmitFormEvent = (event, detail) => this.#emit(event, detail);
        const form = createInlineForm(session, { key, definition, locale, emit });
        const container = document.createElement("div");
        let part: LoadedSendPart | null = null;
        const draw = () =>
          render(<InlineView {...{ form, words, part }} state={form.store.state()} />, container);
        for (const [field, text] of enteredIn(this, form.definition.fields)) form.actions.answer(field, text);
        form.prefill(this.#prefilled);
        form.store.subscribe((state, before) => {
          if (signal.aborted) return;
          const hadFocus = !!this.#root.activeElement; // drawing may remove the focused element
          draw();
          if (hadFocus) moveFocus(container, state.screen, before.screen);
        });
        draw();
        this.#root.querySelector("slot")?.remove();
        this.#root.append(container);
        this.#form = form;
        form.connect();
        Promise.all([session.loadSendPart(), words.chat.load()]).then(([loaded, { default: chatWords }]) => {
          part = { ...loaded, words: chatWords };
          if (signal.aborted) return;
          addStyleSheet(this.#root, loaded.css, signal);
          draw();
        });
      }
    },
  );
}
