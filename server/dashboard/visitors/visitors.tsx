import { useState } from "preact/hooks";
import { href } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";
import type { PropertyOfMe } from "../app/shell/property-screens.tsx";
import { useTitle } from "../data/use-load.ts";
import { Mark } from "../ui/avatar.tsx";
import { Button } from "../ui/button.tsx";
import { count, countryName, duration, readableAddress, safeAddress } from "../ui/format.ts";
import { Icon } from "../ui/icon.tsx";
import { Empty, Failed, Skeleton } from "../ui/states.tsx";
import { inOrder, type Present, visitorName } from "./online-visitors.ts";
import { WriteDialog } from "./start-conversation-dialog.tsx";
import { useSite } from "./use-online-visitors.ts";

/** Who is on the site now, and the way to speak to them first. */
export function VisitorsScreen({ property }: { property: PropertyOfMe }) {
  const { live } = useServices();
  const site = useSite(property.id);
  const [writingTo, setWritingTo] = useState<Present | null>(null);
  const visitors = inOrder(site.visitors.values());
  const here = visitors.filter(({ gone }) => !gone).length;
  useTitle(`Visitors · ${property.name}`);
  return (
    <main class="visitors" id="main" tabIndex={-1}>
      <header class="visitors-head">
        <h1>Visitors</h1>
        <p class="hint" role="status">
          {site.status === "ready" && `${count(here)} on the site now`}
          {site.status === "ready" && !live.connected.value && ", asked for every half minute"}
        </p>
      </header>
      {site.status === "loading" && <Skeleton lines={8} label="Loading the visitors" />}
      {site.status === "failed" && site.failure && (
        <Failed failure={site.failure} retry={() => void site.load()} />
      )}
      {site.status === "ready" &&
        (visitors.length ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable from the keyboard
          <section class="visitors-scroll" aria-label="Who is on the site" tabIndex={0}>
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
        ) : (
          <NobodyHere property={property} />
        ))}
      {writingTo && (
        <WriteDialog property={property.id} visitor={writingTo} onClose={() => setWritingTo(null)} />
      )}
    </main>
  );
}

interface VisitorRowProps {
  readonly property: string;
  readonly visitor: Present;
  readonly write: () => void;
}

function VisitorRow({ property, visitor, write }: VisitorRowProps) {
  const { clock } = useServices();
  const place = visitor.country ? countryName(visitor.country) : "";
  const browser = [visitor.browser, visitor.os].filter(Boolean).join(" on ") || "Unknown browser";
  return (
    <li class={visitor.gone ? "site-visitor gone" : "site-visitor"}>
      <span class="visitor-mark">
        <Mark name={visitor.person.name} />
        {visitor.connected && !visitor.gone && (
          <span class="lamp" title="Connected: messages are there at once" />
        )}
      </span>
      <div class="visitor-who">
        <a class="visitor-name" href={href.contact(property, visitor.person.id)} dir="auto">
          {visitorName(visitor)}
        </a>
        <p class="hint">
          {visitor.visits > 1 ? `Visit ${count(visitor.visits)}` : "First visit"}
          {place && ` · ${place}`}
        </p>
      </div>
      <div class="visitor-page">
        <PagePath address={visitor.page} />
        <p class="hint">{visitor.referrer ? <Referrer address={visitor.referrer} /> : "Came directly"}</p>
      </div>
      <p class="visitor-device hint">
        <Icon name={visitor.kind === "desktop" ? "desktop" : "phone"} size={15} />
        <span dir="auto">{browser}</span>
      </p>
      <p class="visitor-time">
        <span class="unseen">{visitor.gone ? "Left. " : "On this page for "}</span>
        {visitor.gone ? "Left" : duration(Math.max(0, clock.value - visitor.at))}
      </p>
      {visitor.conversation ? (
        <a class="button plain small" href={href.inbox(property, "open", visitor.conversation)}>
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
      From <bdi>{safe ? new URL(safe).host : address}</bdi>
    </span>
  );
}

function NobodyHere({ property }: { property: PropertyOfMe }) {
  return (
    <Empty icon="eye" title="Nobody is on the site right now">
      <p>Whoever opens a page with the widget on it appears here by themselves.</p>
      {property.role === "admin" && (
        <a href={href.settings(property.id, "install")}>Is the widget on your site?</a>
      )}
    </Empty>
  );
}
