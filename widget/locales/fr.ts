export default { a: 'fr' };
