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
run report base.json --seq 64 --batch 3 --logits last --dtype f32 --format json; cp .out other.report.json
accepts "a model beside a report is counted for its pass" diff other.report.json base.json
has "95 figures matched, 95 exact, 0 skipped"
has "head      prefill: batch 3, 64 new tokens after 0 cached; mask model, logits last, attention dense, dtype f32"
accepts "and on the other side" diff base.json other.report.json
has "95 figures matched, 95 exact, 0 skipped"
run report base.json --phase decode --context 9 --format json; cp .out step.report.json
accepts "a decode step" diff step.report.json base.json
has "95 figures matched, 95 exact, 0 skipped"
run report base.json --seq 64 --attention flash2,B_r=16,B_c=16 --format json; cp .out flash.report.json
accepts "another attention" diff flash.report.json base.json
has "95 figures matched, 95 exact, 0 skipped"
accepts "dense to another attention" diff base.report.json flash.report.json
has "2 changed, 0 added, 0 removed"
accepts "an option beside a report" diff base.report.json base.json --attention sliding_window,w=8
has "attention sliding_window,w=8"
run report base.json --seq 64 --attention sliding_window,w=8 --format json; cp .out window.report.json
accepts "a pattern of its own" diff window.report.json base.json
has "95 figures matched, 95 exact, 0 skipped"
refuses "another length" NOT-COMPARABLE "diff: base and base are of two passes: seq was 64, is 65; expected the same one" diff base.report.json base.json --seq 65
refuses "another mask" NOT-COMPARABLE "mask was model, is full" diff base.report.json base.json --mask full
refuses "another phase" NOT-COMPARABLE "seq was 64, is 1, context was 0, is 9, phase was prefill, is decode" diff base.report.json step.report.json
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
has 'not comparable  workload "w" is of two passes: seq was 64, is 65'
has 'changed         workload "v": layers was 2, is 3, hidden was 128, is 160'
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
