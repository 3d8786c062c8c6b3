import { message, t } from "../../i18n/translate.ts";
import { Icon } from "../../ui/icon.tsx";
import { Popover } from "../../ui/popover.tsx";
import { useServices } from "../services.tsx";

const WORDS = { available: message("Available"), away: message("Away") } as const;

const HINTS = {
  available: message("Visitors can start a chat while the property is open."),
  away: message("You can read and answer, but visitors do not see you as available."),
} as const;

/** Shows and changes whether the agent is available for visitors. */
export function PresenceSwitch({ property }: { property: string | null }) {
  const { presence } = useServices();
  const status = presence.status.value;
  const available = property ? presence.counts.value.get(property)?.available : undefined;
  return (
    <Popover
      buttonClass="presence"
      label={t("Change availability: ")}
      button={
        <>
          <span class={`presence-dot ${status}`} aria-hidden="true" />
          <span class="presence-word">{t(WORDS[status])}</span>
          <Icon name="down" size={14} />
        </>
      }
    >
      {(close) => (
        <div class="menu">
          {(["available", "away"] as const).map((choice) => (
            <button
              key={choice}
              type="button"
              class="menu-item"
              aria-pressed={choice === status}
              onClick={() => {
                close();
                void presence.choose(choice);
              }}
            >
              <span class={`presence-dot ${choice}`} aria-hidden="true" />
              <span>
                {t(WORDS[choice])}
                <span class="hint">{t(HINTS[choice])}</span>
              </span>
              {choice === status && <Icon name="check" />}
            </button>
          ))}
          {available !== undefined && (
            <p class="menu-foot">
              {available
                ? t("Visitors now see the pre-chat form.")
                : t("Visitors now see the offline form: nobody is available, or the property is closed.")}
            </p>
          )}
        </div>
      )}
    </Popover>
  );
}
