import { type ReadonlySignal, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { SavedAnswer } from "../../../../shared/conversation.ts";
import { remembered, useServices } from "../../app/services.tsx";
import type { Api } from "../../data/api.ts";
import { toApiError } from "../../data/api-error.ts";
import { LOADING, type Loadable, readyOr } from "../../data/loadable.ts";

interface SavedAnswersStore {
  /** Ordered by shortcut. A reload that fails leaves the list as it is. */
  readonly state: ReadonlySignal<Loadable<readonly SavedAnswer[]>>;
  load(): Promise<void>;
  /** Adds or replaces an answer that was saved on the server. */
  put(answer: SavedAnswer): void;
  remove(id: string): void;
}

function createSavedAnswers(api: Pick<Api, "savedAnswers">, property: string): SavedAnswersStore {
  const state = signal<Loadable<readonly SavedAnswer[]>>(LOADING);
  const show = (answers: readonly SavedAnswer[]) => {
    const value = [...answers].sort((a, b) => a.shortcut.localeCompare(b.shortcut));
    state.value = { kind: "ready", value };
  };
  const without = (id: string) => readyOr(state.value, []).filter((answer) => answer.id !== id);
  return {
    state,
    async load() {
      try {
        show((await api.savedAnswers(property)).items);
      } catch (error) {
        if (state.value.kind !== "ready") state.value = { kind: "failed", failure: toApiError(error) };
      }
    },
    put: (answer) => show([...without(answer.id), answer]),
    remove: (id) => show(without(id)),
  };
}

/** The saved answers of a property; they are reloaded whenever a component that uses them appears. */
export function useSavedAnswers(property: string): SavedAnswersStore {
  const { api, memory } = useServices();
  const answers = remembered(memory, `answers ${property}`, () => createSavedAnswers(api, property));
  useEffect(() => void answers.load(), [answers]);
  return answers;
}
