"""
Start a command from a process that holds next to nothing, and say what it took.

``python starting.py OUT COMMAND…`` writes to the file *OUT*, as JSON: seconds of CPU, the peak in
the system's unit. A process is copied before it becomes another program, and its peak counts from
the copy on: started from a benchmark that holds much, every small tool would take as much.
"""

import json
import resource
import subprocess
import sys
from pathlib import Path

ended = subprocess.run(sys.argv[2:], check=False)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
Path(sys.argv[1]).write_text(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss]), "utf-8")
sys.exit(ended.returncode if ended.returncode >= 0 else 128 - ended.returncode)
