import { installChatwoot } from "../chatwoot/chatwoot.ts";
import { isRunning, start } from "./place.ts";

installChatwoot(start, isRunning);
