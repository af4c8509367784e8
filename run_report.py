"""The one command of the quarterly report; `python run_report.py --help` says what it can do."""

from reporting.cli import main

if __name__ == "__main__":
    main()
