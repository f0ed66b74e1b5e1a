# sweep and merge: rows of a grid, its parts, and what an interruption leaves.
source "$(dirname "$0")/harness.bash"

config small.json
rows() { tail -n +2 "${1:-.out}"; }
field() { tr -d '\r' <.out | awk -F, -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i; next } { print $at }'; }

# ---- rows
accepts "a range and a list" sweep llama-3.1-8b --seq 1k..8k:x2 --batch 1,8
expect "eight rows" test "$(rows | wc -l)" == 8
expect "lengths" test "$(field seq | tr '\n' ' ')" == "1024 2048 4096 8192 1024 2048 4096 8192 "
expect "line ends" test "$(grep -c $'\r$' .out)" == 9
has "id,points,sweep,model,attention,mask,logits,phase,dtype,batch,context,seq,parameters,matmul_flops,unit_total,"
has "140550657277952"  # Llama-3-8B at 8192 tokens, causal
accepts "two masks" sweep llama-3.1-8b --seq 8k --mask model,full
has ",full,all,prefill,bf16,1,0,8192,8030261248,158140695838720,"
accepts "decode" sweep llama-3.1-8b --phase decode --context 8192 --batch 1,2
has ",decode,bf16,1,8192,1,8030261248,19304808448,"
has ",decode,bf16,2,8192,1,8030261248,$((2 * 19304808448)),"
accepts "formats of numbers" sweep gpt2 --seq 16 --dtype bf16,f32
has ",$((4 * 124439808)),"
accepts "no batch in front" sweep gpt2 --seq 1..3:+1 --context 0,5 --logits all,last
expect "the last option is the fastest" test "$(field seq | tr '\n' ' ')" == "1 2 3 1 2 3 1 2 3 1 2 3 "
expect "ids" test "$(field id | tr '\n' ' ')" == "0 1 2 3 4 5 6 7 8 9 10 11 "
accepts "as lines of JSON" sweep gpt2 --seq 1,2 --variants dense,flash2 --sizes Br=16 --format jsonl
expect "four lines" test "$(grep -c '^{"id": "[0-3]", "points": "4", .*"code": null}$' .out)" == 4
has '"attention": "flash2_causal,B_r=16,B_c=64"'
accepts "variants" sweep dense --variants linear_elu,flash1 --seq 16,32 --d 8,16
has ",dense,,8,0,16,9730,8192,768,,"  # 16²·(4·8 + 6) + 2; 4·16²·8; 16² + 4·16·8
expect "io where it is stated" test "$(grep -c ',,$' <(tr -d '\r' <.out))" == 8
accepts "a hostile name" sweep ./small.json --seq 4
printf '%s' '{"_name_or_path": "=1+1,\"x\"\n", "model_type": "gpt2", "vocab_size": 9, "n_embd": 8, "n_layer": 1, "n_head": 2, "n_positions": 9}' >hostile.json
accepts "a hostile name" sweep ./hostile.json --seq 4
has "\"'=1+1,\"\"x\"\"\\n\""
accepts "a hostile name in JSON" sweep ./hostile.json --seq 4 --format jsonl
has '"model": "=1+1,\"x\"\u000a"'

# ---- rows are what the report says
while read -r seq batch context matmul unit; do
  run report small.json --seq "$seq" --batch "$batch" --context "$context" --format json
  case_name="report at $seq $batch $context"; cases=$((cases + 1))
  expect "matmul FLOPs" json_is operations.matmul_flops "$matmul"
  expect "unit total" json_is operations.unit_total "$unit"
done < <("$conform" sweep small.json --seq 1,7,64 --batch 1,3 --context 0,9 2>/dev/null |
  awk -F, 'NR > 1 { print $12, $10, $11, $14, $15 }')

# ---- points without figures
case_name="beyond learned positions"; cases=$((cases + 1)); run sweep gpt2 --seq 1k,2k
expect "exit 0" test $code == 0
has ",2048,,,,,,,,TOO-LONG"
expect "a warning" grep -q '^warning\[no-figures\] sweep: 1 of the points' .err
case_name="impossible points"; cases=$((cases + 1)); run sweep dense --seq 4 --variants linear_elu_chunked --context 0,1
expect "exit 0" test $code == 0
has ",IMPOSSIBLE"
config huge.json vocab_size=268435456 hidden_size=16777216 intermediate_size=16777216 num_hidden_layers=10000 \
  num_attention_heads=65536 num_key_value_heads=65536 max_position_embeddings=1099511627776
case_name="an overflow"; cases=$((cases + 1)); run sweep huge.json --seq 1,1024M --batch 1,1024M
expect "exit 0" test $code == 0
expect "one point of four" test "$(field code | tr '\n' ' ')" == "   OVERFLOW "

refuses "an overflow of the report" OVERFLOW "" report huge.json --seq 1024M --batch 1024M

# ---- parts
"$conform" sweep small.json --seq 1..40:+3 --batch 1,2,3 --mask model,full -o whole.csv
"$conform" sweep small.json --seq 1..40:+3 --batch 1,2,3 --mask model,full -o whole.jsonl
for parts in 1 2 3 7 84 100; do
  for format in csv jsonl; do
    files=()
    for ((part = parts; part >= 1; --part)); do
      "$conform" sweep small.json --seq 1..40:+3 --batch 1,2,3 --mask model,full --shard $part/$parts -o p$part.$format
      files+=(p$part.$format)
    done
    case_name="$parts parts of $format"; cases=$((cases + 1))
    run merge "${files[@]}"
    expect "exit 0" test $code == 0
    expect "the whole" cmp -s .out whole.$format
  done
done
case_name="merged into a file"; cases=$((cases + 1)); run merge p*.csv -o merged.csv
expect "exit 0" test $code == 0
expect "the whole" cmp -s merged.csv whole.csv
case_name="merged again"; cases=$((cases + 1)); run merge merged.csv p3.csv whole.csv
expect "equal rows are one" cmp -s .out whole.csv
rm -f p*.csv p*.jsonl
"$conform" sweep small.json --seq 1..40:+3 --batch 1,2,3 --mask model,full --shard 1/2 -o p1.csv
"$conform" sweep small.json --seq 1..40:+3 --batch 1,2,3 --mask model,full --shard 2/2 -o p2.csv
case_name="a part is missing"; cases=$((cases + 1)); printf 'old content' >old.csv; run merge p2.csv -o old.csv
expect "exit 1" test $code == 1
expect "told" grep -q '^error\[GAPS\] merge: 42 of 84 points are missing, the first with id 0' .err
expect "nothing written" test "$(<old.csv)" == "old content"
head -20 p1.csv >cut.csv
case_name="the end is missing"; cases=$((cases + 1)); run merge cut.csv p2.csv
expect "exit 1" test $code == 1
expect "told" grep -q '23 of 84 points are missing, the first with id 38' .err
(head -1 p1.csv; rows p1.csv | sort -R) >mixed.csv
case_name="what is there"; cases=$((cases + 1)); run merge cut.csv p2.csv --partial
expect "exit 0" test $code == 0
expect "the rows that there are" test "$(wc -l <.out)" == 62
expect "a warning" grep -qx 'warning\[gaps\] merge: 23 of 84 points are missing, the first with id 38; all parts of the sweep were expected' .err
cp .out part.csv; run merge part.csv p1.csv --partial; case_name="all are there"; cases=$((cases + 1))
expect "the whole" cmp -s .out whole.csv
expect "no warning" test ! -s .err
refuses "a value of a flag" USAGE "--partial: takes no value" merge p1.csv --partial=yes
case_name="rows out of order"; cases=$((cases + 1)); run merge mixed.csv p2.csv
expect "the whole" cmp -s .out whole.csv
sed '3s/\(.*,\)[0-9]*,/\19999,/' p1.csv >changed.csv
refuses "rows that differ" MERGE "changed.csv:3: id 2 has other figures at p1.csv:3" merge p1.csv changed.csv p2.csv
head -c -5 p1.csv >torn.csv
refuses "a torn row" MERGE "torn.csv:43: a line without its end" merge torn.csv p2.csv
"$conform" sweep small.json --seq 1..40:+3 --batch 1,2,4 --mask model,full --shard 2/2 -o other.csv
refuses "parts of two sweeps" MERGE "a row of another sweep than p1.csv:2" merge p1.csv other.csv
"$conform" sweep dense --seq 4 -o variant.csv
refuses "other columns" MERGE "variant.csv:1: other columns than p1.csv" merge p1.csv variant.csv
refuses "two formats" MERGE "whole.jsonl:1: other columns" merge p1.csv whole.jsonl
refuses "no rows of a sweep" MERGE "small.json:1: not the start of a sweep" merge small.json
printf '' >empty.csv
refuses "an empty file" MERGE "empty.csv:1: empty" merge empty.csv
refuses "an empty file among others" MERGE "empty.csv:1: empty" merge p1.csv empty.csv p2.csv
head -1 p1.csv >header.csv
case_name="no rows at all"; cases=$((cases + 1)); run merge header.csv header.csv
expect "exit 1" test $code == 1
expect "told" grep -q '^error\[GAPS\] merge: no file has a row' .err
refuses "no file" USAGE "merge: no file" merge
refuses "a missing file" FILE "nope.csv" merge nope.csv
refuses "a folder" FILE "not a regular file" merge .
refuses "over a part" OUTPUT "is the input file" merge p1.csv p2.csv -o p2.csv
sed '5s/,[^,]*,\r/,\r/' p1.csv >short.csv
refuses "a row that lacks a field" MERGE "short.csv:5: not a row" merge short.csv p2.csv

# ---- resuming
sweep=(sweep small.json --seq 1..40:+3 --batch 1,2,3 --mask model,full)
for format in csv jsonl; do
  size=$(stat -c %s whole.$format)
  for cut in 0 1 100 300 301 $((size / 3)) $((size / 2)) $((size - 2)) $((size - 1)) "$size"; do
    case_name="resumed at byte $cut of $format"; cases=$((cases + 1))
    head -c "$cut" whole.$format >again.$format.part
    run "${sweep[@]}" -o again.$format --resume
    expect "exit 0" test $code == 0
    expect "the whole" cmp -s again.$format whole.$format
    expect "no part is left" test ! -e again.$format.part
    head -c "$cut" whole.$format >again.$format
    run "${sweep[@]}" -o again.$format --resume
    expect "the whole, from the file itself" cmp -s again.$format whole.$format
  done
done
case_name="resumed where nothing is"; cases=$((cases + 1)); rm -f again.csv; run "${sweep[@]}" -o again.csv --resume
expect "the whole" cmp -s again.csv whole.csv
head -c 2000 p2.csv >again.csv.part
case_name="a part is resumed"; cases=$((cases + 1)); run "${sweep[@]}" --shard 2/2 -o again.csv --resume
expect "the part" cmp -s again.csv p2.csv
head -c 2000 whole.csv >again.csv.part
refuses "another part" RESUME "again.csv.part:2: not a row of this sweep; the row with id 1" "${sweep[@]}" --shard 2/2 -o again.csv --resume
refuses "another sweep" RESUME "again.csv.part:2: not a row of this sweep" "${sweep[@]}" --context 5 -o again.csv --resume
refuses "another model" RESUME "again.csv.part:2: not a row of this sweep" sweep llama-3.2-1b --seq 1..40:+3 --batch 1,2,3 --mask model,full -o again.csv --resume
mkdir alike && config alike/small.json hidden_size=128
refuses "another model of the same name" RESUME "again.csv.part:2: not a row of this sweep" sweep alike/small.json --seq 1..40:+3 --batch 1,2,3 --mask model,full -o again.csv --resume
refuses "other columns" RESUME "again.csv.part:1: not the header" sweep dense --seq 4 -o again.csv --resume
"$conform" sweep dense --seq 4 >one.csv
cat one.csv <(tail -1 one.csv) >again.csv.part
refuses "a row too many" RESUME "again.csv.part:3: one row more" sweep dense --seq 4 -o again.csv --resume
head -c 2000 whole.csv | sed '3s/\(.*,\)[0-9]*,/\19999,/' | head -3 >again.csv.part
refuses "other figures in the last row" RESUME "other figures" "${sweep[@]}" -o again.csv --resume
head -9 whole.csv | sed '4s/\(.*,\)[0-9]*,/\19999,/' >again.csv.part
refuses "other figures in a row" RESUME "again.csv.part:4: other figures than this sweep has for id 2" "${sweep[@]}" -o again.csv --resume
"$conform" sweep gpt2 --seq 1..1024:+1 --batch 1..30:+1 -o many.csv
sed '20002s/\(.*,\)[0-9]*,/\19999,/' many.csv >again.csv.part
refuses "in one of many rows" RESUME "again.csv.part:20002: other figures than this sweep has for id 20000" sweep gpt2 --seq 1..1024:+1 --batch 1..30:+1 -o again.csv --resume
cp many.csv again.csv.part; sed -i '20000,$d' again.csv.part
case_name="many rows kept"; cases=$((cases + 1)); run sweep gpt2 --seq 1..1024:+1 --batch 1..30:+1 -o again.csv --resume
expect "the whole" cmp -s again.csv many.csv
cp p2.csv again.csv; head -9 whole.csv | sed '9s/\(.*,\)[0-9]*,/\19999,/' >again.csv.part
refuses "there already" OUTPUT "again.csv.part: is there already" "${sweep[@]}" -o again.csv
expect "the file is as it was" cmp -s again.csv p2.csv
rm again.csv.part
refuses "resume without a file" USAGE "--resume" "${sweep[@]}" --resume
for delay in 0.02 0.05 0.1 0.3; do
  case_name="interrupted after $delay s"; cases=$((cases + 1))
  rm -f long.csv long.csv.part
  { timeout -s KILL $delay "$conform" sweep small.json --seq 1..300000:+1 -o long.csv >.out; } 2>.err
  run sweep small.json --seq 1..300000:+1 -o long.csv --resume
  expect "exit 0" test $code == 0
  expect "all rows" test "$(rows long.csv | wc -l)" == 300000
  expect "each once, in order" awk -F, 'NR > 1 && $1 != NR - 2 { exit 1 }' long.csv
done
case_name="a file limit stops the write"; cases=$((cases + 1))
rm -f limited.csv
(ulimit -f 100; trap '' XFSZ; exec "$conform" sweep small.json --seq 1..300000:+1 -o limited.csv) >.out 2>.err; code=$?
expect "exit 2" test $code == 2
expect "one line" grep -qx 'error\[OUTPUT\] limited.csv.part: cannot be written: .*--resume.*' .err
run sweep small.json --seq 1..300000:+1 -o limited.csv --resume
expect "continued" cmp -s limited.csv long.csv
case_name="a reader that leaves"; cases=$((cases + 1))
"$conform" sweep small.json --seq 1..300000:+1 2>.err | head -1 >.out
expect "a quiet stop" test ! -s .err

case_name="progress on a terminal"; cases=$((cases + 1))
if script -qec true /dev/null </dev/null >/dev/null 2>&1; then  # a terminal can be made
  script -qec "'$conform' sweep small.json --seq 1..1500000:+1 -o told.csv" /dev/null </dev/null >.out 2>.err
  expect "told" grep -qE 'sweep: [0-9,]+ of 1,500,000 points' .out
  expect "a few times a second" test "$(grep -o 'of 1,500,000 points' .out | wc -l)" -lt 100
  expect "and taken away" grep -q $'\r\e\\[Kwarning.too-long' .out
  rm told.csv
else
  echo "skipped: no program script, which has a terminal"
fi

# ---- words
refuses "a page" USAGE '--output: "s.html" has the extension of a format that is not written' sweep gpt2 --seq 8 -o s.html
run sweep gpt2 --seq 8 --variants split_k; case_name="keys that the mask leaves out"; cases=$((cases + 1))
expect "told once" test "$(grep -c "^warning.mask. --variants: split_k scores every key" .err)" == 1
case_name="the mask of a variant"; cases=$((cases + 1)); run sweep llama-3.2-1b --seq 64 --variants split_k,flash2,longformer --format jsonl
expect "where it is known" test "$(sed 's/.*"mask": "\([a-z]*\)".*/\1/' .out | tr '\n' ' ')" == "full causal variant "
refuses "no subject" USAGE "sweep: nothing named" sweep
refuses "no lengths" USAGE "--seq: missing" sweep gpt2
refuses "step 0" USAGE "--seq: step" sweep gpt2 --seq 1..8:+0
refuses "factor 1" USAGE "--seq: factor" sweep gpt2 --seq 1..8:x1
refuses "downwards" USAGE "--seq: from 8 to 1" sweep gpt2 --seq 8..1:x2
refuses "0 times 2" USAGE "--context: 0 times a factor" sweep gpt2 --seq 8 --context 0..8:x2
refuses "length 0" USAGE "--seq: 0 is out of range" sweep gpt2 --seq 0
refuses "no step" USAGE "--seq" sweep gpt2 --seq 1..8
refuses "no number" USAGE "--batch" sweep gpt2 --seq 8 --batch 1,x
refuses "too many points" USAGE "more than 1,000,000,000 points" sweep gpt2 --seq 1..1M:+1 --batch 1..1k:+1
refuses "too many values" USAGE "--seq: more than 16,777,216 lengths" sweep gpt2 --seq 1..1024M:+1
refuses "a word twice" USAGE '--mask: "full" is given twice' sweep gpt2 --seq 8 --mask full,full
refuses "an empty word" USAGE "--mask" sweep gpt2 --seq 8 --mask full,
refuses "no mask" USAGE "did you mean causal?" sweep gpt2 --seq 8 --mask casual
refuses "a variant twice" USAGE "is given twice" sweep dense --variants dense --seq 8
refuses "no variant" UNKNOWN-VARIANT "did you mean flash2?" sweep gpt2 --variants flsh2 --seq 8
refuses "no subject of this name" UNKNOWN-SUBJECT "did you mean gpt2?" sweep gtp2 --seq 8
refuses "no core" NOT-A-CORE "mha" sweep gpt2 --variants mha --seq 8
refuses "an own pattern and a mask" USAGE "expected no --mask" sweep gpt2 --variants sliding_window --mask full --seq 8
refuses "a size of none" SIZE-NOT-USED "--sizes: w" sweep gpt2 --variants flash2 --sizes w=4 --seq 8
refuses "a size of the model" USAGE "--sizes: d_k" sweep gpt2 --variants flash2 --sizes d_k=4 --seq 8
refuses "a length beyond those of compare" USAGE "--seq: 32M is out of range" sweep dense --seq 32M
refuses "a width of a model" USAGE "--d" sweep gpt2 --d 64 --seq 8
refuses "a batch of a variant" USAGE "--batch: of a sweep of a model alone" sweep dense --batch 2 --seq 8
refuses "decode and lengths" USAGE "--seq" sweep gpt2 --phase decode --seq 8
refuses "shard 0" USAGE "--shard" sweep gpt2 --seq 8 --shard 0/2
refuses "shard 3 of 2" USAGE "--shard: part" sweep gpt2 --seq 8 --shard 3/2
refuses "shard without parts" USAGE "--shard" sweep gpt2 --seq 8 --shard 3
refuses "another format" USAGE "expected one of csv, jsonl" sweep gpt2 --seq 8 --format json
refuses "two formats" USAGE "--output" sweep gpt2 --seq 8 --format csv -o x.jsonl
refuses "over the config" OUTPUT "is the input file" sweep small.json --format csv --seq 8 -o small.json
refuses "no folder" OUTPUT "nope" sweep gpt2 --seq 8 -o nope/x.csv
refuses "an unknown option" USAGE "did you mean --batch?" sweep gpt2 --bath 8
refuses "two subjects" USAGE "one word too many" sweep gpt2 llama-3-8b --seq 8
accepts "help" sweep --help
accepts "help of merge" merge --help
mkfifo fifo.csv.part
refuses "a FIFO" OUTPUT "fifo.csv.part: cannot be written" sweep gpt2 --seq 8 -o fifo.csv --resume
accepts "more parts than points" sweep gpt2 --seq 8 --shard 1/5
case_name="a part without points"; cases=$((cases + 1)); run sweep gpt2 --seq 8 --shard 5/5
expect "the header alone" test "$(wc -l <.out)" == 1

golden sweep.csv sweep llama-3.1-8b --seq 1k..8k:x2 --variants dense,flash2,sliding_window --batch 1,8
golden sweep.jsonl sweep flash2 --seq 1k,4k --d 64,128

finish
