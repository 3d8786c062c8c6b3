const { join } = require("node:path");

module.exports = {
  // the tests have a linter of their own
  eslint: { ignoreDuringBuilds: true },
  webpack(config) {
    // the package as a site has it installed: what the product's build has made
    config.resolve.alias["foyer-chat/react"] = join(__dirname, "../../../../dist/npm/react.js");
    return config;
  },
};
