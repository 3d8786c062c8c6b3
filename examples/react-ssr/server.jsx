/** @jsxImportSource react */
import { renderToString } from "react-dom/server";
import { App } from "./App.jsx";

/** The page at a path, as the server sends it: complete before any script runs, and without the chat. */
export function render(path, server, property) {
  return renderToString(<App path={path} server={server} property={property} />);
}
