import { useRef, useState } from "preact/hooks";
import type { Me } from "../../../../shared/account.ts";
import { useAction } from "../../data/use-action.ts";
import { t } from "../../i18n/translate.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { pictureAddress } from "../../ui/format.ts";
import { ErrorNote } from "../../ui/states.tsx";
import { useServices } from "../services.tsx";

/** The dialog for the agent's picture, which visitors see next to the agent's messages. */
export function PictureDialog({ me, onClose }: { me: Me; onClose: () => void }) {
  const { api, notices, session } = useServices();
  const picker = useRef<HTMLInputElement>(null);
  const [picture, setPicture] = useState<string | null>(me.agent.picture);
  const [share, setShare] = useState(0);
  const save = useAction(async (file: File) => {
    setShare(0);
    const saved = await api.savePicture(file, setShare, new AbortController().signal);
    setPicture(saved.picture);
    notices.say(t("Visitors now see this picture."));
    await session.load();
  });
  const remove = useAction(async () => {
    await api.removePicture();
    setPicture(null);
    notices.say(t("The picture was removed."));
    await session.load();
  });
  return (
    <Dialog title={t("Your picture")} onClose={onClose}>
      <div class="picture-now">
        {picture ? (
          <img
            class="picture"
            src={pictureAddress(picture)}
            alt={t("As visitors see you")}
            width={96}
            height={96}
          />
        ) : (
          <Avatar name={me.agent.name} large />
        )}
        <p class="hint">{t("Visitors see it next to your answers. Use a square PNG, JPEG or WebP.")}</p>
      </div>
      {save.busy && (
        <progress class="picture-share" max={1} value={share} aria-label={t("Uploading the picture")} />
      )}
      <ErrorNote failure={save.failure ?? remove.failure} />
      <input
        ref={picker}
        type="file"
        hidden
        accept="image/png,image/jpeg,image/webp"
        aria-label={t("Your picture")}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = "";
          if (file) void save.run(file);
        }}
      />
      <div class="dialog-foot">
        {picture && (
          <Button kind="danger" busy={remove.busy} onClick={() => void remove.run()}>
            {t("Remove")}
          </Button>
        )}
        <Button kind="primary" busy={save.busy} onClick={() => picker.current?.click()}>
          {t("Choose a picture")}
        </Button>
      </div>
    </Dialog>
  );
}
