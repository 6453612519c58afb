// File names: `thing.kind.ts` in lower-kebab, never a drawer where anything fits.
const { basename } = require('node:path');

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*\.(ts|cjs|mjs)$/;
const DRAWER = /^(index|utils?|helpers?|common|misc|shared)\.|[.-](utils?|helpers?)\.[a-z]+$/;

/** Why the name is refused, or null. */
function nameFault(path) {
  const name = basename(path);
  if (!NAME.test(name)) return `${name}: name the file in lower-kebab, thing.kind.ts`;
  return DRAWER.test(name) ? `${name}: name the file after the thing in it` : null;
}

const rule = {
  meta: { type: 'problem', docs: { description: 'names of files (CONTRIBUTING.md)' }, schema: [] },
  create(context) {
    return {
      Program(node) {
        const message = nameFault(context.filename);
        if (message) context.report({ node, message });
      },
    };
  },
};

module.exports = { rule, nameFault };
