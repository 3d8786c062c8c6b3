export default { a: "ar" };
