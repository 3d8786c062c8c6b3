export default { a: 'en' };
