import { t } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { count } from "../../ui/format.ts";
import { Note } from "../../ui/states.tsx";
import type { ConversationActions } from "../conversation/use-conversation-actions.ts";
import { Thread, type ThreadProps } from "./thread.tsx";
import type { ThreadScroll } from "./use-thread-scroll.ts";

interface ThreadFrameProps extends ThreadProps {
  readonly actions: ConversationActions;
  readonly scroll: ThreadScroll;
}

/** The scrolled region with the thread, and the button that scrolls to its end. */
export function ThreadFrame({ actions, scroll, ...thread }: ThreadFrameProps) {
  return (
    <div class="thread-frame">
      <section
        ref={scroll.box}
        class="scroll"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable from the keyboard
        tabIndex={0}
        aria-label={t("Messages")}
        onScroll={scroll.onScroll}
      >
        <div ref={scroll.content} class="scroll-content">
          {thread.conversation.suspicious && <SuspiciousNote actions={actions} />}
          <Thread {...thread} />
        </div>
      </section>
      {!scroll.atEnd && (
        <Button
          kind="plain"
          small
          icon="down"
          class="to-end"
          onClick={scroll.scrollToEnd}
          // the button covers a part of the messages, which the wheel must still scroll
          onWheel={({ deltaY }) => scroll.box.current?.scrollBy({ top: deltaY })}
        >
          {scroll.unseen > 0
            ? t("{unseen} new {value}", {
                unseen: count(scroll.unseen),
                value: scroll.unseen === 1 ? "message" : "messages",
              })
            : t("Latest messages")}
        </Button>
      )}
    </div>
  );
}

function SuspiciousNote({ actions }: { actions: ConversationActions }) {
  return (
    <Note tone="warn" icon="shield">
      <p>
        {t(
          "Probably sent by a bot: the form was filled in faster than a person types, or has a value in a field that people cannot see.",
        )}
      </p>
      <Button small busy={actions.busy} onClick={() => void actions.markNotSuspicious()}>
        {t("Not suspicious")}
      </Button>
    </Note>
  );
}
