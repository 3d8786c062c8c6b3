import { type ReadonlySignal, signal } from "@preact/signals";
import type { AgentName } from "../../../shared/conversation.ts";
import type { AgentFrame, ToAgent } from "../../../shared/live.ts";

/** Who is writing in a conversation; `agent` null: the visitor. */
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

/** Typing ends by itself after so many milliseconds, in case the frame that ends it is lost. */
const LASTS = 15_000;

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
        // what was being written has arrived
        for (const { conversation, message } of frame.messages)
          if (message.kind !== "event") remove({ conversation, agent: message.agent });
        return;
      }
      if (frame.kind !== "typing") return;
      const told = { conversation: frame.conversation, agent: frame.agent };
      if (!frame.on) return remove(told);
      const known = typists.value.find((one) => isSame(one, told));
      const typist = known ?? told;
      if (known) ends.get(known)?.();
      else typists.value = [...typists.value, told];
      ends.set(
        typist,
        after(LASTS, () => remove(typist)),
      );
    },
  };
}

/** How often "still writing" is said. */
const AGAIN = 3_000;
/** After so long without a key nobody is writing. */
const STILL = 5_000;

type TypingFrame = Omit<Extract<AgentFrame, { kind: "typing" }>, "kind">;

/** Tells the others that this agent is writing: at the first key, now and then while it goes on, and when it ends. */
export function createTypingSender(
  tell: (frame: TypingFrame) => void,
  after: (ms: number, act: () => void) => () => void,
  now: () => number,
) {
  let said: { frame: TypingFrame; at: number } | null = null;
  let cancel: () => void = () => undefined;

  const stop = () => {
    cancel();
    if (said) tell({ ...said.frame, on: false });
    said = null;
  };
  return {
    /** A key was pressed in a composer. */
    wrote(where: Omit<TypingFrame, "on">) {
      const frame = { ...where, on: true };
      const same = said?.frame.conversation === where.conversation && said.frame.note === where.note;
      if (said && !same) stop();
      if (!said || now() - said.at >= AGAIN) {
        tell(frame);
        said = { frame, at: now() };
      }
      cancel();
      cancel = after(STILL, stop);
    },
    stop,
  };
}
