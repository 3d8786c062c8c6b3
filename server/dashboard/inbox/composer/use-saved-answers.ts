import { type ReadonlySignal, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { SavedAnswer } from "../../../../shared/conversation.ts";
import { remembered, useServices } from "../../app/services.tsx";
import type { Api } from "../../data/api.ts";
import { type ApiError, toApiError } from "../../data/api-error.ts";

interface AnswersState {
  readonly items: readonly SavedAnswer[];
  readonly status: "loading" | "ready" | "failed";
  readonly failure: ApiError | null;
}

export interface Answers {
  readonly state: ReadonlySignal<AnswersState>;
  load(): Promise<void>;
  put(answer: SavedAnswer): void;
  remove(id: string): void;
}

function createAnswers(api: Pick<Api, "savedAnswers">, property: string): Answers {
  const state = signal<AnswersState>({ items: [], status: "loading", failure: null });
  const show = (items: readonly SavedAnswer[]) => {
    const inOrder = [...items].sort((a, b) => a.shortcut.localeCompare(b.shortcut));
    state.value = { items: inOrder, status: "ready", failure: null };
  };
  return {
    state,
    async load() {
      try {
        show((await api.savedAnswers(property)).items);
      } catch (error) {
        const { status } = state.value;
        const failure = toApiError(error);
        state.value = { ...state.value, failure, status: status === "ready" ? "ready" : "failed" };
      }
    },
    put: (answer) => show([...state.value.items.filter(({ id }) => id !== answer.id), answer]),
    remove: (id) => show(state.value.items.filter((one) => one.id !== id)),
  };
}

/** A property's saved answers: what is known of them at once, and fresh from the server. */
export function useSavedAnswers(property: string): Answers {
  const { api, memory } = useServices();
  const answers = remembered(memory, `answers ${property}`, () => createAnswers(api, property));
  useEffect(() => void answers.load(), [answers]);
  return answers;
}
