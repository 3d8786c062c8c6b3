import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { type AnswerRoute, MailInfo, MailList } from "../../../../shared/mail.ts";
import type { Services } from "../../app/services.tsx";
import { errorText, toApiError } from "../../data/api-error.ts";

/** The mails about one conversation. */
export interface MailStore {
  /** The answers that were mailed, each by the IDs of the messages that it carries; the last one counts. */
  readonly byMessage: ReadonlySignal<ReadonlyMap<string, MailInfo>>;
  /** Null: not loaded yet. */
  readonly route: ReadonlySignal<AnswerRoute | null>;
  /** Loads the mails, and again whenever one changes. @returns stops it */
  start(): () => void;
  /** Tries a mail again. A failure is shown as a notice. */
  retry(id: string): Promise<void>;
}

/** Creates the store of a conversation's mails. */
export function createMailStore(
  { api, live, notices }: Pick<Services, "api" | "live" | "notices">,
  property: string,
  conversation: string,
): MailStore {
  const list = signal<{ readonly items: readonly MailInfo[]; readonly route: AnswerRoute | null }>({
    items: [],
    route: null,
  });
  let isStopped = false;
  let isLoading = false;
  let isOutdated = false;
  const read = async () => {
    do {
      isOutdated = false;
      const param = { property, id: conversation };
      try {
        const loaded = await api.call(MailList, "GET", "/properties/:property/conversations/:id/mails", {
          param,
        });
        if (!isStopped) list.value = loaded;
      } catch {
        // the messages are there without it; the next change loads it again
        return;
      }
    } while (isOutdated && !isStopped);
  };
  const load = () => {
    isOutdated = true;
    if (isLoading) return;
    isLoading = true;
    void read().finally(() => {
      isLoading = false;
    });
  };
  return {
    byMessage: computed(
      () =>
        new Map(
          list.value.items
            .filter(({ kind }) => kind === "answer")
            .flatMap((mail) => mail.messages.map((message) => [message, mail] as const)),
        ),
    ),
    route: computed(() => list.value.route),
    start() {
      // after a lost connection too: a change in between was not heard
      const stopWatching = live.connected.subscribe(load);
      const stopListening = live.on((frame) => {
        if (frame.kind === "mail" && frame.property === property && frame.conversation === conversation)
          load();
      });
      return () => {
        isStopped = true;
        stopListening();
        stopWatching();
      };
    },
    async retry(id) {
      try {
        await api.call(MailInfo, "POST", "/properties/:property/mails/:id/retry", {
          param: { property, id },
        });
      } catch (error) {
        notices.say(errorText(toApiError(error)), { tone: "bad" });
      }
      load();
    },
  };
}
