# explain: the computation of attention step by step, why its scores are scaled, and what the steps of variants cost.
source "$(dirname "$0")/harness.bash"

# ---- attention: every number of the example, in every format; the weights of a row sum to 1
golden explain_attention.txt explain attention
golden explain_attention.json explain attention --format json
golden explain_attention.md explain attention --format markdown
accepts "attention" explain attention --seed 7
awk '/^weights/ {on = 1; next} /^output/ {on = 0} on && NF == 4 {print $1 + $2 + $3 + $4}' .out >sums
expect "four rows" test "$(wc -l <sums)" == 4
expect "each sums to 1" awk '$1 < 0.9997 || $1 > 1.0003 {exit 1}' sums
has "checked: attention(q, k, v) gives this output"
cp .out seven.txt
accepts "attention, another seed" explain attention --seed 8
expect "other numbers" test "$(cmp .out seven.txt; echo $?)" != 0
accepts "to a file's format" explain attention --seed 7 --format text
expect "the same bytes" cmp -s .out seven.txt

# ---- scale: the checks hold for many seeds, and the tables are what they speak of
for seed in 1 5; do
  accepts "scale, seed $seed" explain scale --seed "$seed"
  expect "every check" test "$(grep -c '^  holds ' .out)" == 13
  expect "no failure" test "$(grep -c '^  FAILS ' .out)" == 0
done
has "The mean of q·k does not grow with d"
has "control: k is 0.5 q"
cp .out five.txt
accepts "scale, again" explain scale --seed 5
expect "the same bytes" cmp -s .out five.txt
# spread of 1/sqrt(d) at d = 16384 is 1; of 1 it is 128, within 1 %
expect "spread" awk '$1 == "1/sqrt(d)" && $2 == 16384 && ($3 < 0.98 || $3 > 1.01) {exit 1}
                     $1 == "1" && $2 == 16384 && ($3 < 126 || $3 > 130) {exit 1}' .out
# entropy: half a nat below ln 256 at 1/sqrt(d), and ln 256 at 1/d
expect "entropy" awk '$1 == "1/sqrt(d)" && ($4 < 5.02 || $4 > 5.08) {exit 1} $1 == "1/d" && $2 >= 256 && $4 < 5.54 {exit 1}' .out
accepts "scale as JSON" explain scale --format json
expect "subject" json_is subject scale
expect "24 samples" test "$(grep -c '"median_gradient"' .out)" == 24
expect "variance of 64 uniform components is near 64" awk -F'"variance": ' \
  '/"uniform", "d": 64,/ && ($2 + 0 < 62 || $2 + 0 > 66) {exit 1}' .out
accepts "scale as Markdown" explain scale --format markdown
has "## Conclusion"
accepts "scale drawn" explain scale --format svg
expect "well formed" well_formed .out
for scale in "times 1" "times 1/cbrt(d)" "times 1/sqrt(d)" "times 1/d"; do has "$scale"; done
run explain scale -o scale.svg
expect "drawn by its name" cmp -s scale.svg <("$conform" explain scale --format svg)

# ---- variants: the steps of each add up to what verify counts by running it
golden explain_dense.txt explain dense
golden explain_dense.json explain dense --format json
golden explain_mha.md explain mha --d 512 --format markdown
for variant in $("$conform" list variants | awk 'NR > 1 {print $1}'); do
  accepts "explain $variant" explain "$variant" --format json
  expect "the steps add up" awk -F'"unit_total": "' '
    /"operations": / {sum += $2 + 0; steps++} /"total": / {total = $2 + 0} END {exit !(steps > 1 && sum == total && total > 0)}' .out
done
accepts "flash2 in tiles" explain flash2_causal --n 37 --d 16 --sizes Br=8,Bc=16 --format json
expect "as counted" test "$(sed -n 's/.*"total": .*"unit_total": "\([0-9]*\)".*/\1/p' .out)" == \
  "$("$conform" verify flash2_causal --sizes n=37,d=16,Br=8,Bc=16 --format json |
     sed -n 's/.*"counted": {\("mul"[^}]*\)}, "equal".*/\1/p' | sed 's/.*"unit_total": "\([0-9]*\)".*/\1/')"
accepts "formulas where there are some" explain sliding_window --n 100 --sizes w=10
has "2·n_k·d_k·min(n_k, w)"

# ---- refusals
refuses "nothing named" USAGE "expected attention, scale or a variant" explain
refuses "unknown subject" UNKNOWN-VARIANT "scales" explain scales
refuses "a size that is not used" SIZE-NOT-USED "--sizes: w" explain dense --sizes w=3
refuses "an impossible size" IMPOSSIBLE "flash2" explain flash2 --sizes Br=0
refuses "no length" USAGE "--n" explain dense --n 0
refuses "a seed for a variant" USAGE "--seed: of explain attention and explain scale" explain dense --seed 3
refuses "a length for scale" USAGE "--n: of explain a variant" explain scale --n 3
refuses "a variant is not drawn" USAGE "explain scale" explain dense --format svg
refuses "two subjects" USAGE "one word too many" explain scale attention
refuses "seed that is none" USAGE "--seed" explain scale --seed x
refuses "seed below 0" USAGE "--seed" explain attention --seed -1
refuses "no format" USAGE "expected one of" explain scale --format pdf
refuses "no CSV" USAGE "expected text, json, markdown or svg" explain scale --format csv
refuses "attention is not drawn" USAGE "explain scale" explain attention --format svg
refuses "unknown option" USAGE "--size" explain scale --size 3
refuses "no folder" OUTPUT "" explain attention -o none/x.txt
finish
