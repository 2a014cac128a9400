import type { Words } from '../en/en.ts';
import { plural } from './plural.ts';

export const health = {
  allWell: 'Alles gelaufen',
  needs: (count) => plural(count, { one: '# Sache braucht Sie', other: '# Sachen brauchen Sie' }),
  quiet: 'Alles lief, was laufen sollte, und nichts steckt fest.',
  verdict: 'Diese Woche',
  seeBelow: 'jeweils mit Abhilfe',
  nothingToDo: 'nichts zu tun',
  moreProblems: (count) =>
    plural(count, {
      one: 'Ein weiteres Problem ist nicht aufgeführt: npm run purser -- status nennt alle.',
      other: '# weitere Probleme sind nicht aufgeführt: npm run purser -- status nennt alle.',
    }),

  executions: 'Läufe',
  executionsNote: (failed, retries, throttled) =>
    `${failed} fehlgeschlagen, ${retries} wiederholt, ${throttled} gedrosselt`,
  notKnown: 'nicht bekannt',
  stuck: 'Festgefahren',
  stuckNote: 'Nachrichten und Berichte',
  waiting: 'Wartend',
  waitingNote: (messages, deliveries) => `Nachrichten: ${messages}, Zustellungen: ${deliveries}`,
  cost: 'Betriebskosten',
  costNote: (gigabyteSeconds) => `höchstens, für ${gigabyteSeconds} GB-Sekunden`,

  ran: 'Was lief',
  stage: 'Stufe',
  runs: 'Läufe',
  failed: 'Fehlgeschlagen',
  retries: 'Wiederholt',
  throttled: 'Gedrosselt',
  seconds: 'Sekunden',
  nothingRan: 'In dieser Woche lief nichts, oder das Laufprotokoll reicht nicht so weit zurück.',
  stages: {
    plan: 'Planen',
    collect: 'Lesen',
    meter: 'Messen',
    assess: 'Befunde bewerten',
    report: 'Berichte erstellen',
    deliver: 'Zustellen',
    close: 'Abschließen',
  },

  notRun: 'Was nicht lief',
  stuckTitle: 'Was feststeckt',
  what: 'Was, und was zu tun ist',
  kind: 'Art',
  kinds: {
    notLookedAt: 'nicht einsehbar',
    failed: 'fehlgeschlagen',
    unread: 'nicht gelesen',
    notBuilt: 'nicht erstellt',
    held: 'zurückgehalten',
    awaitingClosing: 'nicht abgeschlossen',
    poison: 'aufgegeben',
    undelivered: 'nicht zugestellt',
  },
  watched: {
    runs: 'Das Laufprotokoll',
    queues: 'Die Warteschlangen',
    deliveries: 'Das Zustellungsverzeichnis',
    reports: 'Die Liste der Berichte',
  },
  failedUnits: (stage, subject, more) =>
    more.value === 0
      ? `${stage}: ${subject}`
      : `${stage}: ${subject}, ${plural(more, { one: 'und # weiterer', other: 'und # weitere' })}`,
  unread: (source, name, days) => `${source}: ${name}, ${days}`,
  neverTried:
    'Es wurde nichts versucht, oder nichts ist davon aufbewahrt. Suchen Sie den Lauf jener Nacht im Status.',
  report: (title, period) => `${title}, ${period}`,
  notBuilt: (command) => `War fällig und ist nicht da. Erstellen und senden: ${command}`,
  held: (reasons, command) =>
    `Die Freigabeprüfung hält ihn zurück: ${reasons}. Beheben Sie es, oder geben Sie ihn frei: ${command}`,
  awaitingClosing: (command) => `Nichts hält ihn zurück, und niemand hat ihn abgeschlossen: ${command}`,
  poison: (queue, count, isMore) =>
    `${queue}: ${isMore ? `mindestens ${count.text} Nachrichten` : plural(count, { one: '# Nachricht', other: '# Nachrichten' })}`,
  poisonRemedy: (subject, since) =>
    `Die älteste ${subject === '' ? 'ist' : `verlangt ${subject} und ist`} von ${since}. Der Status sagt, warum; beheben Sie es und fordern Sie dasselbe erneut an.`,
  undelivered: (report, audience, channel) => `${report} an ${audience} über ${channel}`,
  undeliveredNote: (state, tries, since, explanation) =>
    `${state} nach ${plural(tries, { one: '# Versuch', other: '# Versuchen' })}, seit ${since}. ${explanation}`.trim(),
  underWay: 'Die Zustellung dauert schon zu lange: Wer sie begonnen hatte, ist nicht mehr da.',
  states: { claimed: 'begonnen', sending: 'wird gesendet', waiting: 'wartet' },

  costSentence: (executions, seconds, memory, price, day) =>
    `${plural(executions, { one: 'Ein Lauf dauerte', other: '# Läufe dauerten' })} ${seconds} Sekunden auf Instanzen mit ${memory} MB: ${price} nach den Listenpreisen vom ${day}, vor dem monatlichen Freikontingent.`,
  costBounds:
    'Mehr kann es für das, was das Laufprotokoll enthält, nicht sein, da Arbeit auf derselben Instanz nur einmal berechnet wird. Abfragen über HTTP, Speicher, Protokolle und Mail kommen hinzu.',
  costUnknown: 'Was der Betrieb gekostet hat, ist nicht bekannt, da das Laufprotokoll nicht lesbar war.',
} satisfies Words['health'];
