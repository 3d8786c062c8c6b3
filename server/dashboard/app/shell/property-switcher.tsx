import type { Me, PropertyOfMe } from "../../../../shared/account.ts";
import { t } from "../../i18n/translate.ts";
import { limitedCount } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { Popover } from "../../ui/popover.tsx";
import { useLazyDialog } from "../../ui/use-lazy-dialog.ts";
import { href } from "../routes.ts";
import { useServices } from "../services.tsx";

/** The name of the property. It is a menu if there are several properties, or if the agent can create one. */
export function PropertySwitcher({ me, property }: { me: Me; property: PropertyOfMe | undefined }) {
  const adding = useLazyDialog(async () => (await import("./new-property-dialog.tsx")).NewPropertyDialog);
  const { counts } = useServices().presence;
  const admin = me.properties.some((one) => one.role === "admin");
  const name = property?.name ?? "Foyer";
  if (!admin && me.properties.length < 2)
    return (
      <span class="property" dir="auto">
        <span class="property-name" translate={false}>
          {name}
        </span>
      </span>
    );
  return (
    <>
      <Popover
        buttonClass="property"
        label={t("Change property: ")}
        button={
          <>
            <span class="property-name" dir="auto" translate={false}>
              {name}
            </span>
            <Icon name="down" size={14} />
          </>
        }
      >
        {(close) => (
          <div class="menu">
            {me.properties.map((one) => {
              const unread = counts.value.get(one.id)?.unread ?? 0;
              return (
                <a
                  key={one.id}
                  class="menu-item"
                  href={href.inbox(one.id)}
                  aria-current={one.id === property?.id ? "true" : undefined}
                  onClick={close}
                >
                  <span class="menu-name" dir="auto" translate={false}>
                    {one.name}
                  </span>
                  {unread > 0 && (
                    <span class="count">
                      {limitedCount(unread)}
                      <span class="unseen"> {t("unread")}</span>
                    </span>
                  )}
                  {one.id === property?.id && <Icon name="check" />}
                </a>
              );
            })}
            {admin && (
              <button
                type="button"
                class="menu-item apart"
                onClick={() => {
                  close();
                  void adding.open();
                }}
              >
                <Icon name="plus" />
                <span>{t("New property")}</span>
              </button>
            )}
          </div>
        )}
      </Popover>
      {adding.Dialog && <adding.Dialog onClose={adding.close} />}
    </>
  );
}
