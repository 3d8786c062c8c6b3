import type { ConversationWords } from "./words.ts";

export default {
  back: "Takaisin",
  loading: "Ladataan…",
  none: "Ei vielä keskusteluja.",
  notReached: "Ei yhteyttä. Yritämme uudelleen, kun olet verkossa.",
  unread: "Uusi",
  status: { open: "Avoin", waiting: "Vastattu", solved: "Ratkaistu", closed: "Suljettu" },
  otherDevice: "Oletko kirjoittanut toiselta laitteelta?",
  otherDeviceHelp: "Vahvista sähköpostiosoitteesi, niin siellä kirjoittamasi näkyy täällä.",
  sendCode: "Lähetä koodi",
  codeSent: "Lähetämme kuusinumeroisen koodin osoitteeseen {email}. Se on voimassa kymmenen minuuttia.",
  code: "Sähköpostiin tullut koodi",
  confirm: "Vahvista",
  sendAgain: "Lähetä uusi koodi",
  otherAddress: "Käytä toista osoitetta",
  confirmed: "Sähköpostiosoitteesi on vahvistettu.",
  faults: {
    codes_exhausted: "Liian monta koodia. Yritä uudelleen tunnin kuluttua tai huomenna.",
    code_wrong: "Koodi ei ole oikea. Tarkista numerot.",
    code_expired: "Koodi ei ole enää voimassa. Pyydä uusi.",
    too_many_requests: "Odota minuutti ja yritä uudelleen.",
    visitor_blocked: "Et voi enää lähettää viestejä täällä.",
    invalid_request: "Tarkista antamasi tiedot.",
    internal: "Se ei onnistunut. Yritä uudelleen.",
  },
} satisfies ConversationWords;
