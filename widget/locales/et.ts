import type { FormWords } from "./words.ts";

export default {
  ...__FOYER_PROPERTY__,
  close: "Sulge",
  online: "Praegu võrgus",
  away: "Pole kohal",
  title: { pre_chat: "Kuidas saame aidata?", offline: "Jätke meile sõnum" },
  intro: {
    pre_chat: "Kirjutage, mida vajate, ja me vastame teile.",
    offline: "Meid pole praegu kohal. Jätke sõnum ja vastame esimesel võimalusel.",
  },
  labels: { name: "Teie nimi", email: "E-post", phone: "Telefon", long_text: "Teie sõnum" },
  optional: "valikuline",
  phoneHelp: "Koos + märgi ja riigikoodiga",
  choose: "Palun valige",
  send: "Saada",
  notYou: "Keegi teine?",
  chat: { name: "et-chat", load: () => import("./et-chat.ts") },
} satisfies FormWords;
