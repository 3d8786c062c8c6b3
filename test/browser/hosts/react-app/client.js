import { createElement, startTransition } from "react";
import { hydrateRoot } from "react-dom/client";
import { ShopDocument } from "./document.js";

const { script, place, time } = Object.fromEntries(new URLSearchParams(location.search));
startTransition(() => {
  hydrateRoot(document, createElement(ShopDocument, { script, place, time }));
});
