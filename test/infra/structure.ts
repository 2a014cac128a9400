import type { BicepFile, BicepModule } from './bicep/file.ts';
import type { BicepValue } from './bicep/value.ts';

type Files = ReadonlyMap<string, BicepFile>;

/** What `bicep build` would say of how the files of a deployment hang together. */
export function checkStructure(files: Files): string[] {
  return [...files.values()].flatMap((file) => [
    ...file.errors.map((error) => `${file.path}: ${error}`),
    ...findUnused(file),
    ...file.modules.flatMap((module) => checkModule(file, module, files)),
    ...checkOutputsRead(file, files),
    ...checkImports(file, files),
  ]);
}

function findUnused(file: BicepFile): string[] {
  const names = [...file.params.keys(), ...file.variables.keys(), ...file.imports.keys()];
  return names
    .filter((name) => !file.used.has(name) && !file.exports.has(name))
    .map((name) => `${file.path}: ${name} is not used`);
}

function checkModule(file: BicepFile, module: BicepModule, files: Files): string[] {
  const place = `${file.path} ${module.name}`;
  const target = files.get(module.path);
  if (!target) return [`${place}: there is no ${module.path}`];
  const missing = [...target.params].filter(([name, { required }]) => required && !module.params.has(name));
  return [
    ...missing.map(([name]) => `${place}: ${name} is required by ${module.path}`),
    ...[...module.params].flatMap(([name, value]) => {
      const wanted = target.params.get(name);
      if (!wanted) return [`${place}: ${module.path} has no ${name}`];
      return hasType(value, wanted.type) ? [] : [`${place}: ${name} should be of type ${wanted.type}`];
    }),
    ...checkScope(place, file, module, target),
  ];
}

const KINDS = {
  text: 'string',
  number: 'int',
  truth: 'bool',
  list: 'array',
  object: 'object',
  loop: 'array',
};

function hasType(value: BicepValue, type: string): boolean {
  if (value.kind === 'choice') return value.options.every((option) => hasType(option, type));
  if (value.kind === 'computed') return value.type === undefined || value.type === type;
  return value.kind !== 'null' && KINDS[value.kind] === type;
}

/** Where a file may send its modules: diagnostics BCP113 to BCP116 of Bicep. None goes up to a management group. */
const REACH: Readonly<Record<string, readonly string[]>> = {
  resourceGroup: ['tenant', 'subscription', 'resourceGroup'],
  subscription: ['tenant', 'subscription', 'resourceGroup'],
  managementGroup: ['tenant', 'managementGroup', 'subscription', 'resourceGroup'],
};

function checkScope(place: string, file: BicepFile, module: BicepModule, target: BicepFile): string[] {
  const called = /^(\w+)\(/.exec(module.scope ?? '')?.[1];
  const group = file.resources.find(({ name }) => name === module.scope);
  const scope = called ?? (group?.type.endsWith('/resourceGroups') ? 'resourceGroup' : file.targetScope);
  return [
    ...(REACH[file.targetScope]?.includes(scope)
      ? []
      : [`${place}: a ${file.targetScope} cannot deploy to a ${scope}`]),
    ...(scope === target.targetScope ? [] : [`${place}: ${module.path} is for a ${target.targetScope}`]),
  ];
}

function checkOutputsRead(file: BicepFile, files: Files): string[] {
  return [...file.outputsRead].flatMap((read) => {
    const [name, output = ''] = read.split('.');
    const module = file.modules.find((one) => one.name === name);
    return files.get(module?.path ?? '')?.outputs.has(output) ? [] : [`${file.path}: there is no ${read}`];
  });
}

function checkImports(file: BicepFile, files: Files): string[] {
  return [...file.imports].flatMap(([name, path]) =>
    files.get(path)?.exports.has(name) ? [] : [`${file.path}: ${path} does not export ${name}`],
  );
}
