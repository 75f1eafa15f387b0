/**
 * Hostile texts. As markup or code, each would set `window.hit`, load /hit from the host of the page, or
 * change what stands around it.
 */

/** Elements and attributes that run a script or load something. */
const MARKUP = [
  '<script>hit=1</script>',
  '<ScRiPt src="/hit"></sCrIpT>',
  '</script><script>hit=1</script>',
  '<script type="module">import "/hit"</script>',
  '<img src="/hit" onerror="hit=1">',
  '<img src=x onerror=hit=1//',
  '<svg onload="hit=1">',
  '<svg><script>hit=1</script></svg>',
  '<svg><animate onbegin="hit=1" attributeName="x" dur="1s">',
  '<svg><use href="/hit#a"></svg>',
  '<svg><foreignObject><iframe src="/hit"></iframe></foreignObject></svg>',
  '<svg><style><img src="/hit" onerror="hit=1"></style></svg>',
  '<math><mtext><table><mglyph><style><img src="/hit" onerror="hit=1"></style></mglyph></table></mtext></math>',
  '<math href="javascript:hit=1">a</math>',
  '<iframe src="/hit"></iframe>',
  '<iframe srcdoc="<script>parent.hit=1</script>"></iframe>',
  '<object data="/hit"></object>',
  '<embed src="/hit">',
  '<video src="/hit" onerror="hit=1"></video>',
  '<audio autoplay src="/hit"></audio>',
  '<input autofocus onfocus="hit=1">',
  '<details open ontoggle="hit=1"><summary>a</summary></details>',
  '<body onload="hit=1">',
  '<marquee onstart="hit=1">a</marquee>',
  '<form action="javascript:hit=1"><button>a</button></form>',
  '<a href="javascript:hit=1" autofocus>a</a>',
  '<a href="data:text/html,<script>hit=1</script>">a</a>',
  '<base href="/hit/">',
  '<link rel="stylesheet" href="/hit">',
  '<meta http-equiv="refresh" content="0;url=/hit">',
  '<meta http-equiv="content-security-policy" content="script-src *">',
  '<template shadowrootmode="open"><script>hit=1</script></template>',
  '<noscript><p title="</noscript><img src=/hit onerror=hit=1>"></noscript>',
  '<slot name="a"><img src="/hit"></slot>',
  '<lstm-playground src="/hit" autostart></lstm-playground>',
];

/** Ends of what the text may stand in, in markup and in files. */
const ENDS = [
  '" onmouseover="hit=1" autofocus onfocus="hit=1" x="',
  "' onfocus='hit=1' autofocus x='",
  '` onfocus=`hit=1` x=`',
  '"><img src="/hit" onerror="hit=1">',
  '</textarea><img src="/hit" onerror="hit=1">',
  '</title></style></script></lstm-playground><img src="/hit" onerror="hit=1">',
  '--><img src="/hit" onerror="hit=1"><!--',
  ']]><img src="/hit" onerror="hit=1"><![CDATA[',
  '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "/hit">]><a>&b;</a>',
  '&lt;img src=/hit onerror=hit=1&gt; &#60;script&#62;hit=1 &NewLine; &amp;lt;',
  '</style><img src="/hit" onerror="hit=1">',
  '}*{background:url(/hit)}@import "/hit";',
  'expression(hit=1);-moz-binding:url(/hit)',
  '```\n<img src="/hit" onerror="hit=1">\n````',
  '---\nlicense: mit\n---\n# A heading [a](javascript:hit=1) ![b](/hit)',
  '"""\nimport os; os.system("touch hit")\n"""',
  "'; import os; os.system('touch hit') #",
];

/** Code, addresses, formulas, paths and characters that mean something to a program. */
const MEANT = [
  '${window.hit=1}',
  '{{constructor.constructor("hit=1")()}}',
  '`;hit=1;`',
  '\\";hit=1;//',
  '\\u003cscript\\u003ehit=1\\u003c/script\\u003e',
  '%3Cscript%3Ehit=1%3C/script%3E',
  'javascript:hit=1',
  'JaVa\tScRiPt:hit=1',
  'data:text/html;base64,PHNjcmlwdD5oaXQ9MTwvc2NyaXB0Pg==',
  'blob:null/hit',
  '//hit.invalid/hit',
  '=cmd|"/c calc"!A0',
  '=HYPERLINK("/hit?"&A1)',
  '+1+cmd|"/c calc"!A0',
  '-1+cmd|"/c calc"!A0',
  '@SUM(1+1)*cmd|"/c calc"!A0',
  '../../../../etc/passwd',
  '..\\..\\windows\\system32',
  '__proto__',
  'constructor',
  'toString',
  '%c%s%o%n',
  '\u202Egnp.<img src=/hit onerror=hit=1>\u202C',
  '\u2066\u2067\u2068a\u202A\u202B',
  '\u2028hit=1\u2029',
  '\u0000<script>\u0000hit=1</script>',
  '\u001B]8;;/hit\u0007a\u001B[2J',
  '\uFEFF+ADw-script+AD4-hit=1',
  '\u00BCscript\u00BEhit=1',
  '\uFF1Cscript\uFF1Ehit=1',
];

export const PAYLOADS = [...MARKUP, ...ENDS, ...MEANT];

/** The payloads that HTML and links can hold: without U+0000 and line ends. */
export const IN_ONE_LINE = PAYLOADS.filter((payload) => !/[\0\n\r\t]/.test(payload));
