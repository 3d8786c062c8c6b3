import { useState } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { Button } from "./button.tsx";

/** Copies a text, says so, and says how to do it by hand where the browser refuses. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [state, setState] = useState<"idle" | "copied" | "refused">("idle");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      setState("refused"); // no permission, or not a secure page: the words below say what to do
    }
  };
  return (
    <span class="copy">
      <Button icon={state === "copied" ? "check" : "copy"} onClick={copy}>
        {state === "copied" ? t("Copied") : t("Copy {what}", { what })}
      </Button>
      <span role="status" class={state === "refused" ? "hint" : "unseen"}>
        {state === "copied" && t("The {what} was copied.", { what })}
        {state === "refused" &&
          t("The browser does not allow copying here. Select the text and copy it by hand.")}
      </span>
    </span>
  );
}
