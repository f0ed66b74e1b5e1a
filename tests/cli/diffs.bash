# Two models, reports or baselines, figure by figure.
source "$(dirname "$0")/harness.bash"

config base.json
config head.json intermediate_size=160 num_hidden_layers=3
golden diff.txt diff base.json head.json --seq 64
has "  model  parameters"
golden diff.md diff base.json head.json --seq 64 --format markdown
golden diff.json diff base.json head.json --seq 64 --format json
expect "by its schema" valid "$published/diff.schema.json" .out
expect "JSON" json_is coverage.matched 95
accepts "the same" diff base.json base.json --seq 64
has "95 figures matched, 95 exact, 0 skipped"
has "0 changed, 0 added, 0 removed"

# reports say the same as what they are of
for side in base head; do run report $side.json --seq 64 --format json; cp .out $side.report.json; done
accepts "two reports" diff base.report.json head.report.json
tail -n +4 .out >reports
run diff base.json head.json --seq 64
case_name="the same figures"; cases=$((cases + 1))
expect "as of configs" cmp -s reports <(tail -n +4 .out)
accepts "a report beside a config" diff base.report.json base.json --seq 64
has "95 figures matched, 95 exact, 0 skipped"
accepts "passes of other lengths" diff gpt2 gpt2 --seq 8 --phase prefill
accepts "removed layers" diff head.json base.json --seq 64
has "layers.2.attention.core"
has "removed"

# baselines
limits() { printf '[[model]]\nname = "m"\nconfig = "%s"\n[[workload]]\nname = "w"\nseq = %s\n[[workload]]\nname = "v"\nseq = 4\n[[rule]]\nname = "r"\nmetric = "matmul_flops"\nlayer = "layers.*"\nincrease = 0\nworkload = "w"\n' "$1" "$2"; }
for side in base head; do limits $side.json 64 >$side.toml; printf 'baseline = "%s.baseline.json"\n' $side | cat - $side.toml >.toml; mv .toml $side.toml; run baseline update $side.toml --reason x; done
accepts "two baselines" diff base.baseline.json head.baseline.json
has "w: layers.0..1"
has "w: layers.2"
limits head.json 65 >other.toml; run baseline update other.toml --reason x
accepts "a workload that is another" diff base.baseline.json conform.baseline.json
has 'not comparable  workload "w" was [model m (llama), phase prefill, batch 1, seq 64'
expect "no figure of it" test "$(grep -c '^  w: ' .out)" == 0
has "21 skipped (on one side only, or not comparable)"
run diff base.json head.json -o d.md --seq 64
case_name="to a file"; cases=$((cases + 1))
expect "exit 0" test $code == 0
expect "as Markdown" cmp -s d.md "$golden/diff.md"
config hostile.json '_name_or_path="</details>|@x\n::error::x\u001b[2J"'
for format in text json markdown; do
  accepts "hostile name as $format" diff hostile.json base.json --seq 4 --format $format
  expect "no escape byte" test "$(tr -cd '\033' <.out | wc -c)" == 0
  expect "no tag but ours" test "$(grep -c '</details>' .out)" == "$([[ $format == text ]] && echo 1 || echo 0)"
done

finish
