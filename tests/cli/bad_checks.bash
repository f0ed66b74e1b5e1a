# What conform check, baseline, diff and init refuse: one line, exit code 2, nothing written.
source "$(dirname "$0")/harness.bash"

model='[[model]]
name = "m"
spec = "gpt2"'
workload='[[workload]]
name = "w"
seq = 64'
rule='[[rule]]
name = "r"
metric = "matmul_flops"
max = "1 EFLOP"'

# toml NAME CODE NEEDLE TEXT: a conform.toml of this text (printf escapes) is refused
toml() {
  printf '%b' "$4" >conform.toml
  refuses "$1" "$2" "$3" check
}
# part NAME CODE NEEDLE MODEL WORKLOAD RULE REST: the parts of a good file where they are empty
part() { toml "$1" "$2" "$3" "${4:-$model}\n${5:-$workload}\n${6:-$rule}\n${7-}"; }
in_workload() { part "$1" "$2" "$3" "" "[[workload]]\nname = \"w\"\n$4" ""; }
in_rule() { part "$1" "$2" "$3" "" "" "[[rule]]\nname = \"r\"\n$4"; }
limit() { in_rule "$2 $3" "$1" "$4" "metric = \"$2\"\nmax = $3"; }

printf '%b' "$model\n$workload\n$rule\n" >conform.toml
accepts "the good file" check

# models
part "a model that nothing runs" NO-MATCH 'conform.toml:4:1: model "z": no workload runs it' "$model\n[[model]]\nname = \"z\"\nspec = \"gpt2\"" "[[workload]]\nname = \"w\"\nmodel = \"m\"\nseq = 64"
part "a spec that is not known" UNKNOWN-SPEC 'conform.toml:1:1: model "m": gtp2: no built-in spec' "[[model]]\nname = \"m\"\nspec = \"gtp2\""
part "a waiver without a word" OUT-OF-RANGE 'waiver.reason: blank' "" "" "" "[[waiver]]\nrule = \"r\"\nuntil = 2100-01-01\nreason = \"  \""
printf '%b' "$model\n$workload\n$rule\n" >conform.toml

# the text itself
rm conform.toml
refuses "no file" FILE "conform.toml: cannot be read: No such file" check
refuses "no file of this name" FILE "nope.toml: cannot be read" check nope.toml
toml "empty" MISSING-KEY "conform.toml: no [[model]]; expected at least one" ""
toml "a comment alone" MISSING-KEY "no [[model]]" "# nothing\n"
part "NaN" TOML "conform.toml:6:7: NaN or infinity" "" "[[workload]]\nname = \"w\"\nseq = nan"
for word in nan +nan -nan inf +inf -inf; do in_rule "max = $word" TOML "conform.toml:10:7: NaN or infinity" "metric = \"matmul_flops\"\nmax = $word"; done
in_workload "beyond a double" TOML "conform.toml:6:" "seq = 1e400"
in_workload "2^63" TOML "conform.toml:6:" "seq = 9223372036854775808"
in_workload "a key twice" TOML "conform.toml:7:" "seq = 64\nseq = 128"
toml "a table twice" TOML "conform.toml:3:" "[model]\nname = \"m\"\n[model]\n"
part "not UTF-8" TOML "conform.toml:2:11: byte 0xFF is not UTF-8" '[[model]]\nname = "fu\xffll"\nspec = "gpt2"'
part "NUL" TOML "conform.toml:2:9: NUL byte" '[[model]]\nname = "\x00"\nspec = "gpt2"'
toml "merge conflict" TOML "conform.toml:1:1: unresolved merge conflict" "<<<<<<< HEAD\nschema = 1\n=======\n>>>>>>> x\n"
toml "no TOML" TOML "conform.toml:1:" '{"schema": 1}'
toml "not closed" TOML "conform.toml:2:" '[[model]]\nname = "m'
part "a time of day" TOML "a time of day" "" "" "" "[[waiver]]\nrule = \"r\"\nreason = \"x\"\nuntil = 2026-12-31T10:00:00Z"
many() { printf "$1%.0s" $(seq "$2"); }
{ many 'a.' 100000; echo 'b=1'; } >conform.toml; refuses "dotted key" TOML "conform.toml:1:64: a key of more than 32 parts" check
{ many 'a . ' 100000; echo 'b=1'; } >conform.toml; refuses "dotted key with spaces" TOML "more than 32 parts" check
{ many '"a".' 100000; echo 'b=1'; } >conform.toml; refuses "dotted key in quotes" TOML "more than 32 parts" check
{ echo -n '['; many 'a.' 100000; echo 'b]'; } >conform.toml; refuses "dotted table" TOML "more than 32 parts" check
{ echo -n 'x = ["""a"""", '; many 'a.' 100000; echo 'b]'; } >conform.toml; refuses "dotted key behind quotes" TOML "more than 32 parts" check
{ echo -n "x = '''''', "; many 'a.' 100000; echo; } >conform.toml; refuses "dotted key behind an empty text" TOML "more than 32 parts" check
{ echo -n 'a='; many '[' 100000; } >conform.toml; refuses "nested lists" TOML "nested deeper than 32 levels" check
{ echo -n 'a='; many '{a=' 100000; } >conform.toml; refuses "nested tables" TOML "nested deeper than 32 levels" check
{ echo -n 'a=['; many '1,' 200000; echo ']'; } >conform.toml; refuses "a long list" TOML "more than 100,000 keys and items" check
yes 'a#=1' 2>/dev/null | head -c 200000000 >conform.toml; refuses "200 MB" FILE "conform.toml: 200,000,000 bytes" check
yes '#=1' 2>/dev/null | head -c 5000000 >conform.toml; refuses "5 MB" TOML "conform.toml: 5,000,000 bytes; at most 4,194,304" check
rm conform.toml; mkdir conform.toml; refuses "a folder" FILE "conform.toml: is a directory" check; rmdir conform.toml
mkfifo conform.toml; refuses "a FIFO" FILE "conform.toml: is a FIFO" check; rm conform.toml
printf '\xef\xbb\xbf%s\n' "$model
$workload
$rule" | sed 's/$/\r/' >conform.toml
accepts "byte order mark and CRLF" check
sed -i 's/^seq/sequence_lenght/' conform.toml
refuses "lines behind a byte order mark" UNKNOWN-KEY "conform.toml:6:1: workload.sequence_lenght: unknown key; expected name, model, seq, batch, context, phase, mask, attention, logits, dtype, hardware; did you mean seq?" check

# keys
toml "schema of the future" SCHEMA "conform.toml:1:1: schema: 999; this version of conform reads 1: a newer conform" "schema = 999\n"
toml "schema 0" SCHEMA "schema: 0; this version" "schema = 0\n"
toml "schema as text" WRONG-TYPE 'schema: the string "1"; expected 1' 'schema = "1"\n'
toml "unknown key" UNKNOWN-KEY "conform.toml:1:1: modle: unknown key; expected schema, baseline, model, workload, rule, waiver; did you mean model?" "modle = 1\n"
toml "unknown table" UNKNOWN-KEY "conform.toml:1:2: sweep: unknown key" "[sweep]\nseq = {from = 1, to = 10, step = 0}\n"
toml "one model as a table" WRONG-TYPE "conform.toml:1:2: model: a table; expected tables, each as [[model]]" "[model]\nname = \"m\"\n"
toml "models as numbers" WRONG-TYPE "model: a list; expected tables" "model = [1, 2]\n"
in_workload "a typo" UNKNOWN-KEY "workload.seqence: unknown key; expected name, model, seq, batch, context, phase, mask, attention, logits, dtype, hardware; did you mean seq?" "seqence = 4"
in_rule "a typo in a rule" UNKNOWN-KEY "conform.toml:9:1: rule.metrik: unknown key; expected name, metric" "metrik = \"matmul_flops\"\nmax = 1"
toml "no workload" MISSING-KEY "no [[workload]]" "$model\n$rule\n"
toml "no rule" MISSING-KEY "no [[rule]]" "$model\n$workload\n"
part "model without a name" MISSING-KEY "conform.toml:1:1: [[model]] without name" '[[model]]\nspec = "gpt2"'
part "model without a source" MISSING-KEY "[[model]] with neither config nor spec" '[[model]]\nname = "m"'
part "model with two" MISSING-KEY "[[model]] with config and spec" '[[model]]\nname = "m"\nspec = "gpt2"\nconfig = "x.json"'
part "empty name" OUT-OF-RANGE "model.name: an empty string" '[[model]]\nname = ""\nspec = "gpt2"'
part "name that is a number" WRONG-TYPE "model.name: the number 4; expected a string" '[[model]]\nname = 4\nspec = "gpt2"'
part "name twice" DUPLICATE-NAME 'conform.toml:5:1: model.name: "m" is taken already' "$model\n$model"
part "unknown spec" UNKNOWN-SPEC "did you mean gpt2?" '[[model]]\nname = "m"\nspec = "gtp2"'
part "spec that is a path" OUT-OF-RANGE 'expected config = that path' '[[model]]\nname = "m"\nspec = "x.json"'
part "config that is not there" FILE "./nope.json: cannot be read" '[[model]]\nname = "m"\nconfig = "nope.json"'
config inconsistent.json num_key_value_heads=3
part "config that is refused" INDIVISIBLE "inconsistent.json: num_key_value_heads" '[[model]]\nname = "m"\nconfig = "inconsistent.json"'
part "unknown model" UNKNOWN-NAME 'workload.model: no model "mm"; did you mean m?' "" '[[workload]]\nname = "w"\nmodel = "mm"'
part "which model" MISSING-KEY "[[workload]] without model; expected one of m, n" "$model\n[[model]]\nname = \"n\"\nspec = \"gpt2\""

# workloads
for word in -1 0 '"128k9"' '"-5"' '""' '"1.5"' 1099511627777; do in_workload "seq = $word" USAGE "conform.toml:6:1: workload.seq: " "seq = $word"; done
for word in 1024.5 true '[1]' '{a = 1}' 2026-01-01; do in_workload "seq = $word" WRONG-TYPE "conform.toml:6:1: workload.seq: " "seq = $word"; done
in_workload "phase" USAGE 'conform.toml:6:1: workload.phase: "prefil"; expected one of prefill, decode; did you mean prefill?' 'phase = "prefil"'
in_workload "dtype" USAGE "workload.dtype: " 'dtype = "int4"'
in_workload "attention" UNKNOWN-VARIANT "workload.attention: " 'attention = "flsh2"'
in_workload "attention of a wrong type" WRONG-TYPE "workload.attention: the number 2" "attention = 2"
in_workload "size that the model decides" USAGE "workload.attention: decided by the model" 'attention = "flash2,n=4"'
in_workload "decode of several" USAGE "conform.toml:4:1: --seq: 7 with --phase decode" 'seq = 7\nphase = "decode"'
in_workload "too long" TOO-LONG 'conform.toml:4:1: workload "w": gpt2: n_positions: 1,025 tokens exceed' "seq = 1025"
in_workload "variant that the mask forbids" USAGE 'workload "w": ' 'attention = "sliding_window,w=8"\nmask = "full"'
part "overflow" OVERFLOW 'conform.toml:4:1: workload "w": llama-3.1-405b: a count does not fit in 128 bits' '[[model]]\nname = "m"\nspec = "llama-3.1-405b"' '[[workload]]\nname = "w"\nseq = "1048576M"\nbatch = "1024M"'

# limits
in_rule "unknown metric" OUT-OF-RANGE 'conform.toml:9:1: rule.metric: "matmul_flop"; expected one of matmul_flops, unit_total, parameters, peak_bytes' 'metric = "matmul_flop"\nmax = 1'
in_rule "unknown metric, told" OUT-OF-RANGE "did you mean matmul_flops?" 'metric = "matmul_flop"\nmax = 1'
in_rule "time without hardware" NEEDS-HARDWARE 'names no hardware, which time_lower_bound is of' 'metric = "time_lower_bound"\nmax = "1 ms"'
in_rule "fits without hardware" NEEDS-HARDWARE 'names no hardware, which fits is of' 'metric = "fits"\nequals = true'
in_rule "fits is no number" WRONG-TYPE 'rule.equals: the number 1; expected true or false' 'metric = "fits"\nequals = 1'
in_rule "fits has no most" CONFLICT 'fits is true or false; expected equals = true' 'metric = "fits"\nmax = 1'
in_rule "truth of a number" WRONG-TYPE 'rule.equals: true' 'metric = "matmul_flops"\nequals = true'
in_rule "time in bytes" UNIT 'expected a number and a unit: ns, us, ms or s' 'metric = "time_lower_bound"\nmax = "1 GB"'
in_rule "time without a unit" UNIT 'no unit' 'metric = "time_lower_bound"\nmax = "1"'
for metric in io_words time_lower_bound fits; do in_rule "increase of $metric" CONFLICT "no baseline has $metric" "metric = \"$metric\"\nincrease = 0"; done
in_rule "no metric" MISSING-KEY "[[rule]] without metric" "max = 1"
in_rule "no limit" MISSING-KEY "[[rule]] without a limit; expected one of max, increase, equals, complexity, checkpoint" 'metric = "unit_total"'
in_rule "two limits" CONFLICT "rule.equals: beside max; expected one limit in a rule" 'metric = "unit_total"\nmax = 1\nequals = 1'
in_rule "metric of a bound" CONFLICT "rule.metric: beside complexity, which has none" 'metric = "unit_total"\ncomplexity = "O(n)"'
in_rule "layer of a whole" CONFLICT "rule.layer: peak_bytes is of the whole model" 'metric = "peak_bytes"\nlayer = "*"\nmax = "1 GB"'
in_rule "severity" OUT-OF-RANGE 'rule.severity: "warn"; expected one of error, warning' 'metric = "unit_total"\nmax = 1\nseverity = "warn"'
limit OUT-OF-RANGE matmul_flops -1 "conform.toml:10:1: rule.max: -1; expected at least 0"
limit OUT-OF-RANGE matmul_flops 1.5 "rule.max: the number 1.5 is not a whole number"
limit OUT-OF-RANGE matmul_flops 1e300 "is not a whole number that is written exactly"
limit OUT-OF-RANGE matmul_flops -0.0 "rule.max: "
limit WRONG-TYPE matmul_flops '[1]' "rule.max: a list"
limit WRONG-TYPE matmul_flops '{a = 1}' "rule.max: a table"
limit TOML matmul_flops 12:00:00 "conform.toml:10:7: a time of day"
limit TOML matmul_flops 07 "conform.toml:10:"
limit TOML matmul_flops 170141183460469231731687303715884105728 "conform.toml:10:"
limit UNIT matmul_flops '"+5 GFLOP"' '"+5 GFLOP"; expected'
limit UNIT matmul_flops '"-0 FLOP"' '"-0 FLOP"; expected'
limit UNIT matmul_flops '"1_000 GFLOP"' "unknown unit"
limit UNIT matmul_flops '"0x10 FLOP"' "unknown unit"
limit UNIT matmul_flops '"5\\u00A0GFLOP"' "unknown unit"
limit UNIT matmul_flops '"0.00000000000000000000000000000000000000001 YFLOP"' "needs more than 128 bits"
limit UNIT time_lower_bound '"1.5 ns"' "is not a whole number of ns"
limit OUT-OF-RANGE matmul_flops -1e3 "rule.max: "
limit WRONG-TYPE matmul_flops true "rule.max: true; expected a whole number"
limit WRONG-TYPE matmul_flops 2026-01-01 "rule.max: the date 2026-01-01"
limit UNIT matmul_flops '"5 GiB"' 'rule.max: "5 GiB": the unit "GiB" is of bytes, not of FLOP; expected a number and a unit: FLOP, kFLOP'
limit UNIT matmul_flops '"5 GB"' "is of bytes, not of FLOP"
limit UNIT peak_bytes '"5 GFLOP"' "is of FLOP, not of bytes"
limit UNIT peak_bytes '"5 G"' 'ambiguous unit "G"; expected a number and a unit: B, kB, MB, GB'
limit UNIT peak_bytes '"5 gb"' 'unknown unit "gb"; expected a number and a unit: B, kB, MB, GB, TB, ... YB, or KiB, MiB, GiB, TiB, PiB, EiB (upper and lower case differ); did you mean GB?'
limit UNIT peak_bytes '"5 Gi"' 'unknown unit "Gi"'
limit UNIT peak_bytes '"5 GIB"' 'did you mean GiB?'
limit UNIT peak_bytes '"5 KB"' 'did you mean'
limit UNIT peak_bytes '"5"' "no unit; expected"
limit UNIT matmul_flops '"5 G"' 'ambiguous unit "G"'
limit UNIT matmul_flops '"5 Gflops"' 'unknown unit "Gflops"'
limit UNIT parameters '"7 B"' "is of bytes, not of parameters"
limit UNIT parameters '"7 GFLOP"' "is of FLOP, not of parameters"
limit UNIT unit_total '"5 GFLOP"' "is of FLOP, not of operations"
limit UNIT peak_bytes '"1.0000001 kB"' "is not a whole number of bytes"
limit UNIT peak_bytes '"-5 GB"' '"-5 GB"; expected'
limit UNIT peak_bytes '"5,000 B"' 'unknown unit ",000 B"'
limit UNIT peak_bytes '"1. GB"' '"1. GB"; expected'
limit UNIT peak_bytes '"nan GB"' '"nan GB"; expected'
limit UNIT peak_bytes '"GB"' '"GB"; expected'
limit UNIT peak_bytes '"1e3 GB"' "unknown unit"
limit UNIT matmul_flops '"999999999999999999999999999999999999999 YFLOP"' "needs more than 128 bits"
for share in '"-5%"' '"101%"' '"1"' '"5"' 1 -1 '"1.%"' '"%"' '""' '"+1 percent"'; do in_rule "increase $share" OUT-OF-RANGE "rule.increase: " "metric = \"unit_total\"\nincrease = $share"; done
for share in 0.0 true '[0]' 2026-01-01; do in_rule "increase $share" WRONG-TYPE 'expected a share of the baseline, as "+1%", or 0' "metric = \"unit_total\"\nincrease = $share"; done
in_rule "increase of a wrong type" WRONG-TYPE "rule.increase: the number 0.5" 'metric = "unit_total"\nincrease = 0.5'
for bound in n^2 'O n' 'O()' 'O(n'; do in_rule "complexity $bound" BOUND "rule.complexity: " "complexity = \"$bound\""; done
in_rule "complexity that is subtracted" BOUND "nothing is subtracted" 'complexity = "O(n^2 - n)"'
in_rule "complexity of an unknown letter" BOUND 'rule "r": "q" is no size of the model; expected one of batch' 'complexity = "O(n q)"'
in_rule "complexity with an exponent without end" BOUND "exponent" 'complexity = "O(n^99999999999)"'

# rules that are about nothing
in_rule "no such layer" NO-MATCH 'conform.toml:11:1: rule "r": layer "layers.*.attnetion" matches no place of model "m"; its places are embedding' 'metric = "unit_total"\nlayer = "layers.*.attnetion"\nmax = 1'
in_rule "a place that is near" NO-MATCH 'did you mean layers.*.attention.core?' 'metric = "unit_total"\nlayer = "layers.*.attnetion.core"\nmax = 1'
in_rule "a place that begins so" NO-MATCH 'did you mean layers.*.attention.core?' 'metric = "unit_total"\nlayer = "layers.*.attention.co"\nmax = 1'
in_rule "a layer that is not there" NO-MATCH 'matches no place' 'metric = "unit_total"\nlayer = "layers.12"\nmax = 1'
in_rule "a regular expression" NO-MATCH 'layer "(a+)+$" matches no place' 'metric = "unit_total"\nlayer = "(a+)+$"\nmax = 1'
in_rule "many stars" NO-MATCH "matches no place" "metric = \"unit_total\"\nlayer = \"$(many '*a' 99)\"\nmax = 1"
in_rule "a long glob" OUT-OF-RANGE "rule.layer: 201 bytes; expected at most 200" "metric = \"unit_total\"\nlayer = \"$(many 'a' 201)\"\nmax = 1"
in_rule "no such workload" NO-MATCH 'rule "r": workload "v" matches none of w; did you mean w?' 'metric = "unit_total"\nworkload = "v"\nmax = 1'
in_rule "no layer of a bound" NO-MATCH "matches no place" 'layer = "head.*"\ncomplexity = "O(n)"'
waiver() { part "$1" "$2" "$3" "" "" "" "[[waiver]]\n$4"; }
waiver "waiver of no rule" UNKNOWN-NAME 'waiver.rule: no rule "rr"; did you mean r?' 'rule = "rr"\nuntil = 2026-12-31\nreason = "x"'
waiver "waiver without a reason" MISSING-KEY "conform.toml:11:1: [[waiver]] without reason" 'rule = "r"\nuntil = 2026-12-31'
waiver "waiver with an empty reason" OUT-OF-RANGE "waiver.reason: an empty string" 'rule = "r"\nuntil = 2026-12-31\nreason = ""'
waiver "waiver without an end" MISSING-KEY "[[waiver]] without until; expected a date" 'rule = "r"\nreason = "x"'
for day in '"soon"' '"2026-02-30"' '"2026-2-3"' '"31.12.2026"'; do waiver "until $day" OUT-OF-RANGE "waiver.until: the string $day; expected a date, as 2026-12-31" "rule = \"r\"\nuntil = $day\nreason = \"x\""; done
waiver "until a number" WRONG-TYPE "waiver.until: the number 2026" 'rule = "r"\nuntil = 2026\nreason = "x"'
waiver "waiver of no workload" NO-MATCH 'waiver of "r": workload "v" matches none of w' 'rule = "r"\nuntil = 2026-12-31\nreason = "x"\nworkload = "v"'
waiver "waiver of a workload that its rule is not about" NO-MATCH 'waiver of "r2": workload "w" matches none of those of the rule, "u*"' 'rule = "r2"\nuntil = 2026-12-31\nreason = "x"\nworkload = "w"\n[[workload]]\nname = "u"\nseq = 4\n[[rule]]\nname = "r2"\nworkload = "u*"\nmetric = "unit_total"\nmax = 1'
waiver "a day that is none" TOML "" 'rule = "r"\nuntil = 2026-02-30\nreason = "x"'

# command lines
printf '%b' "$model\n$workload\n$rule\n" >conform.toml
refuses "format without a value" USAGE "--format" check --format
refuses "format that is an option" USAGE "--format" check --format --today 2026-01-01
refuses "format" USAGE '--format: "sarfi"; expected one of text, json, markdown, sarif, junit, github, gitlab; did you mean sarif?' check --format sarfi
refuses "two formats to stdout" USAGE "--format: two formats for stdout" check --format text --format json
refuses "two formats to a file" USAGE "--format: two formats for ./x; expected a file of its own" check --format json=x --format sarif=./x
refuses "format without a file" USAGE 'names no file' check --format json=
refuses "today" USAGE '--today: "tomorrow"; expected a date' check --today tomorrow
refuses "today that is no day" USAGE '--today: "2026-13-01"; expected a date' check --today 2026-13-01
refuses "today twice" USAGE "given more than once" check --today 2026-01-01 --today 2026-01-01
refuses "flag with a value" USAGE "--allow-missing-baseline: takes no value" check --allow-missing-baseline=yes
refuses "two files" USAGE "b.toml: a second file; expected one conform.toml" check conform.toml b.toml
refuses "empty path" USAGE "an empty word" check ""
refuses "unknown option" USAGE "--fromat: unknown option; did you mean --format?" check --fromat json
refuses "config as an option" USAGE "--config: unknown option" check --config
refuses "path that begins with a dash" FILE "./-x.toml: cannot be read" check ./-x.toml
refuses "path that begins with a dash, behind --" FILE "-x.toml: cannot be read" check -- -x.toml
refuses "path that is not UTF-8" FILE 'caf\xE9.toml: cannot be read' check $'caf\xe9.toml'
cp conform.toml $'caf\xe9.toml'; accepts "a path that is not UTF-8" check $'caf\xe9.toml' --format sarif
expect "UTF-8" iconv -f UTF-8 -t UTF-8 .out -o /dev/null
cp conform.toml ./-x.toml; accepts "a path that begins with a dash" check -- -x.toml
refuses "schema of what" USAGE "schema: nothing named; expected config" schema
refuses "schema of something else" USAGE 'schema: "report"; expected config' schema report
refuses "baseline of what" USAGE "baseline: nothing to do; expected conform baseline update" baseline
refuses "baseline upgrade" USAGE 'baseline: "upgrade"; expected conform baseline update' baseline upgrade
refuses "baseline without a reason" USAGE "--reason: none given" baseline update
refuses "baseline with an empty reason" USAGE "--reason" baseline update --reason " "
refuses "baseline with a reason that is not UTF-8" USAGE 'is not UTF-8' baseline update --reason $'\xff'
refuses "baseline of no workload" NO-MATCH '--only: "x*" matches no workload of conform.toml' baseline update --reason x --only 'x*'
expect "no baseline" test ! -e conform.baseline.json
refuses "diff of one" USAGE "diff: expected BASE HEAD" diff gpt2
refuses "diff of three" USAGE "one word too many; expected diff BASE HEAD" diff gpt2 gpt2 gpt2
refuses "diff of an unknown model" UNKNOWN-SPEC "did you mean gpt2?" diff gpt2 gtp2
refuses "init of nothing" USAGE "init: no model" init
refuses "init over a file" OUTPUT "conform.toml: exists already" init gpt2
refuses "init of an unknown model" UNKNOWN-SPEC "" init gtp2 -o new.toml
refuses "init into no folder" OUTPUT "nope/new.toml: cannot be written" init gpt2 -o nope/new.toml
config out_of_range.json hidden_size=0
refuses "init of a bad config" OUT-OF-RANGE "hidden_size" init out_of_range.json -o new.toml
expect "no file" test ! -e new.toml

# outputs: all or none
printf 'old content' >old.json
kept() { [[ $(<"$1") == "old content" ]]; }
refuses "one output has no folder" OUTPUT "nope/x.sarif: cannot be written" check --format json=old.json --format sarif=nope/x.sarif
expect "old content" kept old.json
refuses "over the config" OUTPUT "conform.toml: is the input file" check --format json=conform.toml
refuses "over the config, otherwise spelled" OUTPUT "is the input file" check --format json=./../"${work##*/}"/conform.toml
refuses "over the baseline" OUTPUT "conform.baseline.json: is the baseline" check --format json=conform.baseline.json
config own.json
printf '[[model]]\nname = "m"\nconfig = "own.json"\n%s\n%s\n' "$workload" "$rule" >own.toml
refuses "over a model" OUTPUT "own.json: is the input file" check own.toml --format json=own.json
refuses "a device" OUTPUT "/dev/full: is a device" check --format json=/dev/full
refuses "a folder where nothing can be made" OUTPUT "/proc/x.json: cannot be written" check --format sarif=old.json --format json=/proc/x.json
expect "old content" kept old.json
case_name="a file limit stops one of three"; cases=$((cases + 1))
printf 'old content' >old.xml
config deep.json num_hidden_layers=3000
printf '[[model]]\nname = "m"\nconfig = "deep.json"\n[[workload]]\nname = "w"\nseq = 4\n' >deep.toml
for i in {1..60}; do printf '[[rule]]\nname = "r%s"\nmetric = "unit_total"\nmax = 1\n' $i; done >>deep.toml
(ulimit -f 8; trap '' XFSZ; exec "$conform" check deep.toml --format junit=old.xml --format sarif=old.json --format gitlab=new.gitlab --format text) >.out 2>.err; code=$?
expect "exit 2" test $code == 2
expect "one line" grep -qx 'error\[OUTPUT\] [a-z.]*: cannot be written: .*' .err
expect "nothing on stdout" test ! -s .out
for file in old.xml old.json; do expect "old content of $file" kept $file; done
expect "no new file" test ! -e new.gitlab
expect "no leftovers" test -z "$(find . -name '.conform-*')"
printf '%s\n[[workload]]\nname = "w"\nseq = 4\nhardware = "./card.toml"\n[[rule]]\nname = "r"\nmetric = "unit_total"\nmax = 1\n' "$model" >on_card.toml
printf 'name = "card"\nbandwidth = 1e12\nmemory = 16e9\n[peak]\nbf16 = 1e14\n' >card.toml
refuses "over the hardware" OUTPUT "card.toml: is the hardware of a workload" check on_card.toml --format json=card.toml
printf '%b' "$model\n$workload\n[[rule]]\nname = \"r\"\nmetric = \"unit_total\"\nlayer = \"x\"\nmax = 1\n" >about_nothing.toml
refuses "a rule about nothing writes nothing" NO-MATCH "" check about_nothing.toml --format json=old.json --format junit=new.xml
expect "old content" kept old.json
expect "no file" test ! -e new.xml
case_name="a full stdout leaves the files"; cases=$((cases + 1))
"$conform" check --format json=old.json --format text >/dev/full 2>.err; code=$?
expect "exit 2" test $code == 2
expect "old content" kept old.json
expect "no leftovers" test -z "$(find . -name '.conform-*')"

# baselines
printf '%b' "$model\n$workload\n[[rule]]\nname = \"r\"\nmetric = \"unit_total\"\nincrease = \"+1%\"\n" >conform.toml
sed 's/^increase/layer = "layers.*.attnetion"\n&/' conform.toml >nothing.toml
refuses "a rule of increase about nothing" NO-MATCH 'layer "layers.*.attnetion" matches no place' check nothing.toml --allow-missing-baseline
refuses "no baseline" BASELINE "conform.baseline.json: no such file; make it with conform baseline update" check
baseline() {
  printf '%b' "$4" >conform.baseline.json
  refuses "$1" "$2" "$3" check
  refuses "$1, updated" "$2" "" baseline update --reason x
}
baseline "empty baseline" JSON "conform.baseline.json: empty file" ""
baseline "duplicate keys" DUPLICATE-KEY "schema" '{"schema":1,"schema":2,"entries":[]}'
baseline "count as a number" BASELINE 'conform.baseline.json: entries[0].value: the number 9007199254740993; expected a count as a decimal string' '{"schema":1,"workloads":[{"name":"w","pass":{},"model":{}}],"entries":[{"workload":"w","metric":"unit_total","value":9007199254740993,"reason":"x"}]}'
for value in -5 5.0 1e3 05 0x5 "" " 5" nan 999999999999999999999999999999999999999999; do
  baseline "count $value" BASELINE "entries[0].value: the string \"$value\"; expected a whole number" '{"schema":1,"workloads":[{"name":"w","pass":{},"model":{}}],"entries":[{"workload":"w","metric":"unit_total","value":"'"$value"'","reason":"x"}]}'
done
baseline "count -5 as a number" BASELINE "entries[0].value: the number -5" '{"schema":1,"workloads":[{"name":"w","pass":{},"model":{}}],"entries":[{"workload":"w","metric":"unit_total","value":-5,"reason":"x"}]}'
baseline "NaN" JSON "conform.baseline.json:1:" '{"schema":1,"entries":[{"id":"l0","flops":NaN}]}'
baseline "merge conflict in a baseline" JSON "conform.baseline.json:1:1: unresolved merge conflict" "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> x\n"
baseline "unknown keys" BASELINE "conform.baseline.json: hw: unknown key; expected schema, tool, workloads, entries" '{"schema":1,"hw":"a100","model_sha":"00","entries":[]}'
baseline "baseline of the future" BASELINE "schema: the number 2; this version of conform reads 1" '{"schema":2,"workloads":[],"entries":[]}'
baseline "baseline without a version" BASELINE "conform.baseline.json: schema: missing; expected 1" '{"workloads":[],"entries":[]}'
baseline "facts as a list" BASELINE 'workloads[0].pass: a list; expected an object of strings' '{"schema":1,"workloads":[{"name":"w","pass":[],"model":{}}],"entries":[]}'
baseline "a fact as a number" BASELINE 'workloads[0].model.layers: the number 2; expected a string' '{"schema":1,"workloads":[{"name":"w","pass":{},"model":{"layers":2}}],"entries":[]}'
baseline "a workload without its model" BASELINE 'workloads[0].model: missing' '{"schema":1,"workloads":[{"name":"w","pass":{}}],"entries":[]}'
baseline "a list" BASELINE "a list; expected an object" '[]'
baseline "no entries" BASELINE "entries: missing; expected a list" '{"schema":1,"workloads":[]}'
baseline "unknown metric" BASELINE 'entries[0].metric: "flopz" is no metric' '{"schema":1,"workloads":[{"name":"w","pass":{},"model":{}}],"entries":[{"workload":"w","metric":"flopz","value":"1","reason":"x"}]}'
baseline "unknown workload" BASELINE 'entries[0].workload: "v" is not among' '{"schema":1,"workloads":[{"name":"w","pass":{},"model":{}}],"entries":[{"workload":"v","metric":"unit_total","value":"1","reason":"x"}]}'
baseline "an entry twice" BASELINE 'entries[1]: a second entry' '{"schema":1,"workloads":[{"name":"w","pass":{},"model":{}}],"entries":[{"workload":"w","metric":"unit_total","value":"1","reason":"x"},{"workload":"w","metric":"unit_total","value":"2","reason":"x"}]}'
baseline "not UTF-8" JSON "conform.baseline.json:1:2: byte 0xFF" '{\xff}'
printf '{"schema":1,"workloads":[{"name":"w","pass":{"hw":"a100"},"model":{}}],"entries":[]}' >conform.baseline.json
refuses "another pass" NOT-COMPARABLE 'conform.baseline.json: workload "w" is of another pass: phase was not stated, is prefill, batch was not stated, is 1, seq was not stated, is 64' check
printf '{"schema":1,"workloads":[],"entries":[]}' >conform.baseline.json
refuses "no entry" BASELINE 'conform.baseline.json: no unit_total of workload "w"; run conform baseline update' check
run baseline update --reason x  # of this toml: an identity that fits
sed -i 's/"value": "[0-9]*"/"value": "170141183460469231731687303715884105727"/' conform.baseline.json
refuses "a baseline beyond 128 bits" OVERFLOW 'rule "r": a figure and its limit do not fit in 128 bits' check
if [[ $(id -u) != 0 ]]; then
  chmod 000 conform.baseline.json
  refuses "a baseline that cannot be read" FILE "conform.baseline.json: cannot be read: Permission denied" check
  rm -f conform.baseline.json
else
  echo "skipped, as root: a baseline that may not be read"
fi

# reports and baselines in a diff
run report gpt2 --seq 8 --format json; cp .out report.json
run baseline update own.toml --reason x
expect "a baseline" test -s conform.baseline.json
refuses "a report beside a baseline" NOT-COMPARABLE "is a baseline and" diff report.json conform.baseline.json
refuses "a pass for two reports" USAGE "--seq: both sides have their figures in them" diff report.json report.json --seq 4
sed 's/"matmul_flops": "[0-9]*",/"matmul_flops": 12,/' report.json >numbers.json
refuses "counts as numbers" REPORT "numbers.json: operations.matmul_flops: the number 12; expected a count as a decimal string" diff report.json numbers.json
grep -v '"weights_bytes": "' report.json >less.json
refuses "a report without a figure" REPORT "less.json: memory.weights_bytes: missing" diff less.json report.json
sed 's/"weights_bytes": "[0-9]*"/"weights_bytes": "170141183460469231731687303715884105727"/' report.json >great.json
refuses "a report beyond 128 bits" OVERFLOW "great.json: the sum of its figures" diff report.json great.json
refuses "diff over its input" OUTPUT "report.json: is the input file" diff gpt2 report.json -o report.json
refuses "format of a diff" USAGE '--format: "sarif"; expected one of text, json, markdown' diff gpt2 gpt2 --format sarif

# checkpoints
checkpoint() {  # NAME CODE NEEDLE FILE
  printf '%b' "$model\n$workload\n[[rule]]\nname = \"r\"\ncheckpoint = \"$4\"\n" >conform.toml
  refuses "$1" "$2" "$3" check
}
little() {  # NUMBER: its 8 bytes
  local hex out=""
  hex=$(printf '%016x' "$1")
  for i in 14 12 10 8 6 4 2 0; do out+="\\x${hex:i:2}"; done
  printf '%b' "$out"
}
tensors() {  # NAME CODE NEEDLE HEADER BYTES: so many zeros behind the header
  { little "${#4}"; printf '%s' "$4"; head -c "$5" /dev/zero; } >m.safetensors
  checkpoint "$1" "$2" "$3" m.safetensors
}
checkpoint "no checkpoint" FILE "m.safetensors: cannot be read" m.safetensors
: >m.safetensors; checkpoint "0 bytes" SAFETENSORS "m.safetensors: byte 0: 0 bytes; expected 8" m.safetensors
printf '\xff\xff\xff\xff\xff\xff\xff\xff{}      ' >m.safetensors; checkpoint "length 2^64 - 1" SAFETENSORS "a header of 18,446,744,073,709,551,615 bytes" m.safetensors
{ little 100000001; printf '{}'; } >m.safetensors; checkpoint "length beyond the reference" SAFETENSORS "a header of 100,000,001 bytes; at most 100,000,000" m.safetensors
{ little 50; printf '{}'; } >m.safetensors; checkpoint "length beyond the file" SAFETENSORS "a header of 50 bytes in a file of 10" m.safetensors
{ little 1; printf '\xff'; } >m.safetensors; checkpoint "header that is not UTF-8" JSON "byte 0xFF" m.safetensors
{ little 1; printf '{'; } >m.safetensors; checkpoint "truncated header" JSON "header" m.safetensors
tensors "header that is a list" SAFETENSORS "m.safetensors: header: a list; expected an object" '[]' 0
tensors "a hole" SAFETENSORS 'm.safetensors: header: b.data_offsets: begins at byte 8; expected 4' '{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[8,12]}}' 12
tensors "an overlap" SAFETENSORS 'm.safetensors: header: b.data_offsets: begins at byte 2; expected 4' '{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}' 6
tensors "bytes behind" SAFETENSORS "m.safetensors: byte 65: 8 bytes behind the header; its tensors have 4" '{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}' 8
tensors "bytes missing" SAFETENSORS "m.safetensors: byte 63: 2 bytes behind the header; its tensors have 4" '{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}' 2
tensors "end before begin" SAFETENSORS "header: a.data_offsets: no two whole numbers" '{"a":{"dtype":"U8","shape":[4],"data_offsets":[4,0]}}' 4
tensors "negative offset" SAFETENSORS "header: a.data_offsets: no two whole numbers" '{"a":{"dtype":"U8","shape":[4],"data_offsets":[-4,0]}}' 0
tensors "one offset" SAFETENSORS "header: a.data_offsets: a list; expected a list of two numbers" '{"a":{"dtype":"U8","shape":[4],"data_offsets":[0]}}' 0
tensors "shape beyond 64 bits" SAFETENSORS "more than 2^64 elements" '{"a":{"dtype":"I32","shape":[2,18446744073709551614],"data_offsets":[0,16]}}' 16
tensors "negative shape" SAFETENSORS "header: a.shape: the number -4 in it" '{"a":{"dtype":"U8","shape":[-4],"data_offsets":[0,4]}}' 4
tensors "fractional shape" SAFETENSORS "header: a.shape: the number 4.0 in it" '{"a":{"dtype":"U8","shape":[4.0],"data_offsets":[0,4]}}' 4
tensors "shape and offsets disagree" SAFETENSORS "header: a.data_offsets: 4 bytes, 16 by dtype and shape" '{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,4]}}' 4
tensors "a name twice" DUPLICATE-KEY "" '{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}' 4
tensors "unknown dtype" SAFETENSORS 'header: a.dtype: the string "F3" is none of the format' '{"a":{"dtype":"F3","shape":[4],"data_offsets":[0,4]}}' 4
tensors "half a byte" SAFETENSORS "does not fill whole bytes" '{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,2]}}' 2
tensors "no shape" SAFETENSORS "header: a.shape: missing; expected an object of dtype, shape and data_offsets" '{"a":{"dtype":"U8","data_offsets":[0,4]}}' 4
tensors "metadata of numbers" SAFETENSORS "header: __metadata__: no object of strings" '{"__metadata__":{"a":1}}' 0
tensors "a key that is none of a tensor" SAFETENSORS 'header: a.bias: unknown key; expected dtype, shape and data_offsets' '{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4],"bias":1}}' 4
tensors "a hostile name" SAFETENSORS 'm.safetensors: header: a\n::error::x\x1B[2J.dtype' '{"a\n::error::x\u001b[2J":{"dtype":"F3","shape":[4],"data_offsets":[0,4]}}' 4
tensors "a header that is no JSON" JSON 'm.safetensors: header:1:6' '{"a":}' 0
{ little 54; printf '{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}} '; printf '\0\0\0\0'; } >m.safetensors
printf '%b' "$model\n$workload\n[[rule]]\nname = \"r\"\ncheckpoint = \"m.safetensors\"\nseverity = \"warning\"\n" >conform.toml
cp m.safetensors whole
for file in m.safetensors ./m.safetensors; do refuses "over the weights" OUTPUT "m.safetensors: is a file of weights" check --format json=$file; done
printf '{"metadata": {}, "weight_map": {"a": "m.safetensors"}}' >i.json; sed 's/m.safetensors/i.json/' conform.toml >index.toml
for file in m.safetensors i.json; do refuses "over what an index names" OUTPUT "$file: is a file of weights" check index.toml --format json=$file; done
expect "whole" cmp -s whole m.safetensors
rm m.safetensors; mkfifo m.safetensors; checkpoint "a FIFO" FILE "m.safetensors: is a FIFO" m.safetensors; rm m.safetensors
printf '\x80\x02}q\x00.' >m.safetensors; checkpoint "a pickle" SAFETENSORS "looks like a pickled PyTorch file" m.safetensors
printf 'PK\x03\x04aaaaaaaa' >m.safetensors; checkpoint "a zip" SAFETENSORS "looks like a pickled PyTorch file" m.safetensors
printf '{}' >i.json; checkpoint "no index" CHECKPOINT "expected a model.safetensors.index.json" i.json
printf '{"metadata": {}, "weight_map": {}}' >i.json; checkpoint "no total" CHECKPOINT "i.json: metadata.total_size: missing" i.json
printf '{"metadata": {"total_size": -1}, "weight_map": {}}' >i.json; checkpoint "a negative total" CHECKPOINT "metadata.total_size: the number -1" i.json
printf '{"metadata": {"total_size": 1.5}, "weight_map": {}}' >i.json; checkpoint "a fractional total" CHECKPOINT "metadata.total_size: the number 1.5" i.json
printf '{"metadata": {"total_size": 4},\n<<<<<<< HEAD\n' >i.json; checkpoint "an index with a merge conflict" JSON "i.json:2:1: unresolved merge conflict" i.json

finish
