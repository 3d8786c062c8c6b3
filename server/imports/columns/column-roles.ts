import type { ImportField, ImportMapping } from "../../../shared/import.ts";
import { normalizeHeader } from "./normalize-header.ts";

/**
 * The person whom a value belongs to, in a row that tells of several people: an order has a buyer and a recipient, a booking
 * a guest and the owner of the calendar.
 */
type Role = "buyer" | "guest" | "staff" | "recipient";

const ROLE_WORDS: ReadonlyMap<string, Role> = new Map(
  (
    [
      [
        "buyer",
        "buyer purchaser orderer payer from besteller kaufer acheteur comprador acquirente koper kupujacy покупатель",
      ],
      ["guest", "invitee attendee participant registrant guest teilnehmer"],
      [
        "staff",
        "user host organizer organiser owner agent sender seller vendor absender expediteur mittente remitente nadawca odesilatel отправитель verkaufer vendeur",
      ],
      [
        "recipient",
        "recipient receiver consignee ship to delivery empfanger lieferempfanger destinataire destinatario ontvanger odbiorca получатель",
      ],
    ] as const
  ).flatMap(([role, words]) => words.split(" ").map((word) => [word, role] as const)),
);
/** Roles in front of a name that is written without spaces. */
const ROLE_BEGINNINGS: readonly (readonly [string, Role])[] = (
  [
    ["buyer", "ご注文者 注文者 購入者 ご購入者 依頼主 買家 买家 购买人 订购人 구매자 주문자"],
    ["recipient", "送付先 届け先 お届け先 配送先 収件人 收件人 收货人 수취인 수령인 받는분 받는사람"],
  ] as const
).flatMap(([role, words]) => words.split(" ").map((word) => [normalizeHeader(word), role] as const));

/** The role that a header names first. Pure. */
function roleOf(name: string): Role | null {
  const [first = ""] = name.split(" ");
  return ROLE_WORDS.get(first) ?? ROLE_BEGINNINGS.find(([begin]) => name.startsWith(begin))?.[1] ?? null;
}

/** A header without the role in front of a name that is written without spaces. Pure. */
export function withoutRole(name: string): string {
  const [begin] = ROLE_BEGINNINGS.find(([one]) => name.startsWith(one) && name.length > one.length) ?? [];
  return begin ? name.slice(begin.length).trim() : name;
}

/** Whether a column is about the recipient of an order, who need not be its buyer. Pure. */
export const isOfRecipient = (name: string): boolean => roleOf(name) === "recipient";

/**
 * Leaves out the name of an order's recipient beside that of its buyer, and the e-mails and phones of other people than the
 * one whose name is imported. Pure.
 *
 * @param names the columns' names as `normalizeHeader` returns them
 */
export function withoutOtherPeople(mapping: ImportMapping, names: readonly string[]): ImportMapping {
  const roles = names.map(roleOf);
  const hasBuyer = mapping.some((field, at) => isName(field) && roles[at] !== "recipient");
  const named = mapping.map((field, at) =>
    isName(field) && hasBuyer && roles[at] === "recipient" ? null : field,
  );
  const own = roles[named.findIndex(isName)] ?? null;
  const has = (field: ImportField | null, role: Role | null) =>
    named.some((other, at) => other === field && (roles[at] ?? null) === role);
  const isOther = (role: Role | null, field: ImportField | null) => {
    if (role === null || role === own || (field !== "email" && field !== "phone")) return false;
    if (own !== null) return has(field, own);
    // a person without a role: an account has its user's e-mail, and a customer an address for deliveries
    if (role === "buyer") return has(field, null);
    return role === "recipient" && has(field, "buyer");
  };
  return named.map((field, at) => (isOther(roles[at] ?? null, field) ? null : field));
}

const isName = (field: ImportField | null) =>
  field === "name" || field === "first_name" || field === "last_name";
