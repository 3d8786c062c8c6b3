import { t, withElements } from "../i18n/translate.ts";
import { Verbatim } from "../ui/verbatim.tsx";
/** The requirements of the file, with an example. */
export function FileRequirements() {
  return (
    <div class="file-requirements">
      <div>
        <h3>{t("File requirements")}</h3>
        <ul class="prose">
          <li>{t("The first line contains the column names.")}</li>
          <li>
            {withElements(
              "Each row contains an {email}, a phone or your own user ID, and a name unless it is to be taken from the e-mail.",
              { email: <span class="whole">{t("e-mail")}</span> },
            )}
          </li>
          <li>
            {withElements("Phones begin with {value} and the country code, or are all of one country.", {
              value: <Verbatim>+</Verbatim>,
            })}
          </li>
          <li>{t("Optional: organizations, tags, notes and your attributes.")}</li>
        </ul>
        <p class="hint">
          {t(
            "CSV in any common encoding, Excel (.xlsx), OpenDocument (.ods), vCard (.vcf) and JSON, also compressed (.gz). Exports of common tools are recognized.",
          )}
        </p>
      </div>
      <table class="example" aria-label={t("Example of a file")}>
        <thead>
          <tr>
            <th scope="col">{t("Name")}</th>
            <th scope="col">{t("E-mail")}</th>
            <th scope="col">{t("Phone")}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>{"Ada Lovelace"}</td>
            <td>{"ada@example.com"}</td>
            <td>
              <Verbatim>+442071234567</Verbatim>
            </td>
          </tr>
          <tr>
            <td>
              <Verbatim>{"ليلى حداد"}</Verbatim>
            </td>
            <td />
            <td>
              <Verbatim>+96171234567</Verbatim>
            </td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}
