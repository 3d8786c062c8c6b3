import { installIntercom } from "../intercom/intercom.ts";
import { start } from "./place.ts";

installIntercom(start);
