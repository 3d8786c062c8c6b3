export default { a: "fr" };
