#!/usr/bin/env bash
# pictures.sh [FOLDER]: renders the pictures of docs/finance-guide.md from the PDFs that 'make demo-month' left.
# It needs pdftoppm (Debian: poppler-utils).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=${1:-$root/.local/demo-month}
command -v pdftoppm >/dev/null || { echo "pictures: pdftoppm is missing; install poppler-utils" >&2; exit 1; }
[ -s "$folder/statement.pdf" ] || { echo "pictures: there is no $folder/statement.pdf; run 'make demo-month' first" >&2; exit 1; }
picture() { # PDF PAGE NAME
  pdftoppm -png -r 84 -f "$2" -l "$2" -singlefile "$folder/$1" "$root/docs/pictures/$3"
  echo "docs/pictures/$3.png $(stat -c %s "$root/docs/pictures/$3.png") bytes"
}
mkdir -p "$root/docs/pictures"
picture statement.pdf 1 statement-page-1
picture statement.pdf 2 statement-page-2
picture statement-fraud.pdf 1 statement-team
