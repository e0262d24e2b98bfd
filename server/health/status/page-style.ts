/** The style of the page: light and dark as the reader's system is, one column on a telephone. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fff;--card:#f6f7f9;--ink:#1b1f24;--soft:#57606a;--edge:#d5dae0;--good:#116329;--bad:#b42318;--first:#0a58ca;--second:#b35900;--third:#8a3ffc}
@media(prefers-color-scheme:dark){:root{--paper:#0f1318;--card:#181d24;--ink:#e8ebef;--soft:#9aa4af;--edge:#313943;--good:#56d364;--bad:#ff8a80;--first:#6cb0ff;--second:#ffb86b;--third:#c69cff}}
*{box-sizing:border-box}
body{margin:0 auto;padding:16px;max-width:1080px;background:var(--paper);color:var(--ink);font:15px/1.45 system-ui,sans-serif}
h1{margin:0;font-size:22px;overflow-wrap:anywhere}
h2{margin:28px 0 8px;font-size:17px}
p{margin:4px 0 0}
li{overflow-wrap:anywhere}
.soft,dt,th,.scale{color:var(--soft)}
.state{margin-top:10px;padding:10px 12px;border:1px solid var(--edge);border-left:5px solid var(--good);background:var(--card);border-radius:4px;overflow-wrap:anywhere}
.state.bad{border-left-color:var(--bad)}
.state b{color:var(--good)}.state.bad b,.bad-text{color:var(--bad)}
dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:10px 16px;margin:16px 0 0}
dt{font-size:13px}
dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
.wide{grid-column:span 2;font-size:13px}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:16px}
figure{margin:0;padding:10px 12px;border:1px solid var(--edge);background:var(--card);border-radius:4px;min-width:0}
figcaption{font-weight:600}
.keys{display:flex;flex-wrap:wrap;gap:0 14px;font-weight:400;font-size:13px}
.key{width:16px;height:8px}
.scale{display:flex;justify-content:space-between;font-size:12px}
.plot{display:block;width:100%;height:120px;overflow:visible}
path{fill:none;stroke-width:2;vector-effect:non-scaling-stroke;stroke-linejoin:round}
.grid{stroke:var(--edge);stroke-width:1}
.first{stroke:var(--first)}.second{stroke:var(--second);stroke-dasharray:7 3}.third{stroke:var(--third);stroke-dasharray:2 3}
.scroll{overflow-x:auto}.scroll+.scroll{margin-top:16px}
time{white-space:nowrap}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:5px 16px 5px 0;border-bottom:1px solid var(--edge);text-align:left;vertical-align:top}
th{font-size:13px;font-weight:500}
td:first-child{overflow-wrap:anywhere;min-width:120px}
.number{text-align:right;white-space:nowrap}
meter{width:80px;height:10px}
@media(max-width:560px){body{padding:12px}.less{display:none}table{font-size:13px}th,td{padding-right:7px}td:first-child{min-width:104px}}
`;
