import "./mail.css";

export { MailCopies } from "./mail-copies.tsx";
export { MailState } from "./mail-state.tsx";
export { createMailStore } from "./mail-store.ts";
export { ReceivedMail } from "./received-mail.tsx";
