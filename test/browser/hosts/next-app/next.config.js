// the tests have a linter of their own
module.exports = { eslint: { ignoreDuringBuilds: true } };
