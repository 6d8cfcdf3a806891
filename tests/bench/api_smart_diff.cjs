// The program that the library api-smart-diff lacks: two JSON files in, the number of changes out.
const { readFileSync } = require("node:fs");
const [library, ...files] = process.argv.slice(2);
const { apiDiff } = require(library);
const [older, newer] = files.map((file) => JSON.parse(readFileSync(file, "utf8")));
console.log(apiDiff(older, newer).length);
