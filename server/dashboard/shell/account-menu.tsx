import { useState } from "preact/hooks";
import type { Me } from "../../../shared/account.ts";
import { wordsOf } from "../failure.ts";
import { useAction } from "../hooks.ts";
import { useServices } from "../services.tsx";
import { Icon } from "../ui/icon.tsx";
import { Popover } from "../ui/popover.tsx";
import { Mark } from "../ui/small.tsx";
import { ShortcutsDialog } from "./shortcuts-dialog.tsx";

/** Who is signed in, the keyboard, and the way out. */
export function AccountMenu({ me }: { me: Me }) {
  const { api, session } = useServices();
  const [keys, setKeys] = useState(false);
  const leave = useAction(async () => {
    await api.signOut();
    session.ended();
  });
  return (
    <>
      <Popover
        buttonClass="account"
        label={`Account of ${me.agent.name}`}
        button={<Mark name={me.agent.name} />}
      >
        {(close) => (
          <div class="menu">
            <p class="menu-head">
              <strong dir="auto">{me.agent.name}</strong>
              <span class="hint" dir="auto">
                {me.agent.email}
              </span>
            </p>
            <button
              type="button"
              class="menu-item"
              onClick={() => {
                close();
                setKeys(true);
              }}
            >
              <Icon name="keys" />
              <span>Keyboard shortcuts</span>
            </button>
            <button type="button" class="menu-item" disabled={leave.busy} onClick={() => void leave.run()}>
              <Icon name="leave" />
              <span>Sign out</span>
            </button>
            {leave.failure && (
              <p class="menu-foot fault" role="alert">
                {wordsOf(leave.failure)}
              </p>
            )}
          </div>
        )}
      </Popover>
      {keys && <ShortcutsDialog onClose={() => setKeys(false)} />}
    </>
  );
}
