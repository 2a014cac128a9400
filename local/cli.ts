/** `npm run purser -- <command>`: the same functions that the triggers call, from a shell. */
import { PurserError } from '../shared/model/errors.ts';
import { closePeriod } from './cli/close.ts';
import { collectDays } from './cli/collect.ts';
import { checkConfigFile } from './cli/config.ts';
import { deliverPeriod } from './cli/deliver.ts';
import { releasePeriod } from './cli/release.ts';
import { reopenPeriod } from './cli/reopen.ts';
import { writeReport } from './cli/report.ts';
import { showStatus } from './cli/status.ts';

const HELP = `npm run purser -- <command>

  collect  [--from DAY] [--to DAY] [--source S] [--cluster C]
  report   chargeback|digest|governance|health --period 2026-10|2026-W47 [--team T]
           [--format html|text|json|csv|xlsx|journal|card] [--out PATH] [--replay DIR] [--revision N]
           [--explain [--cluster C] [--namespace N]]
  deliver  chargeback|digest|governance|health --period P [--team T] [--audience A] [--dry-run [--to DIR]]
           [--again]   sends again, on purpose and marked so, what did not arrive; with --team or
           --audience also what did
  close    --period 2026-10 [--accept coverage,unownedShare --reason "…"] [--by NAME]
  reopen   --period 2026-10 --reason "…" [--by NAME]
  release  --period 2026-10 --reason "…" [--by NAME]   lets what the publish gate holds back through
  status   coverage, runs, failures, what waits in poison queues  [--json]
           [--kind K] [--period P] [--audience A|TEAM]   only deliveries: who got what, when, why not
  config   check [FILE]

Works on the demo of "npm start" unless --config FILE (or PURSER_CONFIG) names a real estate's
configuration; then it signs in with the Azure login of this machine, and keeps its state in
AzureWebJobsStorage if that is set, else under .purser/.`;

const COMMANDS: Readonly<Record<string, (args: string[]) => Promise<number>>> = {
  collect: collectDays,
  report: writeReport,
  deliver: deliverPeriod,
  close: closePeriod,
  reopen: reopenPeriod,
  release: releasePeriod,
  status: showStatus,
  config: checkConfigFile,
};

async function main([name = '', ...args]: string[]): Promise<number> {
  const command = COMMANDS[name];
  if (command) return command(args);
  console.log(HELP);
  return name === '' || name === 'help' || name === '--help' ? 0 : 2;
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  if (error instanceof PurserError) console.error(`${error.message}\n  → ${error.remedy}`);
  else if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    console.error(`${error.message}\n\n${HELP}`);
  } else console.error(error);
  return 1;
});
process.exit();
