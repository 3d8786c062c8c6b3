import "./guides.css";
import { render } from "preact";
import { CopyButton } from "../ui/copy-button.tsx";

// the pages are complete without a script: it adds the buttons that copy the code of an example
for (const code of document.querySelectorAll(".guide pre")) {
  const slot = document.createElement("div");
  slot.className = "copy-code";
  code.before(slot);
  render(<CopyButton text={code.textContent} what="code" />, slot);
}
