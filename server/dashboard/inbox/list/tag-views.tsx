import { href } from "../../app/routes.ts";
import { useTags } from "../../contacts/use-tags.ts";
import { t } from "../../i18n/translate.ts";

export interface TagViewsProps {
  readonly property: string;
  /** The view that is shown. */
  readonly view: string;
  readonly close: () => void;
}

/** The views of the property's tags, in the menu of views. */
export function TagViews({ property, view, close }: TagViewsProps) {
  const { items } = useTags(property);
  return (
    <>
      {items.map(({ id, name }, index) => (
        <a
          key={id}
          class={index ? "menu-item" : "menu-item apart"}
          href={href.inbox(property, `tag:${id}`)}
          aria-current={view === `tag:${id}` ? "page" : undefined}
          onClick={close}
        >
          <span>
            <span class="unseen">{t("Tag")} </span>
            <span dir="auto" translate={false}>
              {name}
            </span>
          </span>
        </a>
      ))}
    </>
  );
}
