import type { ComponentChildren } from "preact";
import type { Device } from "../../../shared/visitor.ts";
import { useServices } from "../app/services.tsx";
import { t } from "../i18n/translate.ts";
import { deviceName } from "../ui/device-name.ts";
import { count, countryName, languageName } from "../ui/format.ts";
import { Icon } from "../ui/icon.tsx";
import { PageLink } from "../ui/page-link.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { wallClock } from "../ui/time-zone.ts";
import { Code, Verbatim } from "../ui/verbatim.tsx";

/** The facts known about a device: browser, location, local time, language, visits. */
export function DeviceFacts({ device }: { device: Device }) {
  const { clock } = useServices();
  const time = wallClock(device.timeZone, clock.value);
  const location = [device.city, device.country && countryName(device.country)].filter(Boolean).join(", ");
  return (
    <div class="device">
      <p class="device-name">
        <Icon name={device.kind === "desktop" ? "desktop" : "phone"} />
        <span dir="auto">{deviceName(device)}</span>
      </p>
      <dl class="facts">
        <Fact name={t("Visitor ID")}>
          <Code>{device.visitor}</Code>
        </Fact>
        {location && <Fact name={t("Location")}>{location}</Fact>}
        {device.timeZone && (
          <Fact name={t("Local time")}>
            {time && (
              <>
                <bdi>{time}</bdi>,{" "}
              </>
            )}
            <Verbatim>{device.timeZone}</Verbatim>
          </Fact>
        )}
        {device.language && <Fact name={t("Language")}>{languageName(device.language)}</Fact>}
        {device.screen && (
          <Fact name={t("Screen")}>
            <Verbatim>{device.screen}</Verbatim>
          </Fact>
        )}
        <Fact name={t("Visits")}>{count(device.visits)}</Fact>
        <Fact name={t("Last seen")}>
          <RelativeTime at={device.lastSeenAt} />
        </Fact>
        {device.lastPage && (
          <Fact name={t("Last page")}>
            <PageLink address={device.lastPage} />
          </Fact>
        )}
        {device.referrer && (
          <Fact name={t("Referrer")}>
            <PageLink address={device.referrer} />
          </Fact>
        )}
      </dl>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
