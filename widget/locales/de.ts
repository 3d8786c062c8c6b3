export default { a: 'de' };
