import type { SeededRandom } from "./random.ts";

/** A person of the sample data. */
export interface SamplePerson {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  /** Null: the person has no phone. */
  readonly phone: string | null;
  /** Null: the person belongs to no organization. */
  readonly organization: string | null;
  readonly language: string;
  readonly timeZone: string;
}

interface Region {
  readonly language: string;
  readonly timeZone: string;
  /** The country's calling code, with the plus sign. */
  readonly calling: string;
  readonly first: readonly [string, ...string[]];
  readonly last: readonly [string, ...string[]];
}

type Names = Region["first"];
const names = (text: string): Names => text.split(" ") as unknown as Names;

const REGIONS: readonly [Region, ...Region[]] = [
  {
    language: "en-GB",
    timeZone: "Europe/London",
    calling: "+4420",
    first: names("Olivia George Amelia Noah Isla Arthur Ava Oscar Grace Theo Zoë Siân"),
    last: names("Smith Jones Taylor Brown O’Neill Evans Walker Wright Thompson-Hughes Green Patel Lewis"),
  },
  {
    language: "de",
    timeZone: "Europe/Berlin",
    calling: "+4930",
    first: names("Jürgen Käthe Lukas Mia Björn Anneliese Jonas Sören Frieda Emil Änne Paul"),
    last: names("Müller Schäfer Weiß Groß Fischer Köhler Jäger Böhm Krüger Lang Özdemir Kühn"),
  },
  {
    language: "fr",
    timeZone: "Europe/Paris",
    calling: "+331",
    first: names("Zoé François Chloé Jérôme Anaïs Loïc Hélène Rémi Noémie Gaël Inès Théo"),
    last: names("Lefèvre Martin Dupré Moreau Bélanger Garçon Fontaine Rousseau Chevalier Noël Girard Petit"),
  },
  {
    language: "pl",
    timeZone: "Europe/Warsaw",
    calling: "+4822",
    first: names("Łukasz Zofia Stanisław Małgorzata Żaneta Wojciech Agnieszka Krzysztof Bożena Paweł"),
    last: names("Wójcik Kowalczyk Zieliński Dąbrowska Jabłoński Król Łuczak Wróbel Pająk Źrebiec"),
  },
  {
    language: "ru",
    timeZone: "Europe/Moscow",
    calling: "+7495",
    first: names("Анна Дмитрий Ольга Сергей Екатерина Иван Мария Фёдор Юлия Алексей Ксения Павел"),
    last: names("Иваненко Соколов Лебедев Козлов Новик Морозов Волков Белых Зайченко Орлов Черных Седых"),
  },
  {
    language: "uk",
    timeZone: "Europe/Kyiv",
    calling: "+38044",
    first: names("Олена Тарас Юлія Богдан Соломія Андрій Ганна Євген Іванна Ярослав"),
    last: names("Шевченко Коваль Бойко Ткачук Поліщук Мельник Лисенко Їжакевич Гнатюк Савчук"),
  },
  {
    language: "ar",
    timeZone: "Africa/Cairo",
    calling: "+202",
    first: names("محمد فاطمة أحمد مريم يوسف ليلى عمر نور خالد سارة حسن رانيا"),
    last: names("المصري حداد النجار الخطيب عباس سليمان منصور الشريف قاسم درويش فارس زيدان"),
  },
  {
    language: "he",
    timeZone: "Asia/Jerusalem",
    calling: "+9722",
    first: names("נועה דוד תמר יוסף שירה איתן מיכל אורי יעל עומר רות אבי"),
    last: names("כהן לוי מזרחי פרץ ביטון דהן אברהם פרידמן גולן שפירא רוזן אלון"),
  },
  {
    language: "zh",
    timeZone: "Asia/Shanghai",
    calling: "+8610",
    first: names("伟 芳 娜 秀英 敏 静 丽 强 磊 洋 艳 勇"),
    last: names("王 李 张 刘 陈 杨 赵 黄 周 吴 欧阳 孙"),
  },
  {
    language: "ja",
    timeZone: "Asia/Tokyo",
    calling: "+813",
    first: names("さくら 太郎 陽子 健 ひなた 直美 蓮 美咲 大輔 結衣"),
    last: names("佐藤 鈴木 高橋 田中 渡辺 伊藤 山本 中村 小林 斎藤"),
  },
  {
    language: "ko",
    timeZone: "Asia/Seoul",
    calling: "+822",
    first: names("민준 서연 지훈 하은 도윤 지우 예준 수빈 현우 은지"),
    last: names("김 이 박 최 정 강 조 윤 장 임"),
  },
  {
    language: "th",
    timeZone: "Asia/Bangkok",
    calling: "+662",
    first: names("สมชาย สุดา อนันต์ มาลี ประเสริฐ กัญญา วิชัย นภา ธนา พิมพ์"),
    last: names("ใจดี แสงทอง ศรีสุข บุญมี ทองดี วงศ์ไทย รักไทย สุขใจ พงษ์ไพร จันทร์เพ็ญ"),
  },
  {
    language: "hi",
    timeZone: "Asia/Kolkata",
    calling: "+9111",
    first: names("प्रिया राहुल अनीता विजय सुनीता अमित कविता संजय मीरा अर्जुन"),
    last: names("शर्मा वर्मा गुप्ता सिंह पटेल मेहता जोशी नायर कपूर चौधरी"),
  },
  {
    language: "es",
    timeZone: "America/Mexico_City",
    calling: "+5255",
    first: names("🌵Lupita José🎸 María Íñigo Begoña Ángel 🦋Mariposa Ñusta Raúl Lucía☀️"),
    last: names("García Muñoz Peña Ibáñez Núñez Hernández López Güell Sáenz Ávila"),
  },
];

interface SampleOrganization {
  readonly name: string;
  readonly domain: string;
}

export const ORGANIZATIONS: readonly [SampleOrganization, ...SampleOrganization[]] = [
  { name: "Lakeside Boats", domain: "lakeside-boats.example" },
  { name: "Bäckerei Müller & Söhne", domain: "baeckerei-mueller.example" },
  { name: "Smith, Jones and Partners", domain: "smith-jones.example" },
  { name: "Café Noël", domain: "cafe-noel.example" },
  { name: "Северный ветер", domain: "sever.example" },
  { name: "شركة النور", domain: "alnoor.example" },
  { name: "北京茶馆", domain: "beijing-tea.example" },
  { name: "さくら旅行", domain: "sakura-travel.example" },
];

/** Where private persons have their mailboxes. */
const MAIL_PROVIDERS: Names = ["mail.example", "post.example", "inbox.example"];

/**
 * Makes a person.
 *
 * @param index makes the e-mail and the phone unique
 */
export function samplePerson(random: SeededRandom, index: number): SamplePerson {
  const region = random.pick(REGIONS);
  const organization = random.chance(0.3) ? random.pick(ORGANIZATIONS) : null;
  const domain = organization?.domain ?? random.pick(MAIL_PROVIDERS);
  const digits = String(1_000_000 + index * 7);
  return {
    firstName: random.pick(region.first),
    lastName: random.pick(region.last),
    email: `person.${index}@${domain}`,
    phone: random.chance(0.4) ? region.calling + digits : null,
    organization: organization?.name ?? null,
    language: region.language,
    timeZone: region.timeZone,
  };
}

export const fullName = ({ firstName, lastName }: SamplePerson): string => `${firstName} ${lastName}`;
