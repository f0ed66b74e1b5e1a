# compare: costs of variants at many lengths, and where their order changes.
source "$(dirname "$0")/harness.bash"

# ---- crossovers, over every n
accepts "linear against dense" compare dense linear_elu --n 1..1M:x2 --d 64
has "crossovers, of all n from 1 to 1,048,576"
has "from n = 1 dense costs less; from n = 66 linear_elu costs less"
has "262·n² + 2"
expect "the end of the line" grep -q 'from n = 66 linear_elu costs less$' .out
accepts "wider" compare dense linear_elu --n 1..1M:x2 --d 128
has "from n = 1 dense costs less; from n = 130 linear_elu costs less"
accepts "causal" compare dense_causal linear_elu_causal --n 1..1M:x2 --d 64
has "from n = 1 dense_causal costs less; from n = 130 linear_elu_causal costs less"
accepts "causal, wider" compare linear_elu_causal dense_causal --n 1..1M:x2 --d 128
has "from n = 1 dense_causal costs less; from n = 258 linear_elu_causal costs less"
accepts "no crossover beyond it" compare dense linear_elu --n 66..1M:x2
has "from n = 66 linear_elu costs less; no crossover"
accepts "ties" compare dense sliding_window_symmetric --n 1..4k:x2 --sizes w=100
has "from n = 1 equal; from n = 102 sliding_window_symmetric costs less"
accepts "a tie of one n" compare dense linformer --metric matmul_flops --n 1..1k:x2 --sizes k=64
has "from n = 1 dense costs less; from n = 128 equal; from n = 129 linformer costs less"
accepts "back and forth" compare flash1 dense_standard --metric io --n 64..4k:x2
has "from n = 64 flash1 costs less; from n = 65 dense_standard costs less; from n = 83 flash1 costs less"
has "from n = 129 dense_standard costs less; from n = 132 flash1 costs less"
has "B_r = 64 (default), B_c = 64 (default)"
accepts "the defaults" compare dense
has "  1,048,576  288,072,046,477,314"
expect "eleven lengths" test "$(grep -cE '^ +[0-9,]+ +[0-9,]+$' .out)" == 11
expect "one has no crossovers" test "$(grep -c crossovers .out)" == 0
accepts "one number" compare dense linear_elu --n 100
has "crossovers, of n = 100"
accepts "a list" compare dense --n 1,2k,1M
expect "three lengths" test "$(grep -cE '^ +[0-9,]+ +[0-9,]+$' .out)" == 3
accepts "steps" compare dense --n 10..35:+10
expect "three steps" test "$(grep -cE '^ +[123]0 ' .out)" == 3
accepts "a step that ends" compare dense --n 10..30:+10
expect "with its end" test "$(grep -cE '^ +[123]0 ' .out)" == 3

# ---- sizes
accepts "sizes" compare flash2 sliding_window --n 1k --sizes Br=32,w=100
has "B_r = 32 (--sizes), B_c = 64 (default)"
has "w = 100 (--sizes)"
accepts "a layer shares its width" compare mha --d 512 --n 1k --sizes heads=4
has "heads = 4 (--sizes), d_m = 512 (--d), d_k = 128 (--d), d_v = 128 (--d)"
accepts "a layer of other heads" compare gqa --n 1k --sizes d_k=100,d_v=50
has "d_m = 64 (--d), d_k = 100 (--sizes), d_v = 50 (--sizes)"
accepts "another width" compare dense --n 10 --d 4 --sizes d_v=7
has "d_v = 7 (--sizes)"
has "  10  2,802"  # 100·(2·4 + 2·7 + 6) + 2
accepts "one query" compare dense_decode --n 10
has "of one query; n = n_k"
accepts "every variant at a length" compare $("$conform" list variants | awk 'NR > 1 { print $1 }') --n 4k

# ---- metrics
accepts "matmul" compare dense --metric matmul_flops --n 16 --d 8
has "  16  8,192"
has "matmul_flops in FLOP: 2 for each multiply-add of a matrix product"
accepts "memory" compare dense linear_elu --metric memory --n 16 --d 8
has "n² + 32·n"
has "32·n + 72"
has "memory in elements: scratch at its peak, inputs and outputs"
accepts "memory of a layer" compare mha --metric memory --n 16 --d 8 --sizes heads=2
accepts "memory of a mask of tiles" compare block_sparse --metric memory --n 100 --sizes Br=10,Bc=20
has "no formula at these sizes"
has "this is the most it can be"
expect "elements" grep -qE '^ +100 +25,750$' .out  # 100·4·64 + 10·5 tiles + a row of 100
accepts "io" compare flash1 dense_standard --metric io --n 1k --fast-memory 32k
has "B_r = 64 (--fast-memory), B_c = 128 (--fast-memory)"
has "fast memory of 32,768 words"
has "the words that it states are the same for every fast memory"
# flash1 at n = 16k, d = 64, M = 32k: 3d + 4 words a row and tile of keys, ceil(n/128) tiles; 12 n²d²/M and a little
accepts "constants" compare flash1 flash2 --metric io --n 16k --fast-memory 32k --format json
expect "flash1 words" json_is variants.0.values.0 $((16384 * 128 * (3 * 64 + 4) + 16384 * (3 * 64 + 2)))
expect "flash1 constant" json_is variants.0.io_ratios.0.over_n2d2_by_M 12.3447
expect "flash2 tiles" json_is variants.1.sizes.B_r.value 128
expect "flash2 words" json_is variants.1.values.0 $((2 * 16384 * 64 + 128 * 16384 * 2 * 64))
expect "flash2 constant, near 8" json_is variants.1.io_ratios.0.over_n2d2_by_M 8.0625
accepts "M below d²: the other branch" compare flash1 --metric io --n 4k --d 64 --fast-memory 1k --format json
expect "n²d/sqrt(M) is smaller" awk -F'"over_n2d2_by_M": |, "over_saha_ye": |, "over_products' '/io_ratios/ {exit !($3 > $2)}' .out

# ---- impossible lengths
refuses "a length of whole segments" IMPOSSIBLE "nystrom: n_q = 1000, n_k = 1000, d_k = 64, d_v = 64, landmarks = 64, iterations = 6: landmarks divide" compare nystrom --n 1000
refuses "the first of several" IMPOSSIBLE "ring: n = 9, d_k = 64, d_v = 64, p = 8: p divides the positions" compare dense ring --n 8,9,10
refuses "a window of nothing" IMPOSSIBLE "sliding_window: n_q = 4" compare sliding_window --n 4 --sizes w=0
refuses "heads of a layer" IMPOSSIBLE "mha: d = 64, heads = 5: heads do not divide the width" compare mha --sizes heads=5
refuses "no heads" IMPOSSIBLE "a layer has a head" compare mha --sizes heads=0
accepts "possible where it is shown" compare nystrom dense --n 64..8k:x2
has "not at every n, as n = 65: landmarks divide the queries and the keys; crossovers are of those at which it can be"
has "nystrom, dense  from n = 64 "
expect "crossovers at multiples" awk '/^  nystrom, dense/ { n = $0; while (match(n, /n = [0-9,]+/)) {
  v = substr(n, RSTART + 4, RLENGTH - 4); gsub(",", "", v); if (v % 64) exit 1; n = substr(n, RSTART + RLENGTH) } }' .out

# ---- formats
golden compare.txt compare dense strided linear_elu --n 16..1k:x4
golden compare.json compare dense strided linear_elu --n 16..1k:x4 --format json
golden compare.csv compare dense strided linear_elu --n 16..1k:x4 --format csv
golden compare.md compare dense strided linear_elu --n 16..1k:x4 --format markdown
golden compare.svg compare dense strided linear_elu --n 16..1k:x4 --format svg
expect "well formed" well_formed .out
has "<title>unit_total of variants of attention by length, d = 64</title>"
has "66: linear_elu below dense"
has ">1k</text>"
expect "one dash pattern a line" test "$(grep -o '<polyline.*dasharray="[^"]*"' .out | grep -o 'dasharray=.*' | sort -u | wc -l)" == 3
expect "a table" test "$(grep -c 'role="cell"' .out)" == 12
expect "no script" test "$(grep -ci '<script\|href' .out)" == 0
accepts "svg, of nothing but ties" compare dense dense_standard --n 7 --format svg
expect "well formed" well_formed .out
accepts "svg of many" compare $("$conform" list variants | awk 'NR > 1 { print $1 }') --n 4k,8k --format svg
expect "well formed" well_formed .out
accepts "JSON" compare dense linear_elu --n 1..128:x2 --format json
expect "schema" json_is schema 1
expect "metric" json_is metric unit_total
expect "value" json_is variants.1.values.0 17152
expect "crossover" json_is pairs.0.crossovers.0.n 66
expect "lesser" json_is pairs.0.crossovers.0.lesser linear_elu
expect "count" json_is pairs.0.count 1
expect "decided" json_is pairs.0.decided ON
cp .out .first
accepts "JSON, again" compare dense linear_elu --n 1..128:x2 --format json
expect "the same bytes" cmp -s .first .out
for extension in txt json csv md svg; do
  case_name="-o x.$extension" cases=$((cases + 1))
  run compare dense strided linear_elu --n 16..1k:x4 -o "x.$extension"
  expect "exit code" test "$code" == 0
  expect "nothing on stdout" test ! -s .out
  expect "the golden file" cmp -s "x.$extension" "$golden/compare.$extension"
done
accepts "svg to stdout though a format" compare dense --n 1k --format svg
refuses "no folder" OUTPUT "" compare dense --n 1k -o none/x.svg
expect "no folder is made" test ! -e none
refuses "a folder" OUTPUT "" compare dense --n 1k -o .
refuses "no partial file" IMPOSSIBLE "nystrom" compare nystrom --n 1000 -o y.svg
expect "no file" test ! -e y.svg

# ---- usage
refuses "no variant" USAGE "compare: no variant; expected one or more" compare
refuses "unknown variant" UNKNOWN-VARIANT "did you mean dense?" compare dens
refuses "a variant twice" USAGE "dense: given more than once" compare dense dense
refuses "metric" USAGE '--metric: "flops"; expected one of unit_total, matmul_flops, memory, io' compare dense --metric flops
refuses "format" USAGE '--format: "html"; expected one of text, json, csv, markdown, svg' compare dense --format html
refuses "no traffic" NO-IO "linear_elu: states no words between slow and fast memory" compare flash1 linear_elu --metric io
refuses "fast memory of operations" USAGE "--fast-memory: of --metric io alone" compare flash1 --fast-memory 1k
refuses "no tiles" USAGE "--fast-memory: no variant here has tiles" compare dense_standard --metric io --fast-memory 1k
refuses "tiles twice" USAGE "--sizes: B_r: with --fast-memory" compare flash1 --metric io --fast-memory 1k --sizes Br=4
refuses "no fast memory" USAGE "--fast-memory: 0 is out of range" compare flash1 --metric io --fast-memory 0
refuses "a size of no variant here" SIZE-NOT-USED "--sizes: w: not used; dense uses n_q, n_k, d_k, d_v" compare dense --sizes w=3
refuses "a length as a size" USAGE "--sizes: n: a length; expected it as --n" compare dense --sizes n=3
refuses "a width as a size" USAGE "--sizes: d: the width; expected it as --d" compare dense --sizes d=3
refuses "width" USAGE "--d: 0 is out of range" compare dense --d 0
refuses "format and file" USAGE "--output: " compare dense --format json -o x.svg
refuses "a format that is not written" USAGE "extension of a format that is not written" compare dense -o x.html
refuses "an empty file name" USAGE "--output: empty" compare dense -o ""
refuses "a descending range" USAGE "--n: from 2,048 to 1,024; a range that ascends" compare dense --n 2k..1k:x2
refuses "a list that does not ascend" USAGE "--n: 4 after 5; ascending lengths" compare dense --n 5,4
refuses "the same twice" USAGE "--n: 5 after 5; ascending lengths" compare dense --n 5,5
refuses "a range without a step" USAGE "expected FROM..TO:xFACTOR or FROM..TO:+STEP, as 1k..1M:x2" compare dense --n 1k..1M
refuses "a factor of 1" USAGE "--n: factor: 1 is out of range" compare dense --n 1k..1M:x1
refuses "a step of 0" USAGE "--n: step: 0 is out of range" compare dense --n 1k..1M:+0
refuses "too many lengths" USAGE "more than 1,000 lengths" compare dense --n 1..1M:+1
refuses "too long" USAGE "--n: 17M is out of range" compare dense --n 17M
for words in "" 0 x 1.. ..1 1..2:2 1..2:x 1..2: , 1, -1 1.5 $'1\e' 99999999999999999999 1...2:x2 1..2:x2:x2; do
  refuses "--n $words" USAGE "--n" compare dense --n "$words"
done
refuses "an unknown option" USAGE "--seq: unknown option" compare dense --seq 5
for option in --n --d --metric --fast-memory --sizes --format --output; do
  refuses "$option without a value" USAGE "$option" compare dense $option
done
accepts "help" compare --help
has "--fast-memory W"

finish
