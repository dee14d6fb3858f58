// Made by build/build.ts from page/; not written by hand.
// deno-fmt-ignore-file
/** The scripts of a report. */
export const BUNDLE: string = "(()=>{function e(t){t.getElementById(\"figures\")}function o(t){t.getElementById(\"proof\")}for(let t of document.querySelectorAll(\"[data-scripted]\"))t.removeAttribute(\"hidden\");e(document);o(document);})();\n";
