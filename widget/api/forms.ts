import type { Answer, AnswerFault, FormField } from "../../shared/rules/form.ts";

/** The events of a form in the page, each with the `detail` that its listeners get. They bubble. */
export interface FormEvents {
  /** The visitor has sent the form; it is in the outbox. */
  submitted: { readonly id: string; readonly form: string };
  /** The server has stored it. */
  delivered: { readonly id: string; readonly form: string; readonly ticket: number | null };
  /** The server, or something on the way to it, has refused it. The visitor sees the reason, with the text still in hand. */
  refused: { readonly id: string; readonly form: string; readonly code: string };
  /** The form cannot be shown. `detail` is for developers. */
  error: { readonly command: "form"; readonly code: string; readonly detail: string };
}

/** Answers by the IDs of fields. */
export type FormValues = Readonly<Record<string, Answer>>;

export interface MountOptions {
  /** The key of a form: `offline`, or one that the owner has named. */
  readonly form: string;
  /** The language, e.g. `de`. Default: that of the element, else of the page, else of the browser. */
  readonly language?: string;
  /** Values of fields, by their IDs. What the visitor has typed is never replaced. */
  readonly prefill?: FormValues;
}

export interface MountedForm {
  /** The `<foyer-form>`, whose events are {@link FormEvents}. */
  readonly element: HTMLElement;
  prefill(values: FormValues): void;
  /** @returns a function that removes the listener */
  on<E extends keyof FormEvents>(event: E, listener: (event: CustomEvent<FormEvents[E]>) => void): () => void;
  /** Removes the form, and shows again what the element contained. */
  unmount(): void;
}

/** The outcome of a form that has markup of the page's own. */
export type FormStatus =
  | { readonly state: "loading" }
  /** It can be filled in. */
  | { readonly state: "idle" }
  | { readonly state: "sending" }
  /** There is no connection: it is stored, and sent later. */
  | { readonly state: "waiting" }
  | { readonly state: "delivered"; readonly ticket: number | null }
  /** It was not accepted, and can be corrected. */
  | { readonly state: "refused"; readonly code: string };

/** A form without any markup. */
export interface HeadlessForm {
  /** Those to show now, in order. Empty while the form is loading. */
  fields(): readonly FormField[];
  /** The answers so far, with those that were known. */
  answers(): FormValues;
  /** The faults, since the form was last submitted. */
  faults(): readonly Omit<AnswerFault, "code">[];
  status(): FormStatus;
  set(field: string, answer: Answer): void;
  prefill(values: FormValues): void;
  /** Validates the form and sends it. @returns whether there was no fault: it is in the outbox */
  submit(): Promise<boolean>;
  /** Begins again, with an empty form. */
  reset(): void;
  /** Calls a listener after each change. @returns a function that ends it */
  subscribe(listener: () => void): () => void;
  /** Ends it. What is in the outbox is still sent. */
  destroy(): void;
}

/** The exports of `https://SERVER/w/PROPERTY/forms.js`. */
export interface FoyerForms {
  /** Shows a form in an element of the page. What the element contains is shown until the form is usable. */
  mountForm(element: Element, options: MountOptions): MountedForm;
  /** Creates a form for markup of the page's own. */
  createForm(options: MountOptions): HeadlessForm;
}
