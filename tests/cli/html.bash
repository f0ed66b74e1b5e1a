# report --format html: one page that needs nothing else. What a browser makes of it: tests/browser/run.
source "$(dirname "$0")/harness.bash"

config small.json
golden report.html report small.json --seq 100 --format html
expect "well-formed" well_formed .out
for words in "gpt2" "llama-3.1-8b --seq 8k --mask full" "mistral-7b-v0.1 --seq 8k" "llama-3.1-8b --phase decode --context 9" \
  "qwen3-8b --attention flash2,B_r=32,B_c=16" "llama-3.2-1b --attention linear_elu --batch 7 --dtype f8"; do
  # shellcheck disable=SC2086
  accepts "$words" report $words --format html
  expect "well-formed" well_formed .out
  expect "three figures" test "$(grep -c '^<svg ' .out)" == 3
  expect "one script" test "$(grep -c '<script' .out)" == 1
  # shellcheck disable=SC2086
  run report $words --format text
  matmul=$(awk '$1 == "matmul_flops" { print $2 }' .out)
  # shellcheck disable=SC2086
  run report $words --format html
  expect "the figure of the report" grep -qF "<td class=\"number\">$matmul</td>" .out
done
accepts "a verdict" report llama-3.1-8b --seq 8192 --format html
has '<p class="verdict">A prefill of 8,192 tokens, batch 1, costs 140.6 TFLOP of matrix products'
has 'and holds 19.30 GB in memory: 16.06 GB of weights, 1.074 GB of key-value cache'
printf '%s' '{"_name_or_path": "</title><script>alert(1)</script>\"'"'"'\u0007]]>-->", "model_type": "gpt2", "vocab_size": 9,
  "n_embd": 8, "n_layer": 1, "n_head": 2, "n_positions": 9}' >hostile.json
accepts "a hostile name" report ./hostile.json --format html
expect "well-formed" well_formed .out
expect "one script" test "$(grep -c '<script' .out)" == 1
has '&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;\x07]]&gt;--&gt;'
case_name="by the extension"; cases=$((cases + 1)); run report small.json --seq 100 -o page.html
expect "the same" cmp -s page.html "$golden/report.html"

finish
