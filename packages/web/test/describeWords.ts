import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findMessageFaults, type Messages, pseudoLocales, translator } from "@session/ui";
import ts from "typescript";
import { describe, expect, test } from "vitest";

type File = { readonly name: string; readonly source: ts.SourceFile };

/** Attributes that are shown or read out. */
const WORDED =
  /^(?:aria-(?:label|valuetext|roledescription|description)|title|placeholder|alt|label|hint|caption|word)$/;
/** The same in every language: how an address or a URL begins, and what is typed on a node. */
const NO_LANGUAGE = /^(?:0x…|https:\/\/|session-node [a-z ]+)$/;
const isWorded = (text: string) => /\p{L}/u.test(text) && !NO_LANGUAGE.test(text);

export function parseSource(name: string, text: string): ts.SourceFile {
  const kind = name.endsWith(".tsx") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, kind);
}

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** Texts of an expression that would be shown as they are: of both sides of a condition too. */
function literalsIn(expression: ts.Expression | undefined): string[] {
  if (expression === undefined) return [];
  if (ts.isStringLiteralLike(expression)) return [expression.text];
  if (ts.isTemplateExpression(expression))
    return [expression.head.text, ...expression.templateSpans.map(({ literal }) => literal.text)];
  if (ts.isParenthesizedExpression(expression)) return literalsIn(expression.expression);
  if (ts.isConditionalExpression(expression))
    return [...literalsIn(expression.whenTrue), ...literalsIn(expression.whenFalse)];
  const joins = [ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.PlusToken];
  if (ts.isBinaryExpression(expression) && joins.includes(expression.operatorToken.kind))
    return [...literalsIn(expression.left), ...literalsIn(expression.right)];
  return [];
}

/** Words a reader would see that stand in JSX as they are. */
export function rawWords(source: ts.SourceFile): string[] {
  const found: string[] = [];
  walk(source, (node) => {
    if (ts.isJsxText(node)) found.push(node.text.trim());
    if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) found.push(...literalsIn(node.expression));
    if (!ts.isJsxAttribute(node) || !WORDED.test(node.name.getText())) return;
    const { initializer } = node;
    if (initializer !== undefined && ts.isStringLiteral(initializer)) found.push(initializer.text);
    if (initializer !== undefined && ts.isJsxExpression(initializer)) found.push(...literalsIn(initializer.expression));
  });
  return found.filter(isWorded);
}

type Found = { readonly file: string; readonly name: string; readonly messages: Messages };

/** Catalogues written out in a file; those made from tables have their own test beside them. */
function cataloguesIn(file: string, source: ts.SourceFile): Found[] {
  const found: Found[] = [];
  walk(source, (node) => {
    if (!ts.isCallExpression(node) || node.expression.getText() !== "defineMessages") return;
    const [name, messages] = node.arguments;
    if (name === undefined || messages === undefined || !ts.isObjectLiteralExpression(messages)) return;
    const entries = messages.properties.flatMap((property) =>
      ts.isPropertyAssignment(property) && ts.isStringLiteralLike(property.initializer)
        ? [[(property.name as ts.StringLiteral | ts.Identifier).text, property.initializer.text]]
        : [],
    );
    found.push({ file, name: (name as ts.StringLiteral).text, messages: Object.fromEntries(entries) });
  });
  return found;
}

function readSources(root: string): File[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."))
    .map((name) => ({ name, source: parseSource(name, readFileSync(join(root, name), "utf8")) }));
}

export type WordsOptions = {
  /** Folder of the sources. */
  readonly root: string;
  /** How the names of all catalogues begin. */
  readonly prefix: string;
  /** Fewer aren't the whole of it: the folder has moved, or the form of a catalogue. */
  readonly least: { readonly files: number; readonly catalogues: number };
};

/** Tests what holds for the words of a whole site, found by reading its source. */
export function describeWords({ root, prefix, least }: WordsOptions): void {
  const files = readSources(root);
  const catalogues = files.flatMap(({ name, source }) => cataloguesIn(name, source));

  test("no page, feature or part of the shell shows words that aren't messages", () => {
    expect(files.length).toBeGreaterThanOrEqual(least.files);
    const found = files.flatMap(({ name, source }) => rawWords(source).map((words) => `${name}: ${words}`));
    expect(found).toEqual([]);
  });

  describeMessages(catalogues, prefix, least.catalogues);
}

function describeMessages(catalogues: readonly Found[], prefix: string, least: number): void {
  describe("messages", () => {
    test("catalogues have names of their own", () => {
      expect(catalogues.length).toBeGreaterThanOrEqual(least);
      const names = catalogues.map(({ name }) => name);
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
      expect(names.filter((name) => !name.startsWith(prefix))).toEqual([]);
    });

    test("all are ICU", () => {
      const faults = catalogues.flatMap(({ file, ...catalogue }) =>
        findMessageFaults(catalogue).map(({ key, code }) => `${file}: ${key}: ${code}`),
      );
      expect(faults).toEqual([]);
    });

    test.each(pseudoLocales)("all can be said in %s, with everything they are given", (locale) => {
      const faults = catalogues.flatMap(({ file, name, messages }) => {
        const t = translator(messages, undefined, locale);
        return Object.entries(messages).flatMap(([key, message]) => {
          const values = Object.fromEntries([...message.matchAll(/\{(\w+)/g)].map(([, given]) => [given, 7]));
          const tags = Object.fromEntries([...message.matchAll(/<(\w+)>/g)].map(([, tag]) => [tag, String]));
          const said = String(t.rich(key, { ...values, ...tags }));
          return said.startsWith("[") || said === "[object Object]" ? [] : [`${file}: ${name}.${key}: ${said}`];
        });
      });
      expect(faults).toEqual([]);
    });
  });
}
