import { FoyerPlugin, useFoyer } from "foyer-chat/vue";
import { createApp, h, ref } from "vue";

const SIZES = ["Small", "Medium", "Large"];

/** A page that counts unread messages, and asks about what the visitor has chosen. */
const Shop = {
  setup() {
    const foyer = useFoyer();
    const size = ref("Medium");
    const unread = ref(0);
    foyer.on("unread", ({ detail }) => {
      unread.value = detail.count;
    });
    const ask = () => {
      foyer.write(`Is the rain coat in ${size.value.toLowerCase()} in stock?`);
      foyer.open();
    };
    return () => [
      h("h1", "Rain coat"),
      h("p", "Waxed cotton, made to order in Galway."),
      h("label", [
        "Size ",
        h(
          "select",
          { value: size.value, onChange: ({ target }) => (size.value = target.value) },
          SIZES.map((name) => h("option", name)),
        ),
      ]),
      h("button", { type: "button", onClick: ask }, ["Ask us", unread.value > 0 && ` (${unread.value})`]),
    ];
  },
};

const root = document.querySelector("#app");
createApp(Shop)
  .use(FoyerPlugin, { ...root.dataset })
  .mount(root);
