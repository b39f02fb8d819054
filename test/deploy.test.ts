import { execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { botSettings } from '../bot/settings.ts';
import { controlIndex, serversIndex } from '../retrieval/cluster/layout.ts';
import { clusterSettings } from '../retrieval/settings.ts';
import { projectRoot, temporaryFolder } from './support/temporary.ts';

const read = (name: string) => readFileSync(path.join(projectRoot, name), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
};
const PRODUCTION = ['bot', 'corpus', 'retrieval', 'scripts', 'web'];

/** The instructions of the Dockerfile, a line each. */
const instructions = read('Dockerfile')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => /^[A-Z]/.test(line));
const instruction = (name: string) => instructions.filter((line) => line.startsWith(`${name} `)).at(-1) ?? '';
/** What is copied from the checkout, by `[source, target]`. */
const copies = instructions
  .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
  .flatMap((line) => {
    const parts = line.split(/\s+/).filter((part) => part !== 'COPY' && !part.startsWith('--'));
    return parts.slice(0, -1).map((source) => [source, parts.at(-1) ?? ''] as const);
  });
const imageEnvironment = Object.fromEntries(
  instruction('ENV')
    .split(/\s+/)
    .slice(1)
    .map((pair) => pair.split('=') as [string, string]),
);
/** What the ignore file lets through: it refuses everything, then names exceptions. */
const ignoreLines = read('.dockerignore')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));
const letThrough = ignoreLines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));

/** The TypeScript files of the folders that run in production, with what each imports by name at run time. */
function runtimeImports(): { file: string; name: string }[] {
  return PRODUCTION.flatMap((folder) =>
    readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => path.join(folder, file)),
  ).flatMap((file) =>
    [
      ...read(file).matchAll(
        /^(?:import|export)\s(?!type\b)[^'";]*?\bfrom '([^']+)';|\bimport\('([^']+)'\)|^import '([^']+)'/gm,
      ),
    ]
      .map((match) => match[1] ?? match[2] ?? match[3] ?? '')
      .map((name) => ({ file, name })),
  );
}

const packageOf = (name: string) =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');

/** What maintainers run in a checkout: other engines to compare with, and a tool that makes a file of the repository. */
const FROM_A_CHECKOUT = ['scripts/bench/alternatives.ts', 'scripts/build-wasm.ts'];

describe('a production install', () => {
  const imports = runtimeImports();

  it('has every package that production code imports', () => {
    const packages = imports.filter(
      ({ file, name }) =>
        !name.startsWith('.') && !name.startsWith('node:') && !FROM_A_CHECKOUT.includes(file),
    );
    // The walk sees what is there.
    expect(packages.map(({ name }) => packageOf(name))).toEqual(
      expect.arrayContaining(['discord.js', 'hono', 'pino', 'prom-client', 'zod', 'hnswlib-node']),
    );
    expect(packages.filter(({ name }) => !(packageOf(name) in manifest.dependencies))).toEqual([]);
  });

  it('has every file that production code imports, and nothing of the tests', () => {
    const files = imports.filter(({ name }) => name.startsWith('.'));
    expect(files.length).toBeGreaterThan(100);
    const targets = files.map(({ file, name }) => ({ file, target: path.join(path.dirname(file), name) }));
    expect(targets.filter(({ target }) => !PRODUCTION.includes(target.split(path.sep)[0] ?? ''))).toEqual([]);
  });
});

describe('the image', () => {
  it('copies what is there and in the repository, and what the ignore file lets through', () => {
    expect(ignoreLines[0]).toBe('*');
    const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: projectRoot, encoding: 'utf8' }).split(
      '\0',
    );
    expect(copies.length).toBeGreaterThan(8);
    for (const [source] of copies) {
      expect(
        tracked.some((file) => file === source || file.startsWith(`${source}/`)),
        source,
      ).toBe(true);
      expect(
        letThrough.some((name) => source === name || source.startsWith(`${name}/`)),
        source,
      ).toBe(true);
    }
  });

  it('leaves out secrets, indexes and tests', () => {
    for (const name of ['.env', '.git', 'data', 'test', 'node_modules'])
      expect(letThrough).not.toContain(name);
  });

  it('holds every folder that production code lives in, and the models', () => {
    const sources = copies.filter(([, target]) => !target.startsWith('/')).map(([source]) => source);
    expect(sources).toEqual(
      expect.arrayContaining([...PRODUCTION, 'models', 'package.json', 'package-lock.json']),
    );
  });

  it('starts as npm start does, as an ordinary user, and asks its own health', () => {
    const command = JSON.parse(instruction('CMD').replace(/^CMD /, '')) as string[];
    expect(command.join(' ')).toBe(manifest.scripts.start);
    expect(instruction('USER')).toBe('USER node');
    const [line = ''] = instructions.filter((one) => one.startsWith('HEALTHCHECK'));
    const check = JSON.parse(line.slice(line.indexOf('['))) as string[];
    expect(check.join(' ')).toContain('/readyz');
    // Nobody listens there: the check must say so.
    const [, ...args] = check;
    const { status } = spawnSync(process.execPath, args, { env: { OPS_PORT: '9' } });
    expect(status).toBe(1);
  });

  it('sets what the settings know, to values that they take', () => {
    const { NODE_ENV, ...settings } = imageEnvironment;
    expect(NODE_ENV).toBe('production');
    for (const name of Object.keys(settings)) expect(Object.keys(botSettings.shape)).toContain(name);
    expect(botSettings.parse(settings)).toMatchObject({
      HOST: '0.0.0.0',
      PORT: 8787,
      OPS_PORT: 9464,
      DATA_DIR: '/data',
    });
  });
});

describe('compose.yaml', () => {
  const { services, volumes } = parse(read('compose.yaml')) as {
    services: Record<string, Record<string, unknown>>;
    volumes: Record<string, unknown>;
  };
  const service = services['on-record'] ?? {};
  const mounts = (service.volumes as string[]).map((mount) => mount.split(':') as [string, string]);

  it('mounts the folders that are written to, and nothing else can be', () => {
    const environment = service.environment as Record<string, unknown>;
    const targets = mounts.map(([, target]) => target);
    expect(targets.sort()).toEqual([environment.CORPUS_DIR, environment.DATA_DIR].sort());
    // An empty setting in .env would overrule the image's.
    for (const name of ['HOST', 'PORT', 'OPS_PORT', 'CORPUS_DIR', 'DATA_DIR'])
      expect(String(environment[name])).toBe(imageEnvironment[name]);
    expect(targets).toEqual([imageEnvironment.CORPUS_DIR, imageEnvironment.DATA_DIR].sort());
    expect(mounts.map(([name]) => name).sort()).toEqual(Object.keys(volumes).sort());
    expect(service).toMatchObject({
      read_only: true,
      tmpfs: ['/tmp'],
      cap_drop: ['ALL'],
      restart: 'unless-stopped',
      mem_limit: expect.any(String),
    });
  });

  it('offers the port of the image to this machine only', () => {
    expect(service.ports).toEqual([`127.0.0.1:${imageEnvironment.PORT}:${imageEnvironment.PORT}`]);
  });
});

describe('the cluster', () => {
  const folder = 'deploy/cluster';
  const compose = parse(read(`${folder}/compose.yaml`), { merge: true }) as {
    services: Record<string, Record<string, unknown>>;
    volumes: Record<string, unknown>;
    secrets: Record<string, { file: string }>;
  };
  const nodes = ['node1', 'node2', 'node3'];
  const bots = ['bot1', 'bot2'];
  const nodeSettings = parse(read(`${folder}/opensearch.yml`)) as Record<string, unknown>;
  const roles = parse(read(`${folder}/security/roles.yml`)) as Record<
    string,
    { index_permissions?: { index_patterns: string[]; allowed_actions: string[] }[] }
  >;
  const environmentOf = (name: string) => compose.services[name]?.environment as Record<string, string>;
  const mountsOf = (name: string) =>
    ((compose.services[name]?.volumes ?? []) as string[]).map(
      (mount) => mount.split(':') as [string, string],
    );

  it('has three nodes that know each other, each with a disk of its own', () => {
    expect(Object.keys(compose.services)).toEqual([...nodes, ...bots]);
    expect(nodeSettings['discovery.seed_hosts']).toEqual(nodes);
    expect(nodeSettings['cluster.initial_cluster_manager_nodes']).toEqual(nodes);
    for (const node of nodes) {
      expect(environmentOf(node)['node.name']).toBe(node);
      const own = mountsOf(node).filter(([, target]) => target.endsWith('/data'));
      expect(own.map(([source]) => source)).toEqual([node]);
      expect(Object.keys(compose.volumes)).toContain(node);
    }
  });

  it('mounts what is there, or what certificates.sh makes', () => {
    const files = nodes.flatMap(mountsOf).filter(([source]) => source.startsWith('./'));
    expect(files.length).toBeGreaterThan(0);
    for (const [source] of files) {
      if (source !== './certificates')
        expect(existsSync(path.join(projectRoot, folder, source)), source).toBe(true);
    }
    expect(compose.secrets.ca?.file).toBe('./certificates/ca.pem');
  });

  it('has bots that differ by their port alone, and settings that they take', () => {
    const [one, other] = bots.map((bot) => ({ ...compose.services[bot], ports: [] }));
    expect(one).toEqual(other);
    const { RECORD, ...environment } = environmentOf('bot1');
    const cluster = clusterSettings.parse(environment);
    expect(RECORD).toBe('opensearch');
    expect(cluster.OPENSEARCH_URL).toEqual(nodes.map((node) => `https://${node}:9200`));
    for (const name of Object.keys(environment))
      expect([...Object.keys(botSettings.shape), ...Object.keys(clusterSettings.shape)]).toContain(name);
    for (const name of ['HOST', 'PORT', 'OPS_PORT', 'CORPUS_DIR', 'DATA_DIR'])
      expect(String(environment[name])).toBe(imageEnvironment[name]);
  });

  it('lets bots and publisher at the indices of the default prefix alone', () => {
    const prefix = clusterSettings.parse({ OPENSEARCH_URL: 'https://node1:9200' }).OPENSEARCH_PREFIX;
    for (const role of ['on_record_bot', 'on_record_publisher']) {
      const patterns = roles[role]?.index_permissions?.flatMap(({ index_patterns }) => index_patterns) ?? [];
      expect(patterns.length).toBeGreaterThan(0);
      for (const pattern of patterns) expect(pattern.startsWith(`${prefix}.`)).toBe(true);
    }
    const written = roles.on_record_bot?.index_permissions?.filter(({ allowed_actions }) =>
      allowed_actions.includes('crud'),
    );
    expect(written?.flatMap(({ index_patterns }) => index_patterns)).toEqual([
      controlIndex(prefix),
      serversIndex(prefix),
    ]);
  });

  it('makes certificates for every node, signed by its authority', async () => {
    const copy = await temporaryFolder();
    const script = path.join(copy, 'certificates.sh');
    await cp(path.join(projectRoot, folder, 'certificates.sh'), script);
    execFileSync('bash', [script, '10.0.0.7', 'search.example.org']);
    const file = (name: string) => path.join(copy, 'certificates', name);
    const [authority, node, admin] = ['ca.pem', 'node.pem', 'admin.pem'].map(
      (name) => new X509Certificate(readFileSync(file(name))),
    );
    if (!authority || !node || !admin) throw new Error('three were made');
    for (const host of [...nodes, 'localhost', 'search.example.org']) expect(node.checkHost(host)).toBe(host);
    expect(node.checkIP('10.0.0.7')).toBe('10.0.0.7');
    for (const one of [node, admin]) expect(one.verify(authority.publicKey)).toBe(true);
    expect(nodeSettings['plugins.security.nodes_dn']).toEqual([node.subject]);
    expect(nodeSettings['plugins.security.authcz.admin_dn']).toEqual([admin.subject]);
    // The engine reads keys of this form alone.
    expect(readFileSync(file('node-key.pem'), 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  });
});

describe('on-record.service', () => {
  const unit = read('deploy/on-record.service');
  const values = (name: string) =>
    [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value]) => value);

  it('starts as npm start does, and may write to its state alone', () => {
    expect(values('ExecStart')[0]?.replace(/^\S*\/node/, 'node')).toBe(manifest.scripts.start);
    expect(values('ProtectSystem')).toEqual(['strict']);
    const state = `/var/lib/${values('StateDirectory')[0]}/`;
    const folders = values('Environment').filter((value) => /_DIR=/.test(value ?? ''));
    expect(folders).toHaveLength(2);
    for (const folder of folders) expect(folder?.split('=')[1]).toMatch(new RegExp(`^${state}`));
    // The engine compiles as it runs: this setting would end it.
    expect(values('MemoryDenyWriteExecute')).toEqual([]);
  });

  it.runIf(existsSync('/usr/bin/systemd-analyze') && existsSync('/usr/bin/node'))(
    'is sound to systemd',
    () => {
      const unitPath = path.join(projectRoot, 'deploy/on-record.service');
      const { status, stderr } = spawnSync('systemd-analyze', ['verify', unitPath], { encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    },
  );
});

describe('.env.example', () => {
  const lines = read('.env.example').split('\n');

  it('names every setting once, each below its explanation', () => {
    const named = lines.filter((line) => /^[A-Z_]+=/.test(line)).map((line) => line.split('=')[0]);
    const known = [...Object.keys(botSettings.shape), ...Object.keys(clusterSettings.shape)];
    expect(named.sort()).toEqual(known.sort());
    for (const name of named) expect(lines[lines.indexOf(`${name}=`) - 1]).toMatch(/^# .{20,}/);
  });
});
