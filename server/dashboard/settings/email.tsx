import { t } from "../i18n/translate.ts";
import { EmailIn } from "./email-in.tsx";
import { EmailOut } from "./email-out.tsx";

/** How the property sends and receives e-mail. Only admins may see it. */
export function EmailSection({ property, admin }: { property: string; admin: boolean }) {
  if (!admin) return null;
  return (
    <>
      <h3>{t("Sending")}</h3>
      <EmailOut property={property} />
      <h3>{t("Receiving")}</h3>
      <EmailIn property={property} />
    </>
  );
}
