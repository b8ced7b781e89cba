/**
 * A parser that lets all files of one lint run share one TypeScript program. Left to themselves the parsers make one for
 * each tsconfig, and a new one, whose types are worked out afresh, for each Svelte file.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import svelte from 'eslint-plugin-svelte';
import typescript from 'typescript';
import ts from 'typescript-eslint';

/** The one that eslint-plugin-svelte brings. */
const svelteParser = svelte.configs.base.find(({ languageOptions }) => languageOptions?.parser)
  .languageOptions.parser;

const withoutTypes = (options) => ({ ...options, project: undefined });

/** A component's script and markup as the TypeScript that its rules are shown. */
function asTypeScript(file, options) {
  const texts = [];
  const parseForESLint = (text, given) => {
    // Before the whole, pieces are parsed without types.
    if (given.project) texts.push(text);
    return ts.parser.parseForESLint(text, withoutTypes(given));
  };
  const noting = { ...ts.parser, parseForESLint };
  svelteParser.parseForESLint(readFileSync(file, 'utf8'), { ...options, filePath: file, parser: noting });
  return texts.at(-1) ?? '';
}

const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name));

function createProgram({ tsconfig, folders }, options) {
  const host = {
    ...typescript.sys,
    onUnRecoverableConfigFileDiagnostic: (error) => {
      throw new Error(error.messageText);
    },
  };
  const config = typescript.getParsedCommandLineOfConfigFile(tsconfig, { allowNonTsExtensions: true }, host);
  const files = folders.flatMap(filesBelow);
  const views = new Map(
    files.filter((file) => /\.svelte(\.ts)?$/.test(file)).map((file) => [file, asTypeScript(file, options)]),
  );
  const compiler = typescript.createCompilerHost(config.options, true);
  const { getSourceFile } = compiler;
  compiler.getSourceFile = (file, how, ...rest) => {
    const view = views.get(path.normalize(file));
    if (view === undefined) return getSourceFile(file, how, ...rest);
    return typescript.createSourceFile(file, view, how, true, typescript.ScriptKind.TS);
  };
  const rootNames = [
    ...new Set([...config.fileNames, ...files.filter((file) => file.endsWith('.ts')), ...views.keys()]),
  ];
  return typescript.createProgram({ rootNames, options: config.options, host: compiler });
}

/**
 * Only a run over the whole tree from the command line shares: in an editor files change between two looks at them.
 * @param {{ tsconfig: string, folders: string[] }} files what the program is made of
 */
export function sharedProgramParser(files) {
  const wholeRun =
    /\beslint(\.js)?$/.test(process.argv[1] ?? '') &&
    process.argv[2] === '.' &&
    !process.argv.includes('--fix');
  if (!wholeRun) return ts.parser;
  let program;
  const parseForESLint = (text, options) => {
    if (!options.project) return ts.parser.parseForESLint(text, options);
    program ??= createProgram(files, options);
    const known = program.getSourceFile(options.filePath)?.text === text;
    return ts.parser.parseForESLint(
      text,
      known ? { ...withoutTypes(options), programs: [program] } : options,
    );
  };
  return { ...ts.parser, parseForESLint };
}
