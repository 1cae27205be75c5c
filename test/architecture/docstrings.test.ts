import { expect, test } from 'vitest';
import { type SourceFile, sourceFiles } from '../support/source-files.ts';

const EXPORT = /^export (?:async |abstract |declare )*(?:function\*?|class|const|interface) (\w+)/;

/** A constant of one line, which may share the docstring of the one above. */
const ONE_LINE_CONSTANT = /^export const .*;$/;

/** Exports without a docstring right above them, or above the run of one-line constants they stand in. */
function undocumented({ path, text }: SourceFile): string[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    const name = EXPORT.exec(line)?.[1];
    let above = index - 1;
    while (ONE_LINE_CONSTANT.test(line) && ONE_LINE_CONSTANT.test(lines[above] ?? '')) {
      above--;
    }
    const isDocumented = lines[above]?.trimEnd().endsWith('*/') ?? false;
    return name === undefined || isDocumented ? [] : [`${path}: ${name}`];
  });
}

test('notices an export without a docstring', () => {
  const text =
    '/** Said. */\nexport function said() {}\n\nexport interface Unsaid {}\nexport const alsoUnsaid = 1;\n';
  expect(undocumented({ path: 'a.ts', text })).toEqual(['a.ts: Unsaid', 'a.ts: alsoUnsaid']);
});

test('every function, class, constant and interface that src/shared exports has a docstring', () => {
  expect(sourceFiles('src/shared').flatMap(undocumented)).toEqual([]);
});
