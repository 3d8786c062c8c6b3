import { decodeFully } from "./decode-address.ts";

/** Words in names of parameters that hold secrets, or identify somebody; in the languages that sites use most. */
const WORDS = new Set(
  `auth authentication authenticity authorization bearer code credential credentials csrf cvc cvv eid hash hmac iban jwt
  key keys login magic md5 nonce oauth otp pass pin pw pwd saml sas secret session sha sha1 sha256 sid sig sign signature
  sso ssn ticket tok token totp verifier xsrf
  account address birth birthday birthdate bday customer dob email fax firstname fname forename lastname lname login mail
  member mobile msisdn name owner passport person phone plz postal postcode recipient street subscriber surname tel user
  userid uid uname vat whatsapp zip
  passwort kennwort adresse anschrift geburtsdatum geburtstag handy hausnummer kunde kundennummer mobil nachname ort
  postleitzahl strasse telefon vorname
  courriel identifiant jeton motdepasse naissance nom portable prenom rue telephone utilisateur
  apellido apellidos clave contrasena correo nacimiento nombre usuario
  cognome indirizzo nascita utente achternaam voornaam wachtwoord gebruiker
  apelido celular endereco nascimento senha sobrenome 
  haslo imie nazwisko uzytkownik adi eposta jmeno prijmeni heslo epost lozenord fornamn efternamn
  имя фамилия пароль почта телефон адрес логин ключ код
  密码 密碼 邮箱 郵箱 电话 電話 手机 手機 姓名 名字 地址 用户名 令牌 パスワード メール 電話番号 氏名 名前 住所 비밀번호 이메일 전화 이름 주소
  كلمة هاتف بريد اسم رمز סיסמה שם טלפון`.split(/\s+/),
);

/** Such words in names that are written without a boundary between them, such as `useremail`. */
const PARTS =
  /email|token|passw|passphrase|passcode|pwd|secret|session|sessid|signature|credential|oauth|apikey|phone|telefon|telephone|username|firstname|lastname|fullname|nickname|surname|birthday|hsenc|mcsubscriber/;

/** The ends of such names. */
const ENDINGS = /(?:key|code|auth|mail|name|hash|passwort|kennwort)$/;

/** Names of single products that their words do not give away: links in mails identify the reader by them. */
const PRODUCTS = new Set([
  "_hsmi",
  "mkt_tok",
  "vero_id",
  "vero_conv",
  "oly_enc_id",
  "oly_anon_id",
  "wickedid",
  "ck_subscriber_id",
]);

/**
 * The form in which names of parameters are compared: decoded, in lower case, without marks and invisible characters,
 * and with full-width letters as those of ASCII.
 */
export function parameterName(name: string): string {
  return plain(name).toLowerCase();
}

/** Whether the name of a parameter says that it holds a secret or says who somebody is. Rather too often than too rarely. */
export function namesSecretOrPerson(name: string): boolean {
  const written = plain(name);
  const joined = written.toLowerCase().replace(/[^\p{L}]+/gu, "");
  if (PRODUCTS.has(written.toLowerCase()) || PARTS.test(joined) || ENDINGS.test(joined)) return true;
  return wordsOf(written).some((word) => WORDS.has(word)) || WORDS.has(joined);
}

function plain(name: string): string {
  return (decodeFully(name.replaceAll("+", " ")) ?? name)
    .slice(0, 200)
    .normalize("NFKD")
    .replace(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, "")
    .trim();
}

/** The words of a name, in lower case: `resetToken`, `reset_token`, `RESET-TOKEN` and `reset[token]` have the same two. */
function wordsOf(name: string): string[] {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter(Boolean);
}
