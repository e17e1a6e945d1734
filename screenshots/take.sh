#!/usr/bin/env bash
# Takes the pictures of this folder again: bash screenshots/take.sh [NAME...]
#
# Builds the program, drives it in a tmux server of its own with an empty home,
# waits for texts on the screen, and has Chromium draw what tmux captured. Needs
# Go, tmux, chromium and fonts-jetbrains-mono (Debian's names).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

work=$(mktemp -d)
tm() { tmux -S "$work/socket" -f /dev/null "$@"; }
sandbox=
trap 'tm kill-server 2>/dev/null || true; [ -z "$sandbox" ] || kill "$sandbox"; rm -rf "$work"' EXIT

(cd "$here/.." && go build -o "$work/gatehouse" . && go build -o "$work/html" screenshots/html.go && go build -o "$work/shrink" screenshots/shrink.go)

arguments=--demo # of the program
ground=          # light, or nothing for dark

# open COLUMNSxROWS [NAME=VALUE...]: the program on a fresh screen.
open() {
  start "$@"
  see 'List collections'
  if [ "$arguments" = --demo ] && [ "${1#*x}" -ge 20 ]; then
    press Escape # ends the tour
    see 'The tour is over'
    sleep 6.5 # its message goes
  fi
}

start() {
  local columns=${1%x*} rows=${1#*x}
  shift
  tm kill-server 2>/dev/null || true
  rm -rf "$work/home"
  mkdir "$work/home"
  tm new-session -d -c "$work" -x "$columns" -y "$rows" \
    "exec env -i PATH='$PATH' HOME='$work/home' XDG_CONFIG_HOME='$work/home' TERM=xterm-256color COLORTERM=truecolor LANG=C.UTF-8 TZ=UTC EDITOR=vi $* '$work/gatehouse' $arguments"
  tm set-option -g status off
  tm set-option -g escape-time 0
  tm set-option -ga terminal-overrides ',*:Tc'
}

# press KEY...: keys by tmux's names. type TEXT: characters.
press() { tm send-keys -- "$@"; }
type() { tm send-keys -l -- "$1"; }

# see TEXT: waits until it is on the screen, for twenty seconds at most.
see() {
  local try
  for try in $(seq 400); do
    if tm capture-pane -p | grep -qF -- "$1"; then return; fi
    sleep 0.05
  done
  echo "\"$1\" did not come; the screen:" >&2
  tm capture-pane -p >&2
  exit 1
}

# count N TEXT: waits until it is there N times.
count() {
  local try
  for try in $(seq 400); do
    if [ "$(tm capture-pane -p | grep -oF -- "$2" | wc -l)" -ge "$1" ]; then return; fi
    sleep 0.05
  done
  echo "\"$2\" did not come $1 times; the screen:" >&2
  tm capture-pane -p >&2
  exit 1
}

# take NAME: draws the screen into NAME.png.
take() {
  local name=$1 size
  tm capture-pane -e -p >"$work/screen"
  size=$("$work/html" <"$work/screen" "$work/page.html" "$(tm display-message -p '#{pane_width}')" $ground)
  chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync \
    --user-data-dir="$work/profile" --hide-scrollbars --disable-lcd-text --force-device-scale-factor=2 \
    --window-size="$size" --screenshot="$work/$name.png" "file://$work/page.html" >/dev/null 2>&1
  "$work/shrink" "$work/$name.png" "$here/$name.png"
  echo "$name.png"
}

explorer() {
  open 120x36
  press F5
  see '200 OK'
  see ' JSON'
  press v
  see 'f jq'
  press Down Down Down
}

tokens() {
  open 120x36
  press F5
  see '200 OK'
  press t
  see TOKENS
  press A
  count 6 '● valid 1m'
  press e
  see '[Staging]'
  press A
  count 6 '● valid 7h'
  press e
  see '[Production]'
  press f
  see 'unknown expiry'
  press E E
  see '[QA]'
}

token() {
  tokens
  press Enter
  see 'The call that obtains it'
}

# A sandbox with a configuration of which one secret is not right.
refusal() {
  "$work/gatehouse" sandbox --port 0 --config-out "$work/sandbox.toml" >/dev/null 2>&1 &
  sandbox=$!
  for _ in $(seq 400); do
    [ -s "$work/sandbox.toml" ] && break
    sleep 0.05
  done
  sed -i -E '0,/^client_secret/s/^(client_secret *= *").{4}/\1zzzz/; s/^site .*/site = "SANDBOX"/' "$work/sandbox.toml"
  arguments="--config '$work/sandbox.toml'"
  open 120x36
  arguments=--demo
  press F5
  see 'Try'
  press v
  see 'f jq'
}

guard() {
  open 120x36
  press E
  see '[Production]'
  press :
  see COMMANDS
  type 'property create a collection'
  press Enter
  see 'REQUEST  Create a collection'
  press F5
  see 'Type its name'
  type 'Produ'
  see '▌ Produ'
}

small() {
  open 80x24
  press F5
  see '200 OK'
  see '"collections"'
}

builder() {
  open 120x36
  press :
  see COMMANDS
  type 'property create a collection'
  press Enter
  see 'REQUEST  Create a collection'
  press Right Right
  press Enter
  see 'esc back'
  press Down Down End
  type ','
  see 'line 4'
}

plain() {
  open 120x36 NO_COLOR=1
  press F5
  see '200 OK'
  press v
  see 'f jq'
}

collections() {
  open 120x36
  press c
  see 'autumn, second try'
  press Enter Down Enter
  see 'product_effectiveprice_cents'
}

compare() {
  open 120x36
  press c
  see 'autumn, second try'
  press d
  see 'only in QA'
  press e
  see 'only in Production'
}

# An upload with the token of another service.
why() {
  open 120x36
  press t f
  see 'a new token'
  press v
  see 'v masks again'
  local token
  token=$(tm capture-pane -p | sed -nE 's/^ *value +([A-Za-z0-9]{32}).*/\1/p')
  press v
  see 'v reveals'
  press Down Down P
  see 'PASTE A TOKEN'
  type "$token"
  press Enter
  see 'streaming-ingest: pasted'
  press o Down Enter
  see 'REQUEST  Update items'
  press Down Enter
  type 1007
  press Enter F5
  see '401 Unauthorized'
  press W
  see 'is the token of QA / streaming-property'
}

curl() {
  open 120x36
  press Y
  see 'CALL AS CURL'
}

light() {
  ground=light
  open 120x36
  press :
  see COMMANDS
  type 'light ground'
  press Enter
  press F5
  see '200 OK'
  see ' JSON'
  press v
  see 'f jq'
}

# stock N: a list of N wares as JSON.
stock() {
  awk -v n="$1" 'BEGIN {
    split("Boots Umbrella Lamp Kettle Rucksack", what); split("new sale eco gift", tag)
    printf "{\"total\":%d,\"page\":1,\"items\":[", n
    for (i = 1; i <= n; i++)
      printf "%s{\"id\":%d,\"name\":\"%s %d\",\"price\":%d.%02d,\"stock\":%d,\"active\":%s,\"tags\":[\"%s\",\"%s\"],\"size\":{\"w\":%d,\"h\":%d}}",
        (i > 1 ? "," : ""), 1000 + i, what[1 + i * 7 % 5], i, i * 37 % 90, i * 53 % 100, i * 11 % 50,
        (i % 4 ? "true" : "false"), tag[1 + i % 4], tag[1 + (i + 2) % 4], i * 3 % 90, i * 5 % 70
    printf "]}\n"
  }'
}

# reads SIZE [ARGUMENT...]: the viewer on such a list.
reads() {
  local size=$1
  shift
  stock 5000 >"$work/stock.json"
  stock 5000 | sed -E 's/"Lamp 11"/"Lamp eleven"/; s/"id":1020,/"id":6020,/; s/("id":1[0-3]33,"name":"[^"]*","price":)[0-9.]+/\199.99/g; s/("id":1[01]50,.{40,70}"active":)true/\1false/g' >"$work/yesterday.json"
  arguments="open stock.json $*"
  start "$size"
  arguments=--demo
}

# Folded to a depth, with a search that is being typed.
search() {
  reads 120x36
  see '"items"'
  press 3
  see '2 keys'
  press /
  type boots
  see 'of 1000'
}

table() {
  reads 120x36
  see '"items"'
  press i
  see '5000 rows'
  press Right Right s
  see 'by price'
}

filter() {
  reads 120x36 --jq "'.items[] | select(.price > 89) | {id, name, price}'"
  see ' results'
}

bodies() {
  reads 120x36 --compare yesterday.json
  see 'differences'
}

for name in ${*:-explorer tokens token why refusal guard small builder collections compare curl search table filter bodies light plain}; do
  ground=
  $name
  take "$name"
done
