import { dictionary } from "@zxcvbn-ts/language-common";
import { describe, expect, it } from "vitest";
import { hashPassword } from "../../../server/accounts/password.ts";
import { refuseWeakPassword } from "../../../server/accounts/weak-password.ts";
import { ApiError } from "../../../server/platform/http/api-error.ts";
import { costOfAsync } from "../../support/cost.ts";

const PERSON = { name: "Olga Owner", email: "olga.owner@harbour-shop.example" };

/** The words of the refusal; null: the password is taken. */
async function refusalOf(password: string, person = PERSON): Promise<string | null> {
  try {
    await refuseWeakPassword(password, person);
    return null;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    expect(error.problem).toMatchObject({
      code: "invalid_request",
      faults: [{ path: "password", code: "weak_password" }],
    });
    return error.problem.faults?.[0]?.message ?? "";
  }
}

describe("R38: a password", () => {
  it.each([
    "1234567890",
    "0987654321",
    "123456789012345678901234567890",
    "aaaaaaaaaa",
    "abababababab",
    "passwordpassword",
    "Passw0rd123!",
    "qwertyuiop",
    "qwerty12345",
    "1q2w3e4r5t",
    "iloveyou123",
    "administrator",
    "letmein2024",
    "olga.owner@harbour-shop.example",
    "OLGA.OWNER@harbour-shop.example",
    "Olga.Owner@harbour-shop.example2026!",
    "x7-olga.owner@harbour-shop.example",
    "olga.owner",
    "OlgaOwner1",
    "Owner12345",
    "olgaolgaolga",
    "harbour-shop",
    "foyerfoyer",
    "Foyer12345",
    "foyer2026!",
    "漢漢漢漢漢漢漢漢漢漢",
    "abc123def456",
    "1q2w3e4r5t6y",
    "qazwsxedc123",
    "p@ssw0rd2026!",
  ])("that is soon guessed is refused with words: %s", async (password) => {
    expect(await refusalOf(password)).toMatch(/\w{4}/);
  });

  it.each([
    "correct horse battery",
    "tulips under old bridges",
    "x7Gq92LmPz",
    "монастырь у озера",
    "Würfel-Kaktus-91",
  ])("that is not is taken: %s", async (password) => {
    expect(await refusalOf(password)).toBeNull();
  });

  it("of the list of common ones is refused, whatever its case, repeated, or with a digit added", async () => {
    const words = dictionary["passwords-common"];
    const common = [...words].filter((word): word is string => typeof word === "string" && word.length >= 10);
    expect(common.length).toBeGreaterThan(300);
    for (let at = 0; at < common.length; at += Math.ceil(common.length / 40)) {
      const word = common[at] ?? "";
      for (const password of [word, word.toUpperCase(), word + word, `${word}1`])
        expect(await refusalOf(password), password).not.toBeNull();
    }
  });

  it("is judged by the words of its own person only", async () => {
    expect(await refusalOf("olga.owner", { name: "Kim", email: "kim@example.com" })).not.toBe(
      await refusalOf("olga.owner"),
    );
  });

  it("R37: of any alphabet and the largest size costs little processor time, compared with its hash", async () => {
    await refusalOf("warm up the dictionaries");
    const hashing = await costOfAsync(() => hashPassword("x".repeat(200)));
    const alphabets = [
      "p4$$w0rd@",
      "4@8({[<369&1!|0$5+7%2",
      "a",
      "aA1!",
      "($<[{1lI|!",
      "漢字仮名",
      "12/3/45",
    ];
    for (const alphabet of [...alphabets, "qwertzuiopü", "1991", "correct horse "]) {
      const password = alphabet.repeat(200).slice(0, 200);
      expect((await costOfAsync(() => refusalOf(password))) / hashing, password).toBeLessThan(6);
    }
  });
});
