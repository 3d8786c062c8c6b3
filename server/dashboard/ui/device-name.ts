import type { Device } from "../../../shared/visitor.ts";
import { t } from "../i18n/translate.ts";

/** A device in words, such as "Chrome 147 on Linux". */
export function deviceName({ browser, os }: Pick<Device, "browser" | "os">): string {
  if (browser && os) return t("{browser} on {os}", { browser, os });
  return browser || os || t("Unknown browser");
}
