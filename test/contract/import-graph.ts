import ts from 'typescript';
import { importedFile } from '../../lint/import-rule.cjs';

/** One import as written: of which file, from where, what is taken, and whether that is types alone. */
export interface Import {
  from: string;
  specifier: string;
  isErased: boolean;
  names: string[];
}

/** Every import, re-export, dynamic import, require and import type of a file. */
export function importsOf(path: string, text: string): Import[] {
  const found: Import[] = [];
  const add = (node: ts.Node | undefined, isErased: boolean, names: string[] = []): void => {
    if (node && ts.isStringLiteralLike(node))
      found.push({ from: path, specifier: node.text, isErased, names });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node))
      add(node.moduleSpecifier, isTypeOnly(node.importClause), namesOf(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && isLoading(node.expression)) add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2022));
  return found;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  if (clause.name || !named || !ts.isNamedImports(named) || named.elements.length === 0) return false;
  return named.elements.every((element) => element.isTypeOnly);
}

function namesOf(clause: ts.ImportClause | undefined): string[] {
  const named = clause?.namedBindings;
  if (!clause || clause.name || !named || !ts.isNamedImports(named)) return ['*'];
  return named.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
}

function isLoading(callee: ts.Expression): boolean {
  const isRequire = ts.isIdentifier(callee) && callee.text === 'require';
  return isRequire || callee.kind === ts.SyntaxKind.ImportKeyword;
}

/** The cycles of files that load each other; imports of types alone are gone by then and do not count. */
export function cyclesOf(imports: Import[]): string[][] {
  const edges = new Map<string, string[]>();
  for (const { from, specifier, isErased } of imports) {
    if (isErased || !specifier.startsWith('.')) continue;
    edges.set(from, [...(edges.get(from) ?? []), importedFile(from, specifier)]);
  }
  const cycles: string[][] = [];
  const done = new Set<string>();
  const walk = (file: string, trail: string[]): void => {
    const start = trail.indexOf(file);
    if (start >= 0) cycles.push([...trail.slice(start), file]);
    if (start >= 0 || done.has(file)) return;
    for (const next of edges.get(file) ?? []) walk(next, [...trail, file]);
    done.add(file);
  };
  for (const file of edges.keys()) walk(file, []);
  return cycles;
}
