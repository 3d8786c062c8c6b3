import { LOCALE_TAGS, type Locale } from "../../shared/locale-tag.ts";
import type { ChatWords, ConversationWords, FormWords, Words } from "../../widget/locales/words.ts";

/** The file of a locale: its own name, then what it adds, such as `-chat`. */
async function fileOf<T>(tag: Locale, part = ""): Promise<T> {
  const { default: words } = await import(`../../widget/locales/${tag}${part}.ts`);
  return words;
}

const load = async <T>(wordsOf: (tag: Locale) => Promise<T>): Promise<Readonly<Record<Locale, T>>> =>
  Object.fromEntries(await Promise.all(LOCALE_TAGS.map(async (tag) => [tag, await wordsOf(tag)])));

/** All texts of each locale: those of the form, and those that are loaded with the chat. */
export const WORDS = await load<Words>(async (tag) => ({
  ...(await fileOf<FormWords>(tag)),
  ...(await fileOf<ChatWords>(tag, "-chat")),
}));
export const { ar, de, en, fr } = WORDS;

/** The texts of the list of conversations in each locale. */
export const CONVERSATION_WORDS = await load((tag) => fileOf<ConversationWords>(tag, "-conversations"));
