import { normalizeHeader } from "./normalize-header.ts";

const wordsOf = (list: string) => new Set(list.split(/\s+/).filter(Boolean).map(normalizeHeader));

/** Words of names of something else than a field: what a value is like, and values that are not the person's own. */
export const OTHER_WORDS: ReadonlySet<string> =
  wordsOf(`id ids code household label status state opt optin optout subscribed unsubscribed subscription
  marketing newsletter accepts blacklisted consent permission verified valid bounced bounce count total date datum data дата dato tarih tarihi fecha time created creation updated modified
  changed seen active activity fax pager telex isdn beeper yomi phonetic displayed angezeigter assistant assistants assistent manager spouse partner
  asystent asystenta asystentki asistent asistenta asistentky assistente asistente avustaja avustajan помощник помощника ассистент ассистента секретарь секретаря vekil
  malzonek malzonka manzel manzela hazastars epouse conjoint conyuge coniuge conjuge pager callback
  owner by photo avatar image url link website web webseite domain ip rating source medium score stage industry size revenue username login
  password role nickname initials vendor product orders spent spend emergency notfall title job position department language sprache zone timezone
  jezyk jazyk nyelv nyelve dil dili язык idioma langue lingua taal sprak
  street strasse city ort zip zipcode plz postal postcode postnummer psc irsz iranyitoszam postinumero province hash
  vat ust ustid tva iva nip ico dic инн кпп огрн cif nif cnpj cpf rut rfc curp siret siren kvk btw orgnr organisationsnummer cvr kennitala pesel regon adoszam vergi iban bic swift tax
  birthday birthdate narozeniny narozeni urodziny urodzenia szuletesnap dogum compleanno anniversaire naissance nacimiento nascimento nascita verjaardag fodelsedag fodselsdag syntymapaiva рождения
  notes_count provider preference preferences name_pronunciation display weergavenaam weergegeven wyswietlana zobrazovane zobrazeny megjelenitett gorunen visningsnamn
  visningsnavn краткое отображаемое exibicao visualizzato
  telefax telecopie telecopieur faks fakssi faksi faksu faxe φαξ 传真 傳真 ファクス ファックス 팩스 faxnummer faxnr факс фамилия_им рассылка`);

/** Words of how a value is written. Beside the name of a field they tell something else only if the cells do. */
export const FORM_WORDS: ReadonlySet<string> = wordsOf(
  "type typ typu tipo typem soort rodzaj tur turu tyyppi tipus tipusa тип typus סוג نوع country land pays pais paese kraj zeme orszag ulke страна region format",
);

/** Ends of names that are written without spaces, of something else than a field. */
const OTHER_ENDS: readonly string[] =
  `フリガナ ふりがな カナ かな よみ ヨミ セイ メイ 郵便番号 住所 都道府県 市区町村 種類 表示名 表示名称 显示名称 顯示名稱 类型 類型 유형 종류 邮编 邮政编码 郵遞區號 郵政編碼
  우편번호 주소 地址 传真 傳真 팩스 ファックス 回电话 回電 コールバック ポケットベル 生日 誕生日 생일 日付 日期 日時 时间 時間 날짜 일자 상태 状态 狀態 商品名 상품명 메세지 메시지
  秘書 助理 비서 配偶者 件数 数量 수량`
    .split(/\s+/)
    .map(normalizeHeader);

/** Whether a name that is written without spaces ends as something else than a field. Pure. */
export const endsAsOther = (name: string): boolean => OTHER_ENDS.some((end) => name.endsWith(end));

/** Whole names of something else, that would otherwise be read as qualified fields. */
export const OTHER_NAMES: ReadonlySet<string> = new Set(
  `user name, username, file as, user, company size, company type, company main, business type, contact type, customer since, address, home address, work address,
    company address, billing address, shipping address, office location, location, gender, geschlecht, birthday, geburtstag, callback, ruckmeldung, konto, phonetic first name, phonetic last name,
    name adressattyp keine angabe, terugbellen, wywolanie zwrotne, обратный вызов, retorno de chamada, buyer, seller id`
    .split(",")
    .map(normalizeHeader),
);
