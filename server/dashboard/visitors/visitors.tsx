import { useState } from "preact/hooks";
import type { PropertyOfMe } from "../../../shared/account.ts";
import { href } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";
import { personName } from "../data/person-name.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Button } from "../ui/button.tsx";
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
  useTitle(`Visitors · ${property.name}`);
  return (
    <main class="visitors" id="main" tabIndex={-1}>
      <header class="visitors-head">
        <h1>Visitors</h1>
        <p class="hint" role="status">
          {visitors && <OnlineCount visitors={visitors} />}
        </p>
      </header>
      {loaded.kind === "loading" && <Skeleton lines={8} label="Loading the visitors" />}
      {loaded.kind === "failed" && <LoadError failure={loaded.failure} retry={() => void load()} />}
      {visitors?.length === 0 && <NoVisitors property={property} />}
      {visitors && visitors.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable from the keyboard
        <section class="visitors-scroll" aria-label="Visitors on the site" tabIndex={0}>
          <ul class="plain-list" aria-label="Visitors">
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
      {count(online)} on the site now
      {!live.connected.value && ", updated every 30 seconds"}
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
  const browser = [visitor.browser, visitor.os].filter(Boolean).join(" on ") || "Unknown browser";
  return (
    <li class={visitor.gone ? "site-visitor gone" : "site-visitor"}>
      <span class="visitor-icon">
        <Avatar name={visitor.person.name} />
        {visitor.connected && !visitor.gone && (
          <span class="lamp" title="Connected: messages arrive at once" />
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
          {visitor.visits > 1 ? `Visit ${count(visitor.visits)}` : "First visit"}
          {place && ` · ${place}`}
        </p>
      </div>
      <div class="visitor-page">
        <PagePath address={visitor.page} />
        <p class="hint">{visitor.referrer ? <Referrer address={visitor.referrer} /> : "Direct visit"}</p>
      </div>
      <p class="visitor-device hint">
        <Icon name={visitor.kind === "desktop" ? "desktop" : "phone"} size={15} />
        <span dir="auto">{browser}</span>
      </p>
      <p class="visitor-time">
        {!visitor.gone && <span class="unseen">On this page for </span>}
        {visitor.gone ? "Left" : duration(Math.max(0, clock.value - visitor.at))}
      </p>
      {visitor.conversation ? (
        <a class="button plain small" href={href.inbox(property, "all", visitor.conversation)}>
          Open chat
        </a>
      ) : (
        <Button small icon="chat" disabled={visitor.gone} onClick={write}>
          Write
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
      From <Verbatim>{safe ? new URL(safe).host : address}</Verbatim>
    </span>
  );
}

function NoVisitors({ property }: { property: PropertyOfMe }) {
  return (
    <EmptyState icon="eye" title="No visitors on the site">
      <p>Visitors appear here as soon as they open a page with the widget.</p>
      {property.role === "admin" && <a href={href.settings(property.id, "install")}>Install the widget</a>}
    </EmptyState>
  );
}
