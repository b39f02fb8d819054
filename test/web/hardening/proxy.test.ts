/** The documented proxies, as processes of their own in front of the server: who is asking is still known. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { trustedProxies } from '../../../web/security/connection.ts';
import { freePort, openWeb, sharedRecord } from '../../support/open-web.ts';
import { projectRoot, temporaryFolder } from '../../support/temporary.ts';

const record = sharedRecord();
const ASKED = `/api/ask?question=${encodeURIComponent('Has China asked its companies to install backdoors?')}`;
const documented = readFileSync(path.join(projectRoot, 'docs/operations.md'), 'utf8');

/** The example below a name, with the addresses of the test in place of those of the example. */
function example(name: string, ...replaced: readonly (readonly [string | RegExp, string])[]): string {
  const [, block = ''] = new RegExp(`^${name}:\n\n\`\`\`\n([^]*?)^\`\`\``, 'm').exec(documented) ?? [];
  return replaced.reduce((text, [words, by]) => {
    expect(text).toMatch(words);
    return text.replace(words, by);
  }, block);
}

/** Each gives the command that runs the proxy in the foreground. */
const PROXIES = {
  'that appends the address it sees': {
    program: process.execPath,
    appends: true,
    configure: async (port: number, upstream: number) => [
      `--max-http-header-size=${48 * 1024}`,
      path.join(projectRoot, 'test/support/appending-proxy.mjs'),
      String(port),
      String(upstream),
    ],
  },
  'nginx, as documented': {
    program: '/usr/sbin/nginx',
    appends: true,
    async configure(port: number, upstream: number) {
      const server = example(
        'nginx',
        ['443 ssl', `127.0.0.1:${port}`],
        [/^ *ssl_certificate.*\n/gm, ''],
        ['127.0.0.1:8787', `127.0.0.1:${upstream}`],
      );
      const folder = await temporaryFolder();
      const file = path.join(folder, 'nginx.conf');
      const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
        (name) => `${name}_temp_path ${folder};`,
      );
      await writeFile(
        file,
        `daemon off; pid ${folder}/pid; error_log stderr; events {}\nhttp { access_log off; ${places.join(' ')}\n${server}}`,
      );
      return ['-c', file];
    },
  },
  'Caddy, as documented': {
    program: '/usr/bin/caddy',
    // It replaces what a client has written.
    appends: false,
    async configure(port: number, upstream: number) {
      const site = example(
        'Caddy',
        ['record.example.org', `http://:${port}`],
        ['127.0.0.1:8787', `127.0.0.1:${upstream}`],
      );
      const file = path.join(await temporaryFolder(), 'Caddyfile');
      await writeFile(file, `{\n  admin off\n}\n${site}`);
      return ['run', '--config', file, '--adapter', 'caddyfile'];
    },
  },
};

/** A request through the proxy from an address of this machine: its status and what is left of its budget. */
function ask(port: number, localAddress: string, forwarded?: string, target = ASKED) {
  return new Promise<string>((resolve, reject) => {
    const headers = {
      host: 'record.example.org',
      ...(forwarded !== undefined && { 'X-Forwarded-For': forwarded }),
    };
    request({ host: '127.0.0.1', port, path: target, localAddress, headers, agent: false }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(`${answer.statusCode}, ${answer.headers['ratelimit-remaining']} left`));
    })
      .on('error', reject)
      .end();
  });
}

describe.each(Object.entries(PROXIES))('behind a proxy %s', (_, { program, appends, configure }) => {
  const OUTER = '127.0.0.9';

  /** Two questions a minute for each client. */
  async function openBehind() {
    const isTrusted = trustedProxies(['127.0.0.1', OUTER]);
    const { url } = await openWeb(record(), { limits: { questionsPerMinute: 2 }, isTrusted });
    const port = await freePort();
    const args = await configure(port, Number(new URL(url).port));
    const proxy = spawn(program, args, {
      stdio: 'ignore',
      env: { ...process.env, HOME: await temporaryFolder() },
    });
    onTestFinished(async () => {
      proxy.kill('SIGTERM');
      if (proxy.exitCode === null) await once(proxy, 'exit');
    });
    await vi.waitFor(() => fetch(`http://127.0.0.1:${port}/`), 20_000);
    return port;
  }

  it.runIf(existsSync(program))(
    'two clients do not disturb each other, whatever one of them forges',
    async () => {
      const port = await openBehind();
      expect(await ask(port, '127.0.0.2')).toBe('200, 1 left');
      expect(await ask(port, '127.0.0.2')).toBe('200, 0 left');
      for (const forged of [
        undefined,
        '198.51.100.7',
        '127.0.0.3',
        '127.0.0.1',
        '127.0.0.3, 127.0.0.1',
        '::1',
      ])
        expect(await ask(port, '127.0.0.2', forged), forged).toBe('429, 0 left');
      expect(await ask(port, '127.0.0.3')).toBe('200, 1 left');
      expect(await ask(port, '127.0.0.3', '127.0.0.2')).toBe('200, 0 left');
      // What the first has claimed to be was charged to nobody.
      expect(await ask(port, '127.0.0.4')).toBe('200, 1 left');
    },
  );

  it.runIf(existsSync(program) && appends)(
    'and another in front of it, IPv6 clients count by their /64',
    async () => {
      const port = await openBehind();
      expect(await ask(port, OUTER, '2001:db8:0:1::1')).toBe('200, 1 left');
      expect(await ask(port, OUTER, '2001:db8:0:1:ffff::2')).toBe('200, 0 left');
      expect(await ask(port, OUTER, '2001:db8:0:9::9, 2001:db8:0:1::3')).toBe('429, 0 left');
      expect(await ask(port, OUTER, '2001:db8:0:2::1')).toBe('200, 1 left');
    },
  );
});
