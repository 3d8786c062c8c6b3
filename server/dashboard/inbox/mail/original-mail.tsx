import type { ReceivedMailInfo } from "../../../../shared/received-mail.ts";
import { BASE } from "../../data/base-path.ts";
import { t, withElements } from "../../i18n/translate.ts";
import { Dialog } from "../../ui/dialog.tsx";

interface OriginalMailProps {
  readonly property: string;
  readonly mail: ReceivedMailInfo;
  readonly onClose: () => void;
}

/** The original of a mail, in a frame that runs no script and loads nothing: see `ORIGINAL_POLICY` of the server. */
export function OriginalMail({ property, mail, onClose }: OriginalMailProps) {
  const address = `${BASE}/api/properties/${property}/received-mails/${mail.id}`;
  return (
    <Dialog title={mail.subject || t("Original e-mail")} onClose={onClose}>
      <iframe
        class="mail-original"
        title={t("The original e-mail")}
        src={`${address}/original`}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerpolicy="no-referrer"
      />
      <p class="hint">
        {withElements("Scripts and pictures of other servers are left out. {link}", {
          link: (
            <a href={`${address}/raw`} download="original.eml">
              {t("Download it as it came")}
            </a>
          ),
        })}
      </p>
    </Dialog>
  );
}
