import { useEffect } from "preact/hooks";
import type { Property } from "../../../shared/property.ts";
import { useServices } from "../app/services.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { readableAddress } from "../ui/format.ts";
import { Icon } from "../ui/icon.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Code } from "../ui/verbatim.tsx";

/** The interval at which the page checks whether the widget was seen, in milliseconds. */
const LOOK = 4_000;

/** The script tag to paste into the site, and whether the widget was seen there. */
export function InstallSection({ property, reload }: { property: Property; reload: () => Promise<unknown> }) {
  useLooking(reload);
  const tag = `<script async src="${location.origin}/w/${property.id}.js"></script>`;
  return (
    <div class="install">
      <section>
        <h3>1. Paste this line into every page of your site</h3>
        <p class="hint">
          Anywhere in the page; right before <code>{"</body>"}</code> is a good place. In a site builder, look
          for “custom code” or “footer scripts”.
        </p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable from the keyboard */}
        <pre class="snippet" tabIndex={0} dir="ltr" translate={false}>
          <Code>{tag}</Code>
        </pre>
        <CopyButton text={tag} what="script tag" />
      </section>
      <section>
        <h3>2. Open a page of your site</h3>
        <Seen property={property} />
      </section>
      <section>
        <h3>Good to know</h3>
        <ul class="prose">
          <li>
            The widget speaks the page's language (English, German, French or Arabic). To choose one, add{" "}
            <Code>data-language="de"</Code> to the tag.
          </li>
          <li>
            Does your site have a content security policy? Allow <Code>{location.origin}</Code> in{" "}
            <Code>script-src</Code>, and both <Code>{location.origin}</Code> and{" "}
            <Code>{location.origin.replace(/^http/, "ws")}</Code> in <Code>connect-src</Code>: the second is
            the live connection, which brings answers at once.
          </li>
        </ul>
      </section>
    </div>
  );
}

function useLooking(reload: () => Promise<unknown>) {
  const { reached } = useServices();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible" && reached.value) void reload();
    }, LOOK);
    return () => clearInterval(timer);
  }, [reload, reached]);
}

function Seen({ property: { widgetSeen } }: { property: Property }) {
  return (
    <div class={widgetSeen ? "seen yes" : "seen"} role="status">
      {widgetSeen ? (
        <>
          <Icon name="check" />
          <p>
            The widget was seen on <strong dir="ltr">{readableAddress(widgetSeen.origin)}</strong>,{" "}
            <RelativeTime at={widgetSeen.at} />. It works.
          </p>
        </>
      ) : (
        <>
          <span class="pulse" aria-hidden="true" />
          <p>Waiting for the first visit. This page updates by itself.</p>
        </>
      )}
    </div>
  );
}
