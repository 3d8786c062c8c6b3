import type { AgentSession } from "../../../shared/account-security.ts";
import { useServices } from "../app/services.tsx";
import { useAction } from "../data/use-action.ts";
import { useLoad } from "../data/use-load.ts";
import { t, withElements } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { ErrorNote, LoadError, Skeleton } from "../ui/states.tsx";
import { Verbatim } from "../ui/verbatim.tsx";
import { securityCalls } from "./security-calls.ts";

/** The browsers in which the agent is signed in; each session can be ended. */
export function Sessions() {
  const { api } = useServices();
  const calls = securityCalls(api);
  const { loaded, retry, reload } = useLoad("sessions", calls.sessions);
  const endOthers = useAction(async () => {
    await calls.endOtherSessions();
    await reload();
  });
  if (loaded.kind === "loading") return <Skeleton lines={3} label={t("Loading the sessions")} />;
  if (loaded.kind === "failed") return <LoadError failure={loaded.failure} retry={() => void retry()} />;
  const { items } = loaded.value;
  return (
    <>
      <p class="hint">
        {t("Where you are signed in. End a session that you do not know, and change the password.")}
      </p>
      <ul class="plain-list sessions">
        {items.map((session) => (
          <Session key={session.id} session={session} onEnded={() => void reload()} />
        ))}
      </ul>
      <ErrorNote failure={endOthers.failure} />
      {items.length > 1 && (
        <div>
          <Button busy={endOthers.busy} onClick={() => void endOthers.run()}>
            {t("End all other sessions")}
          </Button>
        </div>
      )}
    </>
  );
}

function Session({ session, onEnded }: { session: AgentSession; onEnded: () => void }) {
  const { api } = useServices();
  const browser = session.browser || t("Unknown browser");
  const end = useAction(async () => {
    await securityCalls(api).endSession(session.id);
    onEnded();
  });
  return (
    <li>
      <Icon name={/Android|iOS/.test(browser) ? "phone" : "desktop"} />
      <div class="member">
        <strong>
          <Verbatim>{browser}</Verbatim>
        </strong>
        <span class="hint">
          {session.address && (
            <>
              <Verbatim>{session.address}</Verbatim>
              {" · "}
            </>
          )}
          {session.isCurrent
            ? t("This browser")
            : withElements("Last seen {time}", { time: <RelativeTime at={session.seenAt} /> })}
        </span>
      </div>
      {!session.isCurrent && (
        <Button
          small
          busy={end.busy}
          aria-label={t("End the session of {browser}", { browser })}
          onClick={() => void end.run()}
        >
          {t("End")}
        </Button>
      )}
      <ErrorNote failure={end.failure} />
    </li>
  );
}
