/** A single-page site in its smallest form: links change the address and the page, and nothing is loaded anew. */
const PAGES = {
  home: [
    "Nine quiet rooms, a jetty, and breakfast until noon.",
    "A guesthouse on the east shore of the lake.",
  ],
  rooms: ["Rooms", "The harbour room, the garden room, and the attic under the stars. From 96 € a night."],
  visit: ["Finding us", "Ten minutes on foot from the station, always along the shore."],
  ask: ["Ask us", "About a room, a table on the terrace, or the boat."],
};

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function askButton() {
  const button = element("button", "Write to us");
  button.addEventListener("click", () => window.Foyer("open"));
  return button;
}

function show() {
  const name = new URLSearchParams(location.search).get("page") ?? "home";
  const [title, text] = PAGES[name] ?? ["Nothing here", "There is no such page."];
  const section = document.createElement("section");
  section.className = "lead";
  section.append(element("h1", title), element("p", text));
  if (name === "ask") section.append(askButton());
  document.querySelector("#page").replaceChildren(section);
  document.title = `${title} · Haus am Steg`;
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("a[href^='?']");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  show();
});
addEventListener("popstate", show);

// what the widget tells, a site can use in its own way
window.Foyer("on", "delivered", () => {
  document.title = `✓ ${document.title}`;
});

show();
