import type { FormStatus, HeadlessForm, MountOptions } from "../api/forms.ts";
import { warn } from "../embed/warn.ts";
import { shownFields } from "../form/shown-fields.ts";
import type { PanelState } from "../state/panel-state.ts";
import { chooseLocale } from "./choose-locale.ts";
import { createInlineForm, type InlineForm } from "./inline-form.ts";
import { loadForm } from "./load-form.ts";
import type { PageSession } from "./page-session.ts";

function statusOf({ screen }: PanelState): FormStatus {
  if (screen.kind === "submission") {
    const { progress } = screen;
    return progress.kind === "accepted"
      ? { state: "delivered", ticket: progress.ticket }
      : { state: progress.kind };
  }
  const refusal = screen.kind === "form" && screen.notice.kind === "refused" ? screen.notice.problem : null;
  return refusal ? { state: "refused", code: refusal.code } : { state: "idle" };
}

/** Creates a form for markup of the page's own: the same state, validator, outbox and receipts, and no element. */
export function createHeadlessForm(
  session: PageSession,
  { form: key, language, prefill = {} }: MountOptions,
): HeadlessForm {
  const lifetime = new AbortController();
  const { signal } = lifetime;
  const listeners = new Set<() => void>();
  const notify = () => {
    for (const listener of listeners) listener();
  };
  const locale = chooseLocale(session.settings, null, language);
  let values = prefill;
  let form: InlineForm | null = null;
  let problem: FormStatus | null = null;

  const screenOf = () => {
    const screen = form?.store.state().screen;
    return screen?.kind === "form" ? screen : null;
  };

  async function load(): Promise<void> {
    const loaded = await loadForm(session, key, locale, signal);
    await session.joined();
    if (signal.aborted) return;
    if ("code" in loaded) {
      warn(loaded.detail);
      problem = { state: "refused", code: loaded.code };
    } else {
      form = createInlineForm(session, {
        key,
        locale,
        definition: loaded.definition,
        emit: () => undefined,
      });
      form.prefill(values);
      form.store.subscribe(notify);
      form.connect();
    }
    notify();
  }

  const loading = load();
  return {
    fields() {
      const screen = screenOf();
      return form && screen ? shownFields(form.definition, screen, form.store.state().known) : [];
    },
    answers() {
      const screen = form?.store.state().screen;
      if (screen?.kind === "submission") return screen.delivery.answers;
      return { ...form?.store.state().known, ...screenOf()?.answers };
    },
    faults: () => screenOf()?.faults ?? [],
    status: () => problem ?? (form ? statusOf(form.store.state()) : { state: "loading" }),
    set: (field, answer) => form?.actions.answer(field, answer),
    prefill(more) {
      values = { ...values, ...more };
      form?.prefill(more);
    },
    async submit() {
      await loading;
      return form && !signal.aborted ? (await form.controller()).submit("") : false;
    },
    reset: () => form?.actions.restart(),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    destroy() {
      lifetime.abort();
      listeners.clear();
      form?.disconnect();
    },
  };
}
