// What pages do better with script; every part of it works without. No name of the estate becomes markup here.
const find = (selector, root = document) => [...root.querySelectorAll(selector)];

/** The text or decimal that a row is sorted by in one column. */
function keyOf(row, column) {
  const cell = row.cells[column];
  return cell.dataset.v ?? cell.textContent.trim();
}

function compare(a, b) {
  const [one, other] = [Number(a), Number(b)];
  if (a !== '' && b !== '' && !Number.isNaN(one) && !Number.isNaN(other)) return one - other;
  return a.localeCompare(b, document.documentElement.lang, { numeric: true });
}

/** Tables that have all their rows are sorted at once; the link does it on the server for the others. */
for (const table of find('table[data-whole]')) {
  const headings = [...table.tHead.rows[0].cells];
  headings.forEach((heading, column) => {
    heading.querySelector('a')?.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const isText = !heading.classList.contains('right');
      const before = heading.getAttribute('aria-sort');
      const sorted =
        before === 'none'
          ? isText
            ? 'ascending'
            : 'descending'
          : before === 'ascending'
            ? 'descending'
            : 'ascending';
      for (const other of headings)
        if (other.hasAttribute('aria-sort')) other.setAttribute('aria-sort', 'none');
      heading.setAttribute('aria-sort', sorted);
      const sign = sorted === 'ascending' ? 1 : -1;
      const rows = [...table.tBodies[0].rows];
      rows.sort((a, b) => sign * compare(keyOf(a, column), keyOf(b, column)));
      table.tBodies[0].append(...rows);
    });
  });
}

/** Forms that name rows filter them while one types or chooses; the rows' keys are in the order of the choices. */
for (const form of find('form[data-filters]')) {
  const rows = find(form.dataset.filters);
  const choices = find('select', form);
  const narrow = () => {
    const words = (form.elements.find?.value ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) {
      const keys = row.dataset.keys?.split('|');
      const text = row.textContent.toLowerCase();
      const isChosen = !keys || choices.every(({ value }, place) => value === '' || value === keys[place]);
      row.hidden = !isChosen || !words.every((word) => text.includes(word));
    }
    for (const section of new Set(rows.map((row) => row.closest('section'))))
      if (!section.contains(form)) section.hidden = !rows.some((row) => section.contains(row) && !row.hidden);
  };
  form.addEventListener('input', narrow);
}

/** What was opened stays open on this page. */
for (const fold of find('details[id]')) {
  const key = `purser:${location.pathname}#${fold.id}`;
  try {
    if (localStorage.getItem(key) === 'open') fold.open = true;
    fold.addEventListener('toggle', () => localStorage.setItem(key, fold.open ? 'open' : 'closed'));
  } catch {
    // Without storage it is closed next time.
  }
}

/** A link into a folded section opens it. */
function unfold() {
  const target =
    location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target) for (const fold of find('details', target)) fold.open = true;
}
addEventListener('hashchange', unfold);
unfold();

for (const button of find('button[data-copy]')) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  const label = button.textContent;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(location.href);
    button.textContent = button.dataset.copy;
    setTimeout(() => {
      button.textContent = label;
    }, 2000);
  });
}
