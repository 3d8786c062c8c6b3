import * as z from "zod/mini";
import { type Details, Email, Phone } from "../../shared/contact.ts";
import type { Attribute } from "../../shared/crm.ts";
import type { IdentityClaims } from "../../shared/identity.ts";
import { attributeValue } from "../../shared/rules/attribute.ts";
import { tidyPhone } from "../../shared/rules/phone.ts";
import { lengthOf, tidyLine } from "../../shared/rules/text.ts";

/** The longest name, organization and user ID. */
const MAX_TEXT = 200;
/** More characters than an e-mail (RFC 5321) or a phone has. */
const MAX_IDENTIFIER = 320;
/** More attributes than this are ignored. */
const MAX_ATTRIBUTES = 100;
/** A longer key of an attribute is cut where it is reported. */
const MAX_KEY = 40;

/** Claims as they can be saved. */
export interface ReadClaims {
  /** Null: none, or none that can be used. */
  readonly userId: string | null;
  /** Without the user ID, which only a signature may name (R9). */
  readonly details: Details;
  /** The names of claims that cannot be used. */
  readonly ignored: readonly string[];
}

/**
 * Reads what a page or a token says about a person. A value that cannot be used costs the value, not the person, as in a
 * file (R17). A claim that is null, absent or empty is none: a blank never erases (R11).
 *
 * @param attributes the property's, of which only the defined ones are taken
 */
export function readClaims(claims: IdentityClaims, attributes: readonly Attribute[]): ReadClaims {
  const ignored: string[] = [];
  const take = <T>(name: string, claim: unknown, read: (text: string) => T | null): T | null => {
    if (isBlank(claim)) return null;
    const text = textOf(claim);
    const value = text === null ? null : read(text);
    if (value === null) ignored.push(name);
    return value;
  };
  const userId = take("user_id", claims.user_id, readUserId);
  const name = take("name", claims.name, readText);
  const email = take("email", claims.email, readEmail);
  const phone = take("phone", claims.phone, readPhone);
  const organization = take("organization", claims.organization, readText);
  const custom = readAttributes(claims.attributes, attributes, take, ignored);
  const details: Details = {
    ...(name !== null && { name }),
    ...(email !== null && { emails: [email] }),
    ...(phone !== null && { phones: [phone] }),
    ...(organization !== null && { organization }),
    ...(Object.keys(custom).length > 0 && { custom }),
  };
  return { userId, details, ignored };
}

const isBlank = (claim: unknown) =>
  claim === undefined || claim === null || (typeof claim === "string" && claim.trim() === "");

/** The text of a claim; null: it is neither a text nor a number. */
function textOf(claim: unknown): string | null {
  if (typeof claim === "string") return claim;
  return typeof claim === "number" && Number.isFinite(claim) && Math.abs(claim) <= Number.MAX_SAFE_INTEGER
    ? String(claim)
    : null;
}

/**
 * A user ID is taken as it is or not at all: were it tidied, somebody who may choose their own could choose one that differs
 * from another person's by what nobody can see, and be taken for them.
 */
const readUserId = (text: string) => (readText(text) === text ? text : null);

function readText(text: string): string | null {
  const tidied = tidyLine(text.slice(0, 4 * MAX_TEXT));
  return tidied && lengthOf(tidied) <= MAX_TEXT && text.length <= 4 * MAX_TEXT ? tidied : null;
}

function readEmail(text: string): string | null {
  const email = text.length <= MAX_IDENTIFIER ? z.safeParse(Email, tidyLine(text)) : null;
  return email?.success ? email.data : null;
}

function readPhone(text: string): string | null {
  const phone = text.length <= MAX_IDENTIFIER ? z.safeParse(Phone, tidyPhone(text)) : null;
  return phone?.success ? phone.data : null;
}

type Take = <T>(name: string, claim: unknown, read: (text: string) => T | null) => T | null;

function readAttributes(
  claim: unknown,
  attributes: readonly Attribute[],
  take: Take,
  ignored: string[],
): Record<string, string> {
  if (isBlank(claim)) return {};
  if (typeof claim !== "object" || Array.isArray(claim)) {
    ignored.push("attributes");
    return {};
  }
  const defined = new Map(attributes.map((attribute) => [attribute.key, attribute]));
  const given = Object.entries(claim ?? {});
  if (given.length > MAX_ATTRIBUTES) ignored.push("attributes");
  const values = given.slice(0, MAX_ATTRIBUTES).flatMap(([key, one]) => {
    const attribute = defined.get(key);
    const value = take(
      `attributes.${key.slice(0, MAX_KEY)}`,
      typeof one === "boolean" ? String(one) : one,
      (text) => (attribute ? attributeValue(attribute.type, attribute.choices, text) : null),
    );
    return value === null ? [] : [[key, value] as const];
  });
  return Object.fromEntries(values);
}
