import { useState } from "preact/hooks";
import type { OmittedFile, ReceivedMailInfo } from "../../../../shared/received-mail.ts";
import { lazyPart } from "../../app/lazy-screen.tsx";
import { type Message, message, t, withElements } from "../../i18n/translate.ts";
import { Button } from "../../ui/button.tsx";
import { fileSize } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";

const OriginalMail = lazyPart(async () => (await import("./original-mail.tsx")).OriginalMail);

interface ReceivedMailProps {
  readonly property: string;
  readonly mail: ReceivedMailInfo;
}

/** Under a message that came by mail: who sent it, what is folded, which files it has not, and the original. */
export function ReceivedMail({ property, mail }: ReceivedMailProps) {
  const [isUnfolded, setUnfolded] = useState(false);
  const [isShown, setShown] = useState(false);
  const folded = [mail.above, mail.below].filter(Boolean);
  return (
    <div class="received-mail">
      <p>
        <Icon name="mail" size={13} />
        <span>
          {withElements("By e-mail from {address}", {
            address: <bdi>{mail.from.address || t("nobody")}</bdi>,
          })}
        </span>
      </p>
      <Mark mail={mail} />
      {mail.omitted.map((file, at) => (
        <p key={at}>
          <Icon name="clip" size={13} />
          <span>
            {withElements("{name} ({size}) is only in the original: {reason}.", {
              name: <bdi>{file.name ?? t("A file")}</bdi>,
              size: fileSize(file.size),
              reason: t(OMITTED[file.reason]),
            })}
          </span>
        </p>
      ))}
      {mail.cut && <p>{t("The rest of it is only in the original.")}</p>}
      <p class="received-mail-tools">
        {folded.length > 0 && (
          <Button small aria-expanded={isUnfolded} onClick={() => setUnfolded(!isUnfolded)}>
            {isUnfolded ? t("Hide quoted text") : t("Show quoted text")}
          </Button>
        )}
        <Button small icon="eye" onClick={() => setShown(true)}>
          {t("Show original")}
        </Button>
      </p>
      {isUnfolded &&
        folded.map((text, at) => (
          <blockquote key={at} class="mail-folded" dir="auto">
            {text}
          </blockquote>
        ))}
      {isShown && <OriginalMail property={property} mail={mail} onClose={() => setShown(false)} />}
    </div>
  );
}

const OMITTED: Readonly<Record<OmittedFile["reason"], Message>> = {
  type: message("files of its type are not accepted"),
  size: message("it is too large"),
  count: message("the mail has too many files"),
  quota: message("there is no room for more files"),
  not_allowed: message("files are not accepted here"),
  inline: message("it is a small picture of the layout"),
};

/** The facts about the sender that an agent must know before they answer (R33). */
function Mark({ mail: { role, vouched } }: Pick<ReceivedMailProps, "mail">) {
  switch (role) {
    case "stranger":
      return (
        <p class="warn">
          <Icon name="alert" size={13} />
          <span>{t("From an address that is not the contact's.")}</span>
        </p>
      );
    case "copied":
      return <p>{t("From somebody in copy.")}</p>;
    case "agent":
    case "mailbox":
      return (
        <p>
          {vouched ? t("From your team.") : t("From an address of your team; the sender is not confirmed.")}
        </p>
      );
    case "contact":
      return vouched ? null : <p>{t("Claimed: no mail server has confirmed the sender.")}</p>;
  }
}
