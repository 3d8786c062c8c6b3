import { installTawk } from "../tawk/tawk.ts";
import { start } from "./place.ts";

installTawk(start);
