/** A text that somebody wrote, queries that find it, queries that do not, and the words that a snippet marks. */
export interface SearchCase {
  readonly what: string;
  readonly text: string;
  readonly finds: readonly string[];
  readonly misses?: readonly string[];
  /** The pieces of the snippet that are marked for the first of the queries. */
  readonly marks: readonly string[];
}

export const SEARCH_CASES: readonly SearchCase[] = [
  {
    what: "several words, in any order",
    text: "The parcel that I ordered on Friday has not arrived yet.",
    finds: ["friday parcel", "PARCEL arrived", "not yet", "the parcel that i ordered on friday has not"],
    misses: ["parcel monday", "arcel"],
    marks: ["parcel", "Friday"],
  },
  {
    what: "the beginning of a word",
    text: "Could you send the invoices again?",
    finds: ["invoi", "send inv", "s i"],
    misses: ["nvoices", "invoiced"],
    marks: ["invoices"],
  },
  {
    what: "punctuation around and in words",
    text: "Re: “wi-fi” (guest-house), don’t re-open; see example.com/faq?x=1!",
    finds: [
      "wifi",
      "wi-fi",
      "guest house",
      "guesthouse",
      "dont",
      "don't",
      "reopen",
      "example.com",
      "faq",
      "re:",
    ],
    misses: ["house-guests", "example.org"],
    marks: ["wi-fi"],
  },
  {
    what: "e-mail addresses",
    text: "Write to Anna.Schmidt+shop@Example.co.uk, please",
    finds: ["anna.schmidt+shop@example.co.uk", "anna.schmidt+shop@", "schmidt", "example.co.uk"],
    misses: ["anna@example.co.uk"],
    marks: ["Anna.Schmidt+shop@Example.co.uk"],
  },
  {
    what: "accents and case",
    text: "Crème brûlée für Zoë und Łukasz, ŽIŽKOV",
    finds: ["creme brulee", "zoe lukasz", "ZIZKOV", "crème"],
    marks: ["Crème", "brûlée"],
  },
  {
    what: "German and Nordic letters as two",
    text: "Frau Müller wohnt in der Straße bei Søren Åberg",
    finds: ["mueller", "muller", "Müller", "strasse", "soeren", "soren", "aaberg", "aberg"],
    misses: ["miller"],
    marks: ["Müller"],
  },
  {
    what: "the same written out",
    text: "Herr Mueller ruft Soeren an",
    finds: ["müller", "muller", "søren"],
    marks: ["Mueller"],
  },
  {
    what: "a phone in any format, by four digits in a row",
    text: "Call me at +49 (0)151 / 234-567 89 after six",
    finds: ["2345", "151 234", "23456789", "+49 0151 234567", "call 5678", "0151/234567"],
    misses: ["9999", "151 235"],
    marks: ["234-567"],
  },
  {
    what: "order numbers",
    text: "Order AB-2024-00817, invoice #RE20249917 and 100200300400500600700800",
    finds: [
      "AB-2024-00817",
      "ab 2024",
      "00817",
      "0081",
      "9917",
      "RE20249917",
      "300400500600700",
      "100200300400500600700800",
    ],
    misses: ["00818", "100200300400500600700801"],
    marks: ["AB", "2024", "00817", "2024"],
  },
  {
    what: "digits of other scripts",
    text: "رقم الطلب ٤٧١١٩٩ و 4711２３",
    finds: ["471199", "٤٧١١", "طلب ٤٧١١", "471123"],
    marks: ["٤٧١١٩٩"],
  },
  {
    what: "Chinese by any part",
    text: "我想问一下iPhone充电器什么时候发货？谢谢",
    finds: ["充电器", "电器", "发货", "iphone充电器", "iphone", "什么时候发货", "我想问一下", "货"],
    misses: ["退货", "充器", "时候什么"],
    marks: ["充电器"],
  },
  {
    what: "Japanese by any part, in either kana and width",
    text: "東京タワーの近くで荷物を受け取りたいです。ﾊﾞｽで行きます",
    finds: ["タワー", "たわー", "荷物", "京タワ", "受け取りたい", "バス", "近くで荷物を受け取り"],
    misses: ["大阪", "物荷"],
    marks: ["タワー"],
  },
  {
    what: "Korean by any part",
    text: "서울시청 앞에서 배송을 기다리고 있어요",
    finds: ["시청", "배송", "서울시", "기다리고 배송", "있어요"],
    misses: ["부산", "시서"],
    marks: ["시청"],
  },
  {
    what: "a name with a space between its parts",
    text: "担当は山田 太郎さんです",
    finds: ["山田太郎", "山田 太郎", "太郎"],
    marks: ["山田 太郎"],
  },
  {
    what: "Thai, which has no spaces",
    text: "สวัสดีค่ะ อยากทราบราคาสินค้าค่ะ",
    finds: ["ราคา", "สินค้า", "ราคาสินค้า"],
    misses: ["ขนส่ง"],
    marks: ["ราคา"],
  },
  {
    what: "Arabic with and without its article and vowel points",
    text: "أُريدُ إرجاع الطلب إلى المتجر الكبير",
    finds: ["طلب", "الطلب", "متجر", "اريد", "المتجر الكبير", "أريد"],
    misses: ["شراء"],
    marks: ["الطلب"],
  },
  {
    what: "Hebrew, Greek and Cyrillic",
    text: "שלום, Καλημέρα ΣΑΣ, Добрый день, ёлка",
    finds: ["שלום", "καλημερα", "σας", "ДОБРЫЙ", "елка"],
    marks: ["שלום"],
  },
  {
    what: "Hindi",
    text: "मुझे अपना ऑर्डर चाहिए",
    finds: ["ऑर्डर", "अपना चाहिए"],
    misses: ["रद्द"],
    marks: ["ऑर्डर"],
  },
  {
    what: "Vietnamese and Turkish",
    text: "Tôi muốn đổi hàng. İstanbul'a ne zaman gelir?",
    finds: ["doi hang", "đổi", "istanbul", "muon"],
    marks: ["đổi", "hàng"],
  },
  {
    what: "pictures beside words",
    text: "🎉🎉 Great👍service 👨‍👩‍👧",
    finds: ["great service", "service"],
    misses: ["🎊"],
    marks: ["Great", "service"],
  },
  {
    what: "marks of the query language",
    text: "50% off_now \\ 'quoted'",
    finds: ["50% off", "off_now", "'quoted'"],
    misses: ["%", "51%"],
    marks: ["50", "off"],
  },
];
