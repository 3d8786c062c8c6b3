import { type ReadonlySignal, signal } from "@preact/signals";

/** A short message about an action. Screen readers announce it, and it disappears after some time. */
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
  /** Whether the pointer or the focus is on the notices, so that none disappears. */
  isInUse: () => boolean;
}

/** The time until a notice disappears, in milliseconds. One with an action stays longer. */
const SHOWN_FOR = 7_000;
const OFFERED_FOR = 15_000;

/** @param after calls `act` after `ms` milliseconds; the returned function cancels it */
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
