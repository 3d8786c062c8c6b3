export default { a: "de" };
