export default { a: 'ar' };
