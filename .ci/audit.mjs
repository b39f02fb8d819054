/** Known vulnerabilities of what production installs, but for those that audit-allowed.json names with a reason. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const allowed = JSON.parse(readFileSync(new URL('audit-allowed.json', import.meta.url), 'utf8'));
const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8' });
const report = JSON.parse(stdout);
if (!report.vulnerabilities) {
  // A mirror need not offer the endpoint.
  console.log(`Not audited: ${report.message ?? 'the registry gave no report'}`);
  process.exit(0);
}
const advisories = Object.values(report.vulnerabilities).flatMap(({ via }) =>
  via.filter((one) => typeof one === 'object'),
);
const open = advisories.filter(({ url }) => !(url.split('/').at(-1) in allowed));
for (const { name, severity, title, url } of open) console.log(`${severity}: ${name}: ${title} (${url})`);
process.exit(open.length === 0 ? 0 : 1);
