export default { a: "en" };
