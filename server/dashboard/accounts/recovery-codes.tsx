import { t } from "../i18n/translate.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { saveFile } from "../ui/save-file.ts";
import { Code } from "../ui/verbatim.tsx";

/** Recovery codes, to be saved: they are shown once. */
export function RecoveryCodeList({ codes, email }: { codes: readonly string[]; email: string }) {
  const text = codes.join("\n");
  return (
    <div class="recovery-codes">
      <p>
        {t(
          "If you lose the authenticator app, each of these codes signs you in once instead of the app's. They are shown only now: save them where others cannot see them.",
        )}
      </p>
      <ul class="plain-list" dir="ltr">
        {codes.map((code) => (
          <li key={code}>
            <Code>{code}</Code>
          </li>
        ))}
      </ul>
      <div class="row-of-buttons">
        <Button
          icon="download"
          onClick={() =>
            saveFile(
              "foyer-recovery-codes.txt",
              new Blob(
                [
                  `${t("Recovery codes of {email} for {host}. Each works once.", { email, host: location.host })}\n\n${text}\n`,
                ],
                {
                  type: "text/plain",
                },
              ),
            )
          }
        >
          {t("Download")}
        </Button>
        <CopyButton text={text} what="codes" />
      </div>
    </div>
  );
}
