import { useState } from "preact/hooks";
import type { Me } from "../../../../shared/account.ts";
import { errorText } from "../../data/api-error.ts";
import { useAction } from "../../data/use-action.ts";
import { message, plural, t } from "../../i18n/translate.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Popover } from "../../ui/popover.tsx";
import { useLazyDialog } from "../../ui/use-lazy-dialog.ts";
import { href } from "../routes.ts";
import { useServices } from "../services.tsx";

const CHOICES = [
  { dialog: "picture", icon: "person", words: message("Your picture") },
  { dialog: "keys", icon: "keys", words: message("Keyboard shortcuts") },
] as const;

/** The menu of the signed-in agent: account, picture, notifications, shortcuts and sign-out. */
export function AccountMenu({ me }: { me: Me }) {
  const { api, localStore, session } = useServices();
  const [isWarned, setWarned] = useState(false);
  const picture = useLazyDialog(async () => (await import("./picture-dialog.tsx")).PictureDialog);
  const keys = useLazyDialog(async () => (await import("./shortcuts-dialog.tsx")).ShortcutsDialog);
  const unsent = () => localStore.all(`foyer.outbox ${me.agent.id} `).length;
  const dialogs = { picture, keys };
  const leave = useAction(async () => {
    // what is not sent yet leaves the browser with the session, so the agent is asked once more
    if (unsent() && !isWarned) return setWarned(true);
    await api.signOut();
    session.signedOut();
  });
  return (
    <>
      <Popover
        buttonClass="account"
        label={t("Account of {name}", { name: me.agent.name })}
        button={<Avatar name={me.agent.name} picture={me.agent.picture} />}
      >
        {(close) => (
          <div class="menu">
            <p class="menu-head">
              <strong dir="auto">{me.agent.name}</strong>
              <span class="hint" dir="auto">
                {me.agent.email}
              </span>
            </p>
            <a class="menu-item" href={href.account()} onClick={close}>
              <Icon name="shield" />
              <span>{t("Account and security")}</span>
            </a>
            <a class="menu-item" href={href.notifications()} onClick={close}>
              <Icon name="notifications" />
              <span>{t("Notifications")}</span>
            </a>
            {CHOICES.map(({ dialog, icon, words }) => (
              <button
                key={dialog}
                type="button"
                class="menu-item"
                onClick={() => {
                  close();
                  void dialogs[dialog].open();
                }}
              >
                <Icon name={icon} />
                <span>{t(words)}</span>
              </button>
            ))}
            <button type="button" class="menu-item" disabled={leave.busy} onClick={() => void leave.run()}>
              <Icon name="leave" />
              <span>
                {isWarned
                  ? plural(
                      unsent(),
                      "Sign out and discard {count} unsent message",
                      "Sign out and discard {count} unsent messages",
                    )
                  : t("Sign out")}
              </span>
            </button>
            {leave.failure && (
              <p class="menu-foot fault" role="alert">
                {errorText(leave.failure)}
              </p>
            )}
          </div>
        )}
      </Popover>
      {keys.Dialog && <keys.Dialog onClose={keys.close} />}
      {picture.Dialog && <picture.Dialog me={me} onClose={picture.close} />}
    </>
  );
}
