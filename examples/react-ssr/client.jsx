/** @jsxImportSource react */
import { hydrateRoot } from "react-dom/client";
import { App } from "./App.jsx";

const root = document.querySelector("#root");
hydrateRoot(root, <App path={location.pathname} {...root.dataset} />);
