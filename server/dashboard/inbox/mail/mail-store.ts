import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { type AnswerRoute, MailInfo, MailList } from "../../../../shared/mail.ts";
import { type ReceivedMailInfo, ReceivedMails } from "../../../../shared/received-mail.ts";
import type { Services } from "../../app/services.tsx";
import { errorText, toApiError } from "../../data/api-error.ts";

/** The mails about one conversation. */
export interface MailStore {
  /** The answers that were mailed, each by the IDs of the messages that it carries; the last one counts. */
  readonly byMessage: ReadonlySignal<ReadonlyMap<string, MailInfo>>;
  /** The mails that came in, by the ID of the entry that each became. */
  readonly received: ReadonlySignal<ReadonlyMap<string, ReceivedMailInfo>>;
  /** Null: not loaded yet. */
  readonly route: ReadonlySignal<AnswerRoute | null>;
  /** Loads the mails, and again whenever one changes. @returns stops it */
  start(): () => void;
  /** Tries a mail again. A failure is shown as a notice. */
  retry(id: string): Promise<void>;
}

/**
 * Lets one load run at a time. A call during it makes one more follow. One that fails is left to the next change: the
 * messages are there without it.
 */
function loadLatest(read: () => Promise<void>): () => void {
  let isLoading = false;
  let isOutdated = false;
  const readAll = async () => {
    do {
      isOutdated = false;
      await read();
    } while (isOutdated);
  };
  return () => {
    isOutdated = true;
    if (isLoading) return;
    isLoading = true;
    void readAll()
      .catch(() => undefined)
      .finally(() => {
        isLoading = false;
      });
  };
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
  const received = signal<readonly ReceivedMailInfo[]>([]);
  let isStopped = false;
  const param = { property, id: conversation };
  const load = loadLatest(async () => {
    const loaded = await api.call(MailList, "GET", "/properties/:property/conversations/:id/mails", {
      param,
    });
    if (!isStopped) list.value = loaded;
  });
  const loadReceived = loadLatest(async () => {
    const path = "/properties/:property/conversations/:id/received-mails";
    const { items } = await api.call(ReceivedMails, "GET", path, { param });
    if (!isStopped) received.value = items;
  });
  return {
    received: computed(() => new Map(received.value.map((mail) => [mail.id, mail] as const))),
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
      const stopWatching = live.connected.subscribe(() => {
        load();
        loadReceived();
      });
      const stopListening = live.on((frame) => {
        const isWritten =
          frame.kind === "changes" &&
          frame.property === property &&
          frame.messages.some((one) => one.conversation === conversation && one.message.agent === null);
        if (isWritten) loadReceived();
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
