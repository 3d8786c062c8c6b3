import { useState } from "preact/hooks";
import type { PropertyOfMe } from "../../../shared/account.ts";
import { href } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";
import { personName } from "../data/person-name.ts";
import { t, withElements } from "../i18n/translate.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Button } from "../ui/button.tsx";
import { deviceName } from "../ui/device-name.ts";
import { count, countryName, duration, readableAddress, safeAddress } from "../ui/format.ts";
import { Icon } from "../ui/icon.tsx";
import { EmptyState, LoadError, Skeleton } from "../ui/states.tsx";
import { useTitle } from "../ui/use-title.ts";
import { Verbatim } from "../ui/verbatim.tsx";
import { type ListedVisitor, sortByActivity } from "./online-visitors.ts";
import { StartConversationDialog } from "./start-conversation-dialog.tsx";
import { useOnlineVisitors } from "./use-online-visitors.ts";

/** The visitors on the site now; an agent can write to any of them first. */
export function VisitorsScreen({ property }: { property: PropertyOfMe }) {
  const { loaded, load } = useOnlineVisitors(property.id);
  const [writingTo, setWritingTo] = useState<ListedVisitor | null>(null);
  const visitors = loaded.kind === "ready" ? sortByActivity(loaded.value.values()) : null;
  useTitle(t("Visitors · {name}", { name: property.name }));
  return (
    <main class="visitors" id="main" tabIndex={-1}>
      <header class="visitors-head">
        <h1>{t("Visitors")}</h1>
        <p class="hint" role="status">
          {visitors && <OnlineCount visitors={visitors} />}
        </p>
      </header>
      {loaded.kind === "loading" && <Skeleton lines={8} label={t("Loading the visitors")} />}
      {loaded.kind === "failed" && <LoadError failure={loaded.failure} retry={() => void load()} />}
      {visitors?.length === 0 && <NoVisitors property={property} />}
      {visitors && visitors.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable from the keyboard
        <section class="visitors-scroll" aria-label={t("Visitors on the site")} tabIndex={0}>
          <ul class="plain-list" aria-label={t("Visitors")}>
            {visitors.map((visitor) => (
              <VisitorRow
                key={visitor.visitor}
                property={property.id}
                visitor={visitor}
                write={() => setWritingTo(visitor)}
              />
            ))}
          </ul>
        </section>
      )}
      {writingTo && (
        <StartConversationDialog
          property={property.id}
          visitor={writingTo}
          onClose={() => setWritingTo(null)}
        />
      )}
    </main>
  );
}

function OnlineCount({ visitors }: { visitors: readonly ListedVisitor[] }) {
  const { live } = useServices();
  const online = visitors.filter(({ gone }) => !gone).length;
  return (
    <span>
      {t("{online} on the site now", { online: count(online) })}
      {!live.connected.value && t(", updated every 30 seconds")}
    </span>
  );
}

interface VisitorRowProps {
  readonly property: string;
  readonly visitor: ListedVisitor;
  readonly write: () => void;
}

function VisitorRow({ property, visitor, write }: VisitorRowProps) {
  const { clock } = useServices();
  const place = visitor.country ? countryName(visitor.country) : "";
  return (
    <li class={visitor.gone ? "site-visitor gone" : "site-visitor"}>
      <span class="visitor-icon">
        <Avatar name={visitor.person.name} />
        {visitor.connected && !visitor.gone && (
          <span class="lamp" title={t("Connected: messages arrive at once")} />
        )}
      </span>
      <div class="visitor-who">
        <a
          class="visitor-name notranslate"
          translate={false}
          href={href.contact(property, visitor.person.id)}
          dir="auto"
        >
          {personName(visitor.person)}
        </a>
        <p class="hint">
          {visitor.visits > 1 ? t("Visit {visits}", { visits: count(visitor.visits) }) : t("First visit")}
          {place && ` · ${place}`}
        </p>
      </div>
      <div class="visitor-page">
        <PagePath address={visitor.page} />
        <p class="hint">{visitor.referrer ? <Referrer address={visitor.referrer} /> : t("Direct visit")}</p>
      </div>
      <p class="visitor-device hint">
        <Icon name={visitor.kind === "desktop" ? "desktop" : "phone"} size={15} />
        <span dir="auto">{deviceName(visitor)}</span>
      </p>
      <p class="visitor-time">
        {!visitor.gone && <span class="unseen">{t("On this page for")} </span>}
        {visitor.gone ? t("Left") : duration(Math.max(0, clock.value - visitor.at))}
      </p>
      {visitor.conversation ? (
        <a class="button plain small" href={href.inbox(property, "all", visitor.conversation)}>
          {t("Open chat")}
        </a>
      ) : (
        <Button small icon="chat" disabled={visitor.gone} onClick={write}>
          {t("Write")}
        </Button>
      )}
    </li>
  );
}

function PagePath({ address }: { address: string }) {
  const safe = safeAddress(address);
  const text = safe ? readableAddress(safe) : address || "unknown";
  return safe ? (
    <a class="clipped" href={safe} target="_blank" rel="noopener noreferrer nofollow" title={safe} dir="ltr">
      {text}
    </a>
  ) : (
    <span class="clipped" dir="auto">
      {text}
    </span>
  );
}

function Referrer({ address }: { address: string }) {
  const safe = safeAddress(address);
  return (
    <span class="clipped">
      {withElements("From {value}", { value: <Verbatim>{safe ? new URL(safe).host : address}</Verbatim> })}
    </span>
  );
}

function NoVisitors({ property }: { property: PropertyOfMe }) {
  return (
    <EmptyState icon="eye" title={t("No visitors on the site")}>
      <p>{t("Visitors appear here as soon as they open a page with the widget.")}</p>
      {property.role === "admin" && (
        <a href={href.settings(property.id, "install")}>{t("Install the widget")}</a>
      )}
    </EmptyState>
  );
}
