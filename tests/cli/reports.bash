# Reports of real models: totals that others published or recomputed, and figures worked out by hand.
source "$(dirname "$0")/harness.bash"

# parameters in all, and bytes of the cache a token at 16 bits; sources: the safetensors index of each repository on
# huggingface.co, or its tensor shapes summed
while read -r spec parameters cache; do
  accepts "$spec" report "$spec" --seq 16 --dtype bf16 --format json
  expect "parameters" json_is parameters.total "$parameters"
  expect "cache" json_is memory.kv_cache_bytes_per_token "$cache"
  expect "weights" json_is memory.weights_bytes $((2 * parameters))
done <<'EOF'
gpt2 124439808 36864
gpt2-medium 354823168 98304
gpt2-large 774030080 184320
gpt2-xl 1557611200 307200
llama-2-7b 6738415616 524288
llama-2-70b 68976648192 327680
llama-3-8b 8030261248 131072
llama-3-70b 70553706496 327680
llama-3.1-405b 405853388800 516096
llama-3.2-1b 1235814400 32768
tinyllama-1.1b 1100048384 22528
smollm2-135m 134515008 23040
mistral-7b-v0.1 7241732096 131072
mistral-7b-v0.3 7248023552 131072
qwen2-0.5b 494032768 12288
qwen2-1.5b 1543714304 28672
qwen2-7b 7615616512 57344
qwen3-0.6b 596049920 114688
qwen3-8b 8190735360 147456
qwen3-32b 32762123264 262144
mixtral-8x7b 46702792704 131072
mixtral-8x22b 140620634112 229376
qwen3-30b-a3b 30532122624 98304
qwen3-235b-a22b 235093634560 192512
EOF

# parameters that a token meets; published as 12.9, 39, 3.3 and 22 billion, the token table among them
while read -r spec active; do
  accepts "$spec" report "$spec" --seq 16 --format json
  expect "active parameters" json_is parameters.active "$active"
done <<'EOF'
mixtral-8x7b 12879925248
mixtral-8x22b 39152031744
qwen3-30b-a3b 3353032704
qwen3-235b-a22b 22190763520
llama-3-8b 8030261248
EOF

# A decode step reads the matrices of the experts that are chosen, and no pass more than all: 3 matrices of
# 4096 x 14336 words each, and vectors of 2 choices a token
gate_bytes() { sed -n 's/.*: experts.gate", .*"bytes": "\([0-9]*\)".*/\1/p' .out; }
for batch in 1 3 4 64; do
  chosen=$((2 * batch < 8 ? 2 * batch : 8))
  accepts "bytes of $batch tokens" report mixtral-8x7b --phase decode --context 100 --batch $batch --hardware h100-sxm --format json
  expect "of gate: $(gate_bytes)" test "$(gate_bytes)" == $((2 * (chosen * 4096 * 14336 + batch * (4096 + 2 * 14336))))
done

# Llama-3-8B at 8192 tokens: 32 layers of 2 n (d (2 d + 2 d_kv) + 3 d f) and 4 E d, and the head's 2 n d v,
# with E = n^2 (full) or n (n + 1) / 2 (causal)
accepts "full" report llama-3-8b --seq 8k --mask full --format json
expect "matmul FLOPs" json_is operations.matmul_flops 158140695838720
accepts "causal" report llama-3-8b --seq 8192 --format json
expect "matmul FLOPs" json_is operations.matmul_flops 140550657277952
warns "decode" 1 too-long "8,192 cached and 1 new tokens" report llama-3-8b --phase decode --context 8192 --format json
run report llama-3-8b --phase decode --context 8192 --format json
expect "matmul FLOPs" json_is operations.matmul_flops 19304808448
accepts "two sequences" report llama-3.1-8b --phase decode --context 8192 --batch 2 --format json
expect "matmul FLOPs" json_is operations.matmul_flops $((2 * 19304808448))
accepts "last logits" report llama-3-8b --seq 8192 --logits last --format json
expect "matmul FLOPs" json_is operations.matmul_flops $((140550657277952 - 8191 * 2 * 4096 * 128256))
accepts "f32" report gpt2 --dtype f32 --format json
expect "weights" json_is memory.weights_bytes $((4 * 124439808))

for format in text json markdown csv; do
  accepts "$format" report llama-3-8b --format $format
  cp .out .first
  run report llama-3-8b --format $format
  case_name="$format, again"; cases=$((cases + 1))
  expect "the same bytes" cmp -s .first .out
  expect "UTF-8" iconv -f UTF-8 -t UTF-8 .out -o /dev/null
done
config named.json '_name_or_path="</script>|=1\n::error::x\u001b[2J"'
for format in text json markdown csv; do
  accepts "hostile name as $format" report named.json --format $format
  expect "no escape byte" test "$(tr -cd '\033' <.out | wc -c)" == 0
  expect "no forged line" test "$(grep -c '^::' .out)" == 0
done

if [[ -d ${CONFORM_DATA-}/models/configs ]]; then
  for file in "$CONFORM_DATA"/models/configs/*.json; do
    type=$(sed -n 's/.*"model_type": *"\([^"]*\)".*/\1/p' "$file" | head -1)
    case $type in
      gpt2 | llama | mistral | qwen2 | qwen3 | mixtral | qwen3_moe)
        name=$(basename "$file" .json)
        facts=$(sed -n "/\"name\": \"$name\"/,/}/p" "$CONFORM_DATA/models/param_counts.json")
        field() { sed -n "s/.*\"$1\": *\([0-9]*\).*/\1/p" <<<"$facts"; }
        accepts "$name" report "$file" --dtype bf16 --seq 16 --format json --strict
        expect "parameters" json_is parameters.total "$(field independently_recomputed)"
        expect "cache" json_is memory.kv_cache_bytes_per_token "$(field kv_cache_bytes_per_token_16bit)"
        active=$(field params_active)
        expect "active parameters" json_is parameters.active "${active:-$(field independently_recomputed)}"
        ;;
      "") ;;
      *) refuses "$(basename "$file")" NOT-COVERED "$type" report "$file" ;;
    esac
  done
else
  echo "skipped: CONFORM_DATA names no folder of reference data"
fi

finish
