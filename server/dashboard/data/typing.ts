import { type ReadonlySignal, signal } from "@preact/signals";
import type { AgentName } from "../../../shared/conversation.ts";
import type { AgentFrame, ToAgent } from "../../../shared/live.ts";

/** A person who is typing in a conversation; `agent` is null for the visitor. */
interface Typist {
  readonly conversation: string;
  readonly agent: AgentName | null;
}

export interface Typing {
  readonly typists: ReadonlySignal<readonly Typist[]>;
  handleFrame(frame: ToAgent): void;
  /** Called when the connection is lost: nobody is known to be typing. */
  clear(): void;
}

/** The time after which a typist is removed, in milliseconds, in case the frame that ends typing is lost. */
const TYPIST_TIMEOUT = 15_000;

const isSame = (a: Typist, b: Typist) => a.conversation === b.conversation && a.agent?.id === b.agent?.id;

/** Tracks who is typing in which conversation. */
export function createTyping(after: (ms: number, act: () => void) => () => void): Typing {
  const typists = signal<readonly Typist[]>([]);
  const ends = new Map<Typist, () => void>();

  const remove = (typist: Typist) => {
    for (const one of typists.value.filter((other) => isSame(other, typist))) {
      ends.get(one)?.();
      ends.delete(one);
    }
    if (typists.value.some((one) => isSame(one, typist)))
      typists.value = typists.value.filter((one) => !isSame(one, typist));
  };

  return {
    typists,
    clear() {
      for (const one of typists.value) remove(one);
    },
    handleFrame(frame) {
      if (frame.kind === "changes") {
        // the message that was typed has arrived
        for (const { conversation, message } of frame.messages)
          if (message.kind !== "event") remove({ conversation, agent: message.agent });
        return;
      }
      if (frame.kind !== "typing") return;
      const reported = { conversation: frame.conversation, agent: frame.agent };
      if (!frame.on) return remove(reported);
      const known = typists.value.find((one) => isSame(one, reported));
      const typist = known ?? reported;
      if (known) ends.get(known)?.();
      else typists.value = [...typists.value, reported];
      ends.set(
        typist,
        after(TYPIST_TIMEOUT, () => remove(typist)),
      );
    },
  };
}

/** The interval at which typing is reported again, in milliseconds. */
const REPORT_INTERVAL = 3_000;
/** The time without a key press after which typing ends, in milliseconds. */
const IDLE_TIMEOUT = 5_000;

type TypingFrame = Omit<Extract<AgentFrame, { kind: "typing" }>, "kind">;

/** Reports that this agent is typing: at the first key press, at an interval afterwards, and when typing ends. */
export function createTypingSender(
  report: (frame: TypingFrame) => void,
  after: (ms: number, act: () => void) => () => void,
  now: () => number,
) {
  let last: { frame: TypingFrame; at: number } | null = null;
  let cancel: () => void = () => undefined;

  const stop = () => {
    cancel();
    if (last) report({ ...last.frame, on: false });
    last = null;
  };
  return {
    /** Call it when a key is pressed in a composer. */
    wrote(where: Omit<TypingFrame, "on">) {
      const frame = { ...where, on: true };
      const same = last?.frame.conversation === where.conversation && last.frame.note === where.note;
      if (last && !same) stop();
      if (!last || now() - last.at >= REPORT_INTERVAL) {
        report(frame);
        last = { frame, at: now() };
      }
      cancel();
      cancel = after(IDLE_TIMEOUT, stop);
    },
    stop,
  };
}
