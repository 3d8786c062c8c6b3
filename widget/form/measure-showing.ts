import type { FormShowing } from "../../shared/form-measure.ts";
import { toJson } from "../delivery/json.ts";
import type { ControllerContext } from "../state/controller-context.ts";
import type { FormScreen, PanelState } from "../state/panel-state.ts";
import { formDefinition } from "./form-definition.ts";
import type { ShownFields } from "./shown-fields.ts";

/** The part of a session that the measure of a form needs. */
export interface MeasureContext
  extends Pick<ControllerContext, "settings" | "panel" | "propertyUrl" | "monotonicNow"> {
  readonly shownFields: ShownFields;
  /** Aborted when the form is removed. */
  readonly signal: AbortSignal;
  /** Whether something may be sent to the server: there is consent (R25). */
  mayReport(): boolean;
}

interface Showing {
  readonly since: number;
  /** The form as it was shown last. */
  screen: FormScreen;
  /** The field that was filled in last; null: none yet. */
  last: string | null;
  /** There was consent from the start. Otherwise only those who send a form, which is their consent, would be counted. */
  readonly isReported: boolean;
}

/**
 * Measures what becomes of each showing of a form (R29), and reports it without a word about the visitor, once: when the form is
 * submitted or removed, or the page is left. What was measured before consent is not reported.
 *
 * @returns reports the showing as submitted
 */
export function measureShowings(context: MeasureContext): () => void {
  const { settings, panel, monotonicNow } = context;
  let showing: Showing | null = null;
  /** The last field of a showing that ended with a page to which the visitor has come back. */
  let resumed: string | null = null;

  function follow(state: PanelState, before = state): void {
    const { open, screen } = state;
    if (screen.kind !== "form") {
      showing = null; // the visitor has sent it in another tab, or the chat has taken its place
      return;
    }
    if (!open) return;
    if (showing?.screen.form !== screen.form) {
      end(false);
      showing = { since: monotonicNow(), screen, last: resumed, isReported: context.mayReport() };
      resumed = null;
    }
    showing.screen = screen;
    const earlier = before.screen.kind === "form" ? before.screen.answers : screen.answers;
    for (const [id, answer] of Object.entries(screen.answers)) if (answer !== earlier[id]) showing.last = id;
  }

  function outcomeOf({ since, screen, last }: Showing, isSubmitted: boolean): FormShowing {
    const definition = formDefinition(settings, screen.form);
    const shown = { form: screen.form, version: definition.version };
    if (isSubmitted)
      return { ...shown, outcome: "submitted", seconds: Math.round((monotonicNow() - since) / 1_000) };
    if (last === null) return { ...shown, outcome: "not_started" };
    const fields = context.shownFields(definition, screen, panel.state().known);
    const next = fields
      .slice(fields.findIndex(({ id }) => id === last) + 1)
      .find(({ id }) => !String(screen.answers[id] ?? "").trim());
    return { ...shown, outcome: "left", field: next?.id ?? "" };
  }

  function end(isSubmitted: boolean): void {
    const ended = showing;
    if (!ended) return;
    showing = null;
    resumed = isSubmitted ? null : ended.last;
    if (settings.preview || !ended.isReported || !context.mayReport()) return;
    // a request that outlives the page; one that is lost is not repeated, because it could count twice
    const body = toJson(outcomeOf(ended, isSubmitted));
    try {
      navigator.sendBeacon(`${context.propertyUrl}/form-showings`, body);
    } catch (error) {
      // an extension has removed or broken it; the submission must go on
      // biome-ignore lint/suspicious/noConsole: it tells the site's developers why the form is not measured
      console.warn("Foyer: sendBeacon", error);
    }
  }

  panel.subscribe(follow);
  const { signal } = context;
  addEventListener("pagehide", () => end(false), { signal });
  addEventListener("pageshow", () => follow(panel.state()), { signal });
  signal.addEventListener("abort", () => end(false));
  follow(panel.state());
  return () => end(true);
}
