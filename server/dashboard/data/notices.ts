import { type ReadonlySignal, signal } from "@preact/signals";

/** A short sentence about what has just happened, read aloud and gone by itself. */
interface Notice {
  readonly id: number;
  readonly text: string;
  readonly tone: "plain" | "bad";
  readonly action?: { readonly label: string; readonly act: () => void } | undefined;
}

export interface Notices {
  readonly list: ReadonlySignal<readonly Notice[]>;
  say(text: string, more?: Partial<Pick<Notice, "tone" | "action">>): void;
  dismiss(id: number): void;
  /** Whether somebody is at them: then none of them goes by itself. */
  isInUse: () => boolean;
}

/** In milliseconds; what can be undone stays for longer. */
const SHOWN_FOR = 7_000;
const OFFERED_FOR = 15_000;

/** @param after calls back once after so many milliseconds */
export function createNotices(after: (ms: number, act: () => void) => unknown): Notices {
  const list = signal<readonly Notice[]>([]);
  let last = 0;
  const dismiss = (id: number) => {
    list.value = list.value.filter((notice) => notice.id !== id);
  };
  const notices: Notices = {
    list,
    dismiss,
    say(text, { tone = "plain", action } = {}) {
      const id = ++last;
      list.value = [...list.value.slice(-2), { id, text, tone, action }];
      const leave = () => (notices.isInUse() ? void after(SHOWN_FOR, leave) : dismiss(id));
      after(action ? OFFERED_FOR : SHOWN_FOR, leave);
    },
    isInUse: () => false,
  };
  return notices;
}
