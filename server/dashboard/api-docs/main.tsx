import "./api-docs.css";
import { render } from "preact";
import { followPageTranslation } from "../ui/follow-page-translation.ts";
import { ApiDocs } from "./api-docs.tsx";

followPageTranslation(document.body);
const root = document.getElementById("app");
if (root) render(<ApiDocs />, root);
