"""A notebook of cells that use what notebooks use; both engines must give the same outputs."""

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook


def notebook_of(*sources: str, parameters: str | None = None) -> NotebookNode:
    """Build a notebook; a cell's first line may give its tags: `#| raises-exception`."""
    cells = []
    for number, source in enumerate(sources):
        tags, _, rest = source.partition("\n") if source.startswith("#|") else ("", "", source)
        cells.append(new_code_cell(rest, id=f"c{number}", metadata={"tags": tags[2:].split()}))
    if parameters is not None:
        tagged = {"tags": ["parameters"]}
        cells.insert(0, new_code_cell(parameters, id="parameters", metadata=tagged))
    return new_notebook(cells=cells)


FEATURES = [
    "1 + 1",
    "print('printed'); 'a result'",
    "_, Out[2], In[2]",
    "x = 1\nx;",
    "import sys\nprint('out')\nprint('err', file=sys.stderr)",
    "import sys\nprint('err', file=sys.stderr)\nsys.stderr.flush()\nprint('out')",
    "print('first')\ndisplay({'text/plain': 'between'}, raw=True)\nprint('then')",
    "from IPython.display import HTML, Markdown, SVG, JSON, Latex, Javascript, Image, Math\n"
    "display(HTML('<b>b</b>'), Markdown('**m**'), JSON({'a': [1]}), Latex('$x$'), Math('x'))\n"
    "display(SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>'), Javascript('1'))",
    "Image(data=b'\\x89PNG\\r\\n\\x1a\\n' + b'0' * 40, format='png', width=3)",
    "class Bundle:\n    def _repr_mimebundle_(self, include=None, exclude=None):\n"
    "        return {'text/plain': 'plain', 'application/x+json': {1: 2.5}}, {'text/plain': {'k': 1}}\n"
    "Bundle()",
    "#| raises-exception\nclass Half:\n    def __repr__(self): return 'half'\n    def _repr_html_(self): return '<i>h</i>'\n"
    "    def _repr_png_(self): raise ValueError('no png')\n"
    "Half()",
    "handle = display('one', display_id='shown')\nhandle.update('two')\nprint('after')",
    "handle.update('three, from the next cell')",
    "from IPython.display import clear_output\nprint('gone')\nclear_output()\nprint('kept')",
    "print('gone')\nclear_output(wait=True)\nprint('kept')",
    "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nprint(plt.get_backend())",
    "fig, ax = plt.subplots(figsize=(1, 1)); ax.plot([2, 1]); plt.show(); print(plt.get_fignums())",
    "%config InlineBackend.figure_formats = ['svg']\n"
    "plt.rcParams['svg.hashsalt'] = 'salt'\n"
    "%config InlineBackend.print_figure_kwargs = {'metadata': {'Date': None}}\n"
    "plt.figure(figsize=(1, 1)); plt.plot([3, 1]);",
    "plt.get_fignums(), fig",
    "%%writefile ran.py\nname = __name__\nprint('ran as', name)\nran = 5",
    "%run ran.py\nran",
    "import ran as imported; imported.ran",
    "%%time\ntotal = sum(range(10))",
    "%time total",
    "took = %timeit -o -q -n1 -r1 None\ntype(took).__name__",
    "%%capture kept\nprint('inside'); display('shown inside')",
    "kept.stdout, len(kept.outputs)",
    "!echo shell $HOME_OF_TEST && echo problem >&2",
    "lines = !printf 'a\\nb\\n'\nlines",
    "%%bash\necho from bash\necho on stderr >&2",
    "import subprocess, sys, time, os\nsubprocess.run([sys.executable, '-c', 'print(1)'])\nos.write(2, b'raw\\n')\n"
    "os.system('echo system')\ntime.sleep(.3)",
    "import asyncio\nawait asyncio.sleep(0)\nasync def double(x): return 2 * x\nawait double(4)",
    "background = asyncio.ensure_future(double(5))",
    "await background",
    "#| raises-exception\nawait asyncio.sleep(0)\nraise LookupError('awaited')",
    "#| raises-exception\nwaiting = double(1)\nasyncio.run(waiting)",
    "#| raises-exception\ninput('name? ')",
    "#| raises-exception\nwaiting.close()\nimport getpass; getpass.getpass()",
    "import warnings\nwarnings.warn('careful')\nwarnings.warn('old', DeprecationWarning)",
    "def deep(n):\n    if n == 0:\n        raise ValueError('thấp quá')\n    deep(n - 1)",
    "#| raises-exception\ndeep(2)",
    "#| raises-exception\nx = = 1",
    "#| raises-exception\ntry:\n    deep(0)\nexcept ValueError as error:\n    raise KeyError('k') from error",
    "#| raises-exception\nraise SystemExit(3)",
    "#| raises-exception\nraise KeyboardInterrupt",
    "#| raises-exception\nos.kill(os.getpid(), __import__('signal').SIGINT)\ntime.sleep(1)",
    "#| raises-exception\nraise ExceptionGroup('several', [ValueError(1), TypeError(2)])",
    "#| raises-exception\n%nosuchmagic",
    "#| raises-exception\nclass Bad:\n    def __repr__(self): raise RuntimeError('bad repr')\nBad()",
    "#| skip-execution\nraise AssertionError('never runs')",
    "import threading\nthread = threading.Thread(target=print, args=('from a thread',))\n"
    "thread.start(); thread.join()",
    "def fail(): raise OSError('in a thread')\n"
    "threads = [threading.Thread(target=fail, name='fails')]\n"
    "[t.start() for t in threads]; [t.join() for t in threads]",
    "import logging\nlogging.warning('warned')\nlogging.getLogger('other').error('failed')\n"
    "logging.info('not shown')\nlogging.root.handlers",
    "import pandas as pd\npd.DataFrame([range(30)] * 70)",
    "[pd.get_option('display.' + o) for o in ('max_columns', 'max_rows', 'width', 'max_colwidth')]",
    "pd.DataFrame({'ngày': pd.to_datetime(['2023-07-01', None]), 'n': [1.5, None]})",
    "print(pd.DataFrame([range(30)]))\npd.DataFrame({'a': [1]}).style.set_uuid('u').hide()",
    "import signal\n"
    "{s.name: str(signal.getsignal(s)) for s in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT,"
    " signal.SIGPIPE, signal.SIGUSR1)}, signal.pthread_sigmask(signal.SIG_BLOCK, [])",
    "__name__, sorted(n for n in globals() if n.startswith('__')), sys.modules['__main__']",
    "type(get_ipython()).__name__, get_ipython().kernel is not None, sys.argv[0], sys.argv[3:]",
    "sys.path",
    # PYDEVD_USE_FRAME_EVAL is set by the kernel's debugger, which the warm engine does without.
    "{name: value for name, value in sorted(os.environ.items())"
    " if name not in ('JPY_PARENT_PID', 'PYDEVD_USE_FRAME_EVAL')}",
    "os.getcwd(), sys.stdin.read(), sys.stdout.isatty(), os.isatty(1), sys.flags.dev_mode",
    "sys.stdout, type(sys.stderr), sys.stdout.encoding, sys.displayhook, sys.excepthook",
    "import multiprocessing, concurrent.futures\n"
    "with multiprocessing.get_context('fork').Pool(2) as pool:\n"
    "    print(pool.map(abs, [-1, -2]))\n"
    "with concurrent.futures.ThreadPoolExecutor(2) as pool:\n    print(list(pool.map(abs, [-3])))",
    "process = multiprocessing.get_context('fork').Process(target=print, args=('forked',))\n"
    "process.start(); process.join(); time.sleep(.3)",
    "import reporting\nreporting.__name__",
    "from tqdm.auto import tqdm\nprint(tqdm.__module__)",
    "print('10%\\r50%\\r100%')\nprint('x' * 100_000)",
    "display(Markdown('z' * 300_000))",
    "print('bell \\a and \\x1b[31mred\\x1b[0m and tiếng Việt')",
    "?len",
    "%who_ls int",
    "import atexit\nwith open('left.txt', 'w') as left: pass\n"
    "atexit.register(lambda: open('left.txt', 'a').write('left'))\nNone",
]
