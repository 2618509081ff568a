/** The page's style: colours with a contrast of at least 4.5 in light and dark, and a layout for 360 px and up. */
export const pageStyle: string = `
:root {
  color-scheme: light dark;
  --ground: #fff; --raised: #f6f7f9; --text: #1b1f24; --soft: #545d68; --line: #c4cad1; --edge: #7a838e;
  --accent: #0b5cad; --on-accent: #fff; --wrong: #b3261e; --wrong-ground: #fdf0ef;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --raised: #1e2329; --text: #e8eaed; --soft: #a9b2bc; --line: #3b434c; --edge: #7d8894;
    --accent: #86bbf5; --on-accent: #0c1a2a; --wrong: #ff9d94; --wrong-ground: #33191a;
  }
}
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
header, main { max-width: 66rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 1.5rem; }
main { padding-bottom: 4rem; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 2.5rem 0 .75rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 1.3rem; }
h3 { margin: 1.5rem 0 .25rem; font-size: 1.05rem; overflow-wrap: anywhere; }
p { margin: .25rem 0 .75rem; overflow-wrap: anywhere; }
.soft, .type { color: var(--soft); }
.type { font-size: .875rem; }
a { color: var(--accent); text-underline-offset: .15em; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .5rem 0 0; padding: 0; list-style: none; }
nav a { display: inline-block; padding: .25rem 0; }
code, pre, textarea, .grid input, .grid select { font-family: ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; font-size: .9rem; }
code { unicode-bidi: isolate; }
pre { margin: .5rem 0; padding: .75rem; max-height: 28rem; overflow: auto; background: var(--raised); border: 1px solid var(--line); border-radius: .4rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: .5rem; padding: .5rem; background: var(--ground); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
/* Positioned, so that what is unseen in it scrolls with it. */
.scroll { position: relative; overflow-x: auto; margin: .25rem 0 .75rem; }
table { border-collapse: collapse; font-size: .925rem; }
th, td { padding: .35rem .6rem; border: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: normal; }
thead th { background: var(--raised); font-weight: 600; }
thead th .type { display: block; max-width: 16rem; font-weight: normal; font-size: .8rem; }
.scroll td { min-width: 6rem; }
.scroll td:nth-child(2):not(.grid td) { min-width: 12rem; }
summary { cursor: pointer; padding: .25rem 0; }
fieldset { margin: 0; min-width: 0; border: 0; }
.field { margin: 0 0 1rem; padding: .75rem 1rem 1rem; border: 1px solid var(--line); border-radius: .5rem; }
.field.flagged { border-color: var(--wrong); border-left-width: .4rem; }
.heading { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem .75rem; }
.name { display: inline-block; font-weight: 600; overflow-wrap: anywhere; }
.name code { font-size: 1rem; }
.heading + .type { margin: 0 0 .5rem; }
.omit { margin-left: auto; }
.flag { color: var(--wrong); }
.flag::before, .problem p::before { content: '✕ '; content: '✕ ' / ''; }
.problem { margin: .25rem 0; color: var(--wrong); font-size: .875rem; }
.problem p { margin: 0; max-width: 28rem; }
textarea, input[type='text'], select, button {
  padding: .4rem .5rem; border: 1px solid var(--edge); border-radius: .35rem; background: var(--ground); color: var(--text);
}
textarea, .field > input[type='text'], .field > div > input[type='text'] { display: block; width: 100%; }
textarea { resize: vertical; line-height: 1.45; }
.grid input, .grid select, .grid textarea { width: 100%; min-width: 5.5rem; }
.grid textarea { min-width: 14rem; }
.grid th, .grid td { padding: .35rem; }
.cell { display: flex; gap: .25rem; align-items: start; }
.cell input:not(:last-child) { min-width: 9rem; }
::placeholder { color: var(--soft); opacity: 1; font-style: italic; }
.wrong { border: 2px solid var(--wrong) !important; background: var(--wrong-ground) !important; }
div.wrong { border-radius: .35rem; padding: .5rem; }
button { font: inherit; cursor: pointer; background: var(--raised); }
button:hover { border-color: var(--accent); }
button[type='submit'] { padding: .5rem 1.75rem; border-color: var(--accent); background: var(--accent); color: var(--on-accent); font-weight: 600; }
button.small { padding: .35rem .5rem; font-size: .85rem; white-space: nowrap; }
button[aria-pressed='true'] { border: 2px solid var(--accent); font-weight: 600; }
button[aria-pressed='true']::before { content: '✓ '; content: '✓ ' / ''; }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; }
#status { font-weight: 600; }
#problems ul { margin: 0 0 .75rem; padding-left: 1.25rem; }
#answer-body, .call pre { white-space: pre-wrap; overflow-wrap: anywhere; }
.call { margin-bottom: .5rem; }
@media (max-width: 30rem) {
  .field { padding: .5rem .6rem .75rem; }
  th, td { padding: .3rem .4rem; }
  button[type='submit'] { flex: 1; }
}
@media (forced-colors: active) { .wrong { outline: 2px dashed; } }
`
