import { installChatwoot } from "../chatwoot/chatwoot.ts";
import { start } from "./place.ts";

installChatwoot(start);
