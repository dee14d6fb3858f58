// The style of every report: the reader's own type, light and dark, wide,
// narrow and on paper.

/** CSS. */
export const STYLE = `
:root{color-scheme:light dark;--ground:#fff;--ink:#1a1a1a;--faint:#595959;--line:#d5d5d5;--soft:#f4f5f6;--accent:#00558a;--good:#0a6640;--bad:#a8290a;--mark:#fff4d6}
@media (prefers-color-scheme:dark){:root{--ground:#16181a;--ink:#e8e8e8;--faint:#a9adb1;--line:#3a3f44;--soft:#202427;--accent:#7cc4f5;--good:#6fd3a3;--bad:#ff9a7d;--mark:#4a3f1c}}
*{box-sizing:border-box}
html{scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0 auto;max-width:64rem;padding:1.5rem 1.25rem 4rem;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",sans-serif}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 .5rem}
h2{font-size:1.25rem;margin:2.5rem 0 .75rem;padding-top:1rem;border-top:1px solid var(--line)}
h3{font-size:1rem;margin:1.5rem 0 .5rem}
p,ul,ol,dl{margin:.5rem 0;max-width:46rem}
a{color:var(--accent)}
code,.hash{font-family:ui-monospace,"SF Mono",Menlo,Consolas,monospace;font-size:.86em}
.hash{color:var(--faint);overflow-wrap:anywhere}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:.5rem;background:var(--ground);padding:.25rem .5rem}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;list-style:none;padding:0;max-width:none;font-size:.9rem}
.facts{display:flex;flex-wrap:wrap;gap:.4rem;list-style:none;padding:0;margin:.75rem 0}
.facts li{border:1px solid var(--line);border-radius:1rem;padding:.05rem .7rem;font-size:.85rem;background:var(--soft)}
.facts .warn{border-color:currentColor;color:var(--bad)}
.scroll{overflow-x:auto;max-width:100%;margin:.75rem 0}
.scroll.tall{max-height:26rem;overflow-y:auto;border:1px solid var(--line)}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--faint);font-size:.85rem;padding-bottom:.35rem}
th,td{padding:.28rem .7rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
td.n,th.n{text-align:right;white-space:nowrap}
thead th{font-weight:600;background:var(--soft);position:sticky;top:0}
tbody th{font-weight:500}
tr.differs td,tr.differs th{background:var(--mark)}
tr.shown td,tr.shown th{background:var(--mark)}
figure{margin:1.25rem 0;max-width:100%}
.picture{overflow-x:auto;background:#fff;border:1px solid var(--line);border-radius:4px}
.picture svg,.picture img{display:block;max-width:100%;height:auto;margin:0 auto}
figcaption{color:var(--faint);font-size:.85rem;margin-top:.35rem;max-width:46rem}
.controls{display:flex;flex-wrap:wrap;gap:.5rem 1.25rem;align-items:center;margin:.6rem 0;font-size:.9rem}
.controls label{display:inline-flex;gap:.4rem;align-items:center}
fieldset.controls{border:0;padding:0;margin-left:0}
fieldset.controls legend{float:left;padding:0;margin-right:1rem;color:var(--faint)}
input,button,select{font:inherit;color:inherit}
button,select,input[type=number]{background:var(--soft);border:1px solid var(--faint);border-radius:4px;padding:.15rem .6rem}
input[type=file]{max-width:100%}.controls label{max-width:100%;flex-wrap:wrap}
input[type=range]{width:16rem;max-width:100%;accent-color:var(--accent)}
output{font-variant-numeric:tabular-nums}
.dim{opacity:.12}
path[data-row]{cursor:pointer}
path.shown{stroke:#000;stroke-width:2.5;opacity:1}
.drop{border:2px dashed var(--faint);border-radius:6px;padding:1rem;background:var(--soft)}
.drop.over{border-color:var(--accent);border-style:solid}
.findings{font-size:.9rem;padding-left:1.2rem;max-width:none}.findings li{overflow-wrap:anywhere}
.good{color:var(--good)}.bad{color:var(--bad)}
.verdict{font-weight:600;font-size:1.05rem}
canvas{image-rendering:pixelated;border:1px solid var(--line);width:100%;max-width:32rem;height:16rem;background:#fff}
.stages{list-style:none;padding:0;max-width:none}
.stages>li{border-left:3px solid var(--accent);padding:.1rem 0 .6rem .9rem;margin:0}
.stages ul{margin:.2rem 0 0;padding-left:1rem;font-size:.88rem;max-width:none}
.picture:empty{display:none}
@media (max-width:40rem){.picture svg,.picture img{min-width:34rem}body{padding:1rem .75rem 3rem}h1{font-size:1.35rem}th,td{padding:.25rem .45rem}}
@media print{
.picture svg,.picture img{min-width:0}
:root{--ground:#fff;--ink:#000;--faint:#444;--line:#bbb;--soft:#fff;--accent:#000;--good:#000;--bad:#000;--mark:#eee}
body{max-width:none;padding:0;font-size:10.5pt}
nav,.controls,.skip,[data-scripted]{display:none!important}
.scroll,.scroll.tall,.picture{overflow:visible;max-height:none;border:0}
h2,h3{break-after:avoid}figure,tr,.stages>li{break-inside:avoid}thead{display:table-header-group}
table{font-size:8.5pt}th,td{padding:.12rem .4rem}thead th{position:static}
a{color:inherit;text-decoration:none}
}
`;
