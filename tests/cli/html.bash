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

# devices: the page says what the text says
figures_of() { sed -n 's/^  \([a-z_]*\) \+\([0-9][0-9,.]*\) \+.*/\1 \2/p' .out; }
for words in "mistral-7b-v0.1 --seq 8k --hardware a100-80 --convention kaplan" \
  "llama-3-8b --seq 8k --tp 4 --cp 2 --pp 2 --sp --hardware h100-sxm --convention megatron" \
  "llama-3-8b --phase decode --context 1000 --batch 8 --tp 8 --dp 2" "gpt2 --seq 64 --cp 2 --hardware apple-m4"; do
  # shellcheck disable=SC2086
  accepts "$words" report $words --format text
  sed -n '/^roofline$/,/^roofline of/p' .out >.part && mv .part .text
  figures=$(mv .text .out && figures_of)
  # shellcheck disable=SC2086
  accepts "$words as a page" report $words --format html
  expect "well-formed" well_formed .out
  while read -r name exact; do
    [[ -n $name ]] || continue
    expect "$name" grep -qE ">$name</th><td class=\"number\">$exact(/[0-9]+)?</td>|>$name<.*>$exact( [a-zA-Z]+(/s)?)?</td>" .out
  done <<<"$figures"
  case $words in *" --convention"*) has 'id="convention"' ;; esac
  case $words in *" --tp"* | *" --cp"*) has 'id="devices"'; has "words sent" ;; *) has 'id="device"' ;; esac
done
accepts "a verdict of devices" report llama-3-70b --seq 4096 --tp 2 --hardware h100-sxm --format html
has "Each of 2 devices holds 7"
has "which fits in the 80.00 GB of h100-sxm; the slowest is bound by"
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
